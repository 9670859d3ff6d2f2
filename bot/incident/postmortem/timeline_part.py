"""The timeline of a post-mortem: each key event once, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident import changes as c
from bot.incident.entry import Entry
from bot.incident.postmortem.later_said import OF_THE_REVIEW
from bot.incident.postmortem.parts import Part, Row
from bot.incident.postmortem.sentences import Teller
from bot.incident.postmortem.words import severity_named
from bot.incident.timeline import KEY_FACTS, Declared, Fact, TimelineEntry
from bot.incident.updates_facts import UpdateSent
from bot.language import N_

TOLD = (KEY_FACTS | {"reason_given", "related_unlinked"}) - OF_THE_REVIEW
"""How the document was reviewed is told where it says how complete it is."""
COLUMNS = (N_("What"), N_("Impact"), N_("Who"))


def timeline(teller: Teller) -> Part:
    evidence = teller.evidence
    facts = [
        (one, evidence.keys[number])
        for number, one in enumerate(evidence.facts)
        if one.fact.kind in TOLD and not _is_an_entry(one.fact)
    ]
    found: list[tuple[TimelineEntry | Entry, str]] = [*facts]
    found += [(one, f"entry:{one.id}") for one in evidence.entries if one.shown]
    found.sort(key=lambda one: (one[0].occurred_at, one[0].recorded_at))
    rows = (_row(teller, line, key) for line, key in found)
    columns = tuple(teller.tongue.say(column) for column in COLUMNS)
    return Part(columns=columns, rows=tuple(row for row in rows if row is not None))


def _is_an_entry(fact: Fact) -> bool:
    """A decision that was typed is its key entry, and told there."""
    return isinstance(fact, c.WayChosen) and fact.entry is not None


def _row(teller: Teller, line: TimelineEntry | Entry, key: str) -> Row | None:
    evidence = teller.evidence
    if isinstance(line, Entry):
        what, impact, link = teller.entry(line), "", evidence.of_entry(line)
        who = evidence.actor(line.by, line.occurred_at, teller.tongue, line.by_name)
    else:
        what, impact = teller.fact(line.fact), _impact(teller, line.fact)
        who = evidence.actor(line.by, line.occurred_at, teller.tongue)
        link = evidence.of_effect(*_effects(line.fact))
    if not what:
        return None
    return evidence.row(key, what, impact, who, at=line.occurred_at, link=link)


def _effects(fact: Fact) -> Iterator[str]:
    """The keys of the messages that told of it, the channel's own first."""
    if isinstance(fact, UpdateSent):
        for place in ("responders", "internal", ""):
            yield f"update:{fact.id}:{place}"
    elif isinstance(fact, Declared):
        yield "card"


def _impact(teller: Teller, fact: Fact) -> str:
    """Where it was said, or how bad it was held to be."""
    policy, tongue = teller.evidence.policy, teller.tongue
    match fact:
        case Declared(impact=impact):
            return impact
        case c.ImpactChanged(after=after):
            return after
        case c.SeverityChanged(after=after):
            return severity_named(policy, tongue, after)
    return ""
