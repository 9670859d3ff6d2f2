"""Earlier incidents in a post-mortem: why, what was left, how often; and nothing private."""

from __future__ import annotations

from datetime import timedelta

from bot.incident.ids import ChannelId, IncidentId
from bot.incident.postmortem.document import document
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.sections import Section
from bot.incident.repeat_facts import Because, RepeatConfirmed, Repeats, Similar
from bot.incident.repeats import Earlier, Past
from bot.incident.timeline import TimelineEntry
from bot.language import Tongue
from tests.incident.postmortem.test_markers import action
from tests.storage.values import ANA, NOW, incident, minutes

DAY = timedelta(days=1)


def past(number: int, *actions: object) -> Past:
    return Past.model_validate(
        {
            "id": f"incident-{number}",
            "number": number,
            "title": "Cache is cold",
            "declared_at": NOW - 7 * DAY,
            "channel": ChannelId(f"C{number}"),
            "actions": actions,
        }
    )


def lines(evidence: Evidence) -> list[str]:
    rows = document(evidence, Tongue()).section(Section.REPEATS).part.rows
    assert all(row.link for row in rows if row.key.startswith(("past", "left:")))
    return [row.cells[0] for row in rows]


def test_it_says_why_who_said_so_what_was_left_and_how_often() -> None:
    found = Repeats(
        similar=(
            Similar(number=7, because=Because.ALERT),
            Similar(number=5, because="same service"),
        ),
        of=(7,),
    )
    said = TimelineEntry(
        incident=IncidentId("incident-9"),
        occurred_at=NOW,
        recorded_at=NOW,
        by=ANA,
        fact=RepeatConfirmed(number=7),
    )
    late = action(2, owner=ANA, due_at=NOW - DAY)
    copied = action(3, source="C7:1", text="as the message says", due_at=NOW + DAY)
    evidence = Evidence(
        incident=incident(9, repeats=found),
        facts=[said],
        earlier=Earlier(past=(past(7, late, copied), past(5)), chain=(3, 7), visible=(5, 7)),
        site="https://example.slack.com",
    )

    assert lines(evidence) == [
        "Times it had happened before: 2 (INC-3, INC-7)",
        "Action items left open by these: 2, late when it began: 1",
        f"INC-7 Cache is cold, 2026-11-14: a repeat, says {ANA} · the same alert",
        f"INC-7, still to do: 2. Add an alert ({ANA}, 2026-11-20)",
        "INC-7, still to do: action item 3 (nobody yet, 2026-11-22)",
        "INC-5 Cache is cold, 2026-11-14: the same service",
    ]


def test_what_not_everybody_may_see_is_named_nowhere_in_it() -> None:
    hidden = Repeats(similar=(Similar(number=7, because=Because.WORDS),), of=(7,))
    facts = [
        TimelineEntry(
            incident=IncidentId("incident-9"),
            occurred_at=minutes(1),
            recorded_at=minutes(1),
            fact=RepeatConfirmed(number=7),
        )
    ]
    one = incident(9, repeats=hidden, alike=(7,), related=(7, 8))
    evidence = Evidence(incident=one, facts=facts, earlier=Earlier(visible=(8,)))

    made = document(evidence, Tongue())

    assert lines(evidence) == ["Related to INC-8"]
    assert "INC-7" not in str([told.part for told in made.told])
