"""The key figures of a post-mortem in words: each with its definition, target and actual."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.postmortem.effort import hours_worked, out_of_hours
from bot.incident.postmortem.figures import DEFINITIONS, NAMES, Figure, figures
from bot.incident.postmortem.parts import Part, Row, Shows
from bot.incident.postmortem.promises import punctuality
from bot.incident.postmortem.sentences import Teller
from bot.incident.postmortem.words import span
from bot.incident.updates_facts import UpdateSent
from bot.language import N_, Tongue

COLUMNS = (N_("Figure"), N_("Actual"), N_("Target"), N_("What it measures"))
UNKNOWN = N_("unknown")


def key_figures(teller: Teller) -> Part:
    evidence, tongue = teller.evidence, teller.tongue
    measured = figures(evidence.incident, evidence.facts, evidence.policy)
    rows = [*(_row(teller, one) for one in measured), *_updates(teller), *_people(teller)]
    return Part(columns=tuple(tongue.say(column) for column in COLUMNS), rows=tuple(rows))


def _row(teller: Teller, figure: Figure) -> Row:
    """Linked to what was said when it came to its end."""
    evidence, tongue = teller.evidence, teller.tongue
    actual = tongue.say(UNKNOWN) if figure.span is None else span(tongue, figure.span)
    if figure.beside is not None:
        since = tongue.say("since detected: {span}", span=span(tongue, figure.beside))
        actual = f"{actual} · {since}"
    cells = (tongue.say(NAMES[figure.key]), actual, _target(tongue, figure))
    at = figure.until if figure.span is not None else None
    definition = tongue.say(DEFINITIONS[figure.key])
    return evidence.untimed(f"figure:{figure.key}", *cells, definition, at=at)


def _target(tongue: Tongue, figure: Figure) -> str:
    if figure.target is None:
        return ""
    target = span(tongue, figure.target)
    if figure.span is None:
        return target
    if figure.missed:
        over = span(tongue, figure.span - figure.target)
        return tongue.say("{target}, missed by {over}", target=target, over=over)
    return tongue.say("{target}, kept", target=target)


def _updates(teller: Teller) -> Iterator[Row]:
    tongue, found = teller.tongue, punctuality(teller.evidence.facts)
    sent = [one.fact.id for one in teller.evidence.facts if isinstance(one.fact, UpdateSent)]
    link = teller.evidence.of_effect(f"update:{sent[-1]}:") if sent else ""
    kept = tongue.say("{kept} of {made} kept", kept=found.kept, made=found.made)
    late = tongue.say("{late} late", late=found.late)
    skipped = tongue.say("{skipped} skipped", skipped=found.skipped)
    shown = [kept, late, skipped] if found.skipped else [kept, late]
    yield _told(
        "promises",
        link,
        tongue.say("Promised updates"),
        ", ".join(shown) if found.made else tongue.say("none was promised"),
        "",
        tongue.say("updates whose readers had been told a time, kept up to 1 min after it"),
    )
    if found.middle is not None and found.latest is not None:
        yield _told(
            "lateness",
            link,
            tongue.say("Lateness of updates"),
            tongue.say(
                "median {middle}, worst {worst}",
                middle=span(tongue, found.middle),
                worst=span(tongue, found.latest),
            ),
            "",
            tongue.say("of the promised updates that came late"),
        )


def _people(teller: Teller) -> Iterator[Row]:
    tongue, worked = teller.tongue, hours_worked(teller.evidence)
    room = teller.evidence.channel_link()
    yield _told(
        "people",
        room,
        tongue.say("People"),
        str(len(worked)),
        "",
        tongue.say("who wrote in the channel, made an entry or changed something until the end"),
        shows="channel",
    )
    yield _told(
        "out_of_hours",
        room,
        tongue.say("Out of hours"),
        tongue.say("{hours} h", hours=out_of_hours(teller.evidence)),
        "",
        tongue.say(
            "of all people together, the clock hours in which they did so outside of the working"
            " hours of their own time zone"
        ),
        shows="channel",
    )


def _told(key: str, link: str, *cells: str, shows: Shows = "message") -> Row:
    return Row(key=f"figure:{key}", cells=cells, link=link, shows=shows)
