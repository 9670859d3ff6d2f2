"""An incident's span as a picture: what it was and who was there, along one axis of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from bot.incident.changes import SeverityChanged, StatusChanged
from bot.incident.lifecycle import Status
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.figures import impact_spells
from bot.incident.postmortem.promises import promises
from bot.incident.postmortem.words import clock, severity_named
from bot.incident.roles import ROLE_NAMES
from bot.incident.timeline import Declared
from bot.incident.updates_facts import UpdateSent
from bot.language import Tongue

WIDTH, LEFT, LANE, BAR, TOP = 960, 170, 30, 20, 34
_STEPS = tuple(timedelta(minutes=n) for n in (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880))
TICKS = 8
_SEVERITY = ("#cf222e", "#bc4c00", "#9a6700", "#57606a")
_STATUS = {
    Status.INVESTIGATING: "#cf222e",
    Status.IDENTIFIED: "#bc4c00",
    Status.MONITORING: "#0969da",
    Status.RESOLVED: "#1a7f37",
}
_OTHER, _ROLE, _IMPACT = "#57606a", "#6639ba", "#82071e"


@dataclass(frozen=True, slots=True)
class Bar:
    start: datetime
    end: datetime
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    bars: tuple[Bar, ...] = ()
    marks: tuple[tuple[datetime, bool, str], ...] = ()
    """When, whether in time, and what it was."""


def picture(evidence: Evidence, tongue: Tongue) -> str:
    """An SVG that needs nothing else; empty while the incident goes on."""
    end = evidence.incident.moments.resolved or evidence.incident.ended_at
    if end is None:
        return ""
    began = evidence.incident.moments.started or evidence.incident.declared_at
    start = min(began, evidence.incident.declared_at, end)
    end = max(end, start + timedelta(minutes=1))
    lanes = [lane for lane in _lanes(evidence, tongue, end) if lane.bars or lane.marks]
    return "".join(_Drawn(start, end, lanes, evidence, tongue).svg())


def _lanes(evidence: Evidence, tongue: Tongue, end: datetime) -> Iterator[Lane]:
    say = tongue.say
    spells = impact_spells(evidence.incident, evidence.facts)
    hurt = tuple(
        Bar(start, stop or end, "", _IMPACT) for start, stop in spells if (stop or end) >= start
    )
    yield Lane(say("Impact"), hurt)
    yield Lane(say("Severity"), tuple(_severities(evidence, tongue, end)))
    yield Lane(say("Status"), tuple(_statuses(evidence, tongue, end)))
    yield Lane(say("Updates"), marks=tuple(_updates(evidence, tongue)))
    for role in dict.fromkeys(one.role for one in evidence.tenures):
        held = [one for one in evidence.tenures if one.role is role and one.since <= end]
        bars = (
            Bar(one.since, min(one.until or end, end), evidence.name(one.user), _ROLE)
            for one in held
        )
        yield Lane(say(ROLE_NAMES[role]), tuple(bars))


def _severities(evidence: Evidence, tongue: Tongue, end: datetime) -> Iterator[Bar]:
    turns = [
        (one.occurred_at, one.fact.severity if isinstance(one.fact, Declared) else one.fact.after)
        for one in evidence.facts
        if isinstance(one.fact, Declared | SeverityChanged) and one.occurred_at <= end
    ]
    for place, (at, key) in enumerate(turns):
        level = evidence.policy.severities.get(key)
        until = turns[place + 1][0] if place + 1 < len(turns) else end
        colour = _SEVERITY[min(level.rank if level else 4, 4) - 1]
        yield Bar(at, until, severity_named(evidence.policy, tongue, key), colour)


def _statuses(evidence: Evidence, tongue: Tongue, end: datetime) -> Iterator[Bar]:
    turns: list[tuple[datetime, Status]] = [
        (evidence.incident.declared_at, Status.INVESTIGATING),
        *(
            (one.occurred_at, one.fact.after)
            for one in evidence.facts
            if isinstance(one.fact, StatusChanged) and one.occurred_at < end
        ),
    ]
    for place, (at, status) in enumerate(turns):
        until = turns[place + 1][0] if place + 1 < len(turns) else end
        yield Bar(at, until, tongue.say(status.value), _STATUS.get(status, _OTHER))


def _updates(evidence: Evidence, tongue: Tongue) -> Iterator[tuple[datetime, bool, str]]:
    late = {one.kept_at for one in promises(evidence.facts) if one.late_by}
    for one in evidence.facts:
        if isinstance(one.fact, UpdateSent):
            in_time = one.occurred_at not in late
            said = tongue.say("kept") if in_time else tongue.say("late")
            yield one.occurred_at, in_time, said


class _Drawn:
    def __init__(
        self,
        start: datetime,
        end: datetime,
        lanes: list[Lane],
        evidence: Evidence,
        tongue: Tongue,
    ) -> None:
        self._start, self._end, self._lanes = start, end, lanes
        self._evidence, self._tongue = evidence, tongue
        self._height = TOP + LANE * len(lanes) + 24

    def svg(self) -> Iterator[str]:
        say, reference = self._tongue.say, self._evidence.incident.reference
        title = say("{reference} along the time", reference=reference)
        shown = {"start": clock(self._start), "end": clock(self._end)}
        described = say("From {start} to {end}. The timeline below says the same.", **shown)
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self._height}"'
            f' role="img" aria-labelledby="picture-title picture-desc"'
            ' font-family="DejaVu Sans, sans-serif" font-size="12">'
            f'<title id="picture-title">{escape(title)}</title>'
            f'<desc id="picture-desc">{escape(described)}</desc>'
        )
        yield from self._axis()
        for place, lane in enumerate(self._lanes):
            yield from self._lane(lane, TOP + LANE * place)
        yield "</svg>"

    def _x(self, at: datetime) -> float:
        share = (min(max(at, self._start), self._end) - self._start) / (self._end - self._start)
        return round(LEFT + share * (WIDTH - LEFT - 20), 1)

    def _axis(self) -> Iterator[str]:
        """Whole steps of the clock; the day is said where it changes."""
        step = next((s for s in _STEPS if (self._end - self._start) / s <= TICKS), _STEPS[-1])
        seconds = int(step.total_seconds())
        begin = int(self._start.timestamp()) // seconds * seconds
        bottom, day = self._height - 24, ""
        for moment in range(begin, int(self._end.timestamp()) + 1, seconds):
            at = datetime.fromtimestamp(moment, self._start.tzinfo)
            if at < self._start:
                continue
            x = self._x(at)
            if (today := f"{at:%Y-%m-%d}") != day:
                day = today
                yield f'<text x="{x}" y="12" fill="#1b1f24" font-size="11">{day}</text>'
            yield f'<line x1="{x}" y1="{TOP - 6}" x2="{x}" y2="{bottom}" stroke="#d0d7de"/>'
            yield f'<text x="{x}" y="{bottom + 16}" fill="#57606a">{at:%H:%M}</text>'
        yield f'<text x="0" y="{bottom + 16}" fill="#57606a">UTC</text>'

    def _lane(self, lane: Lane, y: int) -> Iterator[str]:
        yield f'<text x="0" y="{y + 15}" fill="#1b1f24">{escape(lane.name)}</text>'
        for bar in lane.bars:
            yield from self._bar(bar, y)
        for at, in_time, said in lane.marks:
            yield _mark(self._x(at), y + BAR / 2, in_time, f"{clock(at)} {said}")

    def _bar(self, bar: Bar, y: int) -> Iterator[str]:
        x, width = self._x(bar.start), max(self._x(bar.end) - self._x(bar.start), 2)
        said = f"{bar.label} {clock(bar.start)} - {clock(bar.end)}".strip()
        yield (
            f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{BAR}" rx="3"'
            f' fill="{bar.colour}"><title>{escape(said)}</title></rect>'
        )
        if bar.label and len(bar.label) * 7 < width:
            yield f'<text x="{x + 5}" y="{y + 15}" fill="#fff">{escape(bar.label)}</text>'


def _mark(x: float, y: float, in_time: bool, said: str) -> str:
    """A circle when kept, a triangle when late: colour is not all that tells them apart."""
    title = f"<title>{escape(said)}</title>"
    if in_time:
        return f'<circle cx="{x}" cy="{y}" r="6" fill="#1a7f37">{title}</circle>'
    points = f"{x},{y - 7} {x + 7},{y + 6} {x - 7},{y + 6}"
    return f'<polygon points="{points}" fill="#cf222e">{title}</polygon>'
