"""The moments of an incident with what they add up to, and the form that sets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.incident.fields import fields_of
from bot.incident.lifecycle import Status
from bot.incident.metrics import METRICS, Metric
from bot.incident.moments import EDITABLE, Moment
from bot.incident.timeline import Fact
from bot.incident.when import TypedTime
from bot.incident.zones import zone_name
from bot.language import N_, Tongue
from bot.language.durations import duration
from bot.slack.views import blocks, inputs, state
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.incident_form import IncidentForm, Typed
from bot.slack.views.names import moment_name
from bot.slack.views.resolving import RESOLVE
from bot.slack.views.scene import Scene

_METRIC = {
    Moment.DETECTED: N_("Time to detect"),
    Moment.ACKNOWLEDGED: N_("Time to acknowledge"),
    Moment.MITIGATED: N_("Time to mitigate"),
    Moment.RESOLVED: N_("Time to resolve"),
}
_BEFORE_MITIGATED = frozenset({Status.INVESTIGATING, Status.IDENTIFIED})


def times(scene: Scene) -> Answer:
    reference = scene.incident.reference
    lines = [tell(scene.tongue, "*{reference}*: its moments", reference=reference)]
    lines += [_moment(scene, moment) for moment in Moment]
    lines += [_metric(scene, metric) for metric in METRICS]
    lines += out_of_order(scene)
    return Answer(blocks.joined(lines), (blocks.buttons(_change(scene)),))


def out_of_order(scene: Scene) -> Iterator[Mrkdwn]:
    tongue = scene.tongue
    for before, after in scene.incident.moments.out_of_order():
        yield tell(
            tongue,
            ":warning: *{after}* is earlier than *{before}*. Is that right?",
            after=moment_name(tongue, after),
            before=moment_name(tongue, before),
        )


def understood(scene: Scene, facts: Sequence[Fact], read: TypedTime | None) -> Answer:
    """What was set, with the time as it was read; whatever does not fit is one press away."""
    notes = []
    if read is not None:
        local = read.at.astimezone(read.zone)
        shown = {"time": f"{local:%Y-%m-%d %H:%M}", "zone": zone_name(read.zone)}
        notes.append(tell(scene.tongue, "I read that as {time}, {zone}.", **shown))
    answer = state.changed(scene, facts, *notes, *out_of_order(scene))
    return replace(answer, more=(blocks.buttons(_change(scene), *_next(scene)),))


def which(
    tongue: Tongue, said: Mrkdwn, line: str, options: Sequence[datetime], words: str = ""
) -> Answer:
    """A time that was twice or never: which of the two is meant is one press.

    `line` is typed before the time, `words` after it.
    """
    shown = [(at, at.isoformat(timespec="minutes")) for at in options]
    lines = ((f"{at:%H:%M %z}", f"{line} {time} {words}".strip()) for at, time in shown)
    return Answer(said, (blocks.runs(*lines),))


def _moment(scene: Scene, moment: Moment) -> Mrkdwn:
    tongue, at = scene.tongue, scene.incident.moments.at(moment)
    shown = blocks.moment(at) if at else tongue.say("unknown")
    name = moment_name(tongue, moment).capitalize()
    return tell(tongue, "• {moment}: {at}", moment=name, at=shown)


def _metric(scene: Scene, metric: Metric) -> Mrkdwn:
    """With its definition, for tools differ in what they call by these names."""
    tongue, moments = scene.tongue, scene.incident.moments
    taken, beside = metric.of(moments), metric.beside_of(moments)
    said = tell(
        tongue,
        "*{metric}*: {span} ({since} → {to})",
        metric=tongue.say(_METRIC[metric.to]),
        span=duration(tongue, taken) if taken is not None else tongue.say("unknown"),
        since=moment_name(tongue, metric.since),
        to=moment_name(tongue, metric.to),
    )
    if metric.beside is None or beside is None:
        return said
    since = moment_name(tongue, metric.beside)
    span = duration(tongue, beside)
    return tell(tongue, "{said}, {span} since {moment}", said=Part(said), span=span, moment=since)


def _change(scene: Scene) -> Block:
    return blocks.opens(scene.tongue.say("Change…"), TIMES.name, scene.incident.id)


def _next(scene: Scene) -> Iterator[Block]:
    """A moment set by hand leaves the status as it is; the status that goes with it is offered."""
    incident, tongue = scene.incident, scene.tongue
    if incident.is_open and incident.moments.resolved:
        yield blocks.opens(tongue.say("Resolve…"), RESOLVE.name, incident.id)
    elif incident.status in _BEFORE_MITIGATED and incident.moments.mitigated:
        line = (tongue.say("Set to monitoring"), f"status {incident.reference} monitoring")
        yield blocks.runs(line)["elements"][0]


def _draw(scene: Scene, typed: Typed) -> Sequence[Block]:
    now = {**fields_of(scene.incident), **typed}
    return [
        inputs.moment(
            f"moment.{moment.value}",
            moment_name(scene.tongue, moment).capitalize(),
            moment_of(now, moment),
        )
        for moment in EDITABLE
    ]


def moment_of(values: Typed, moment: Moment) -> datetime | None:
    """What a form's picker holds."""
    seconds = values.get(f"moment.{moment.value}")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


TIMES = IncidentForm("times", N_("Moments"), N_("Save"), _draw)
