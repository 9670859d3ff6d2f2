"""Alerts that an incident took stand in its post-mortem, and their words are only words."""

from __future__ import annotations

from bot.incident.alert_facts import AlertCleared, Alerts, AlertsLinked
from bot.incident.postmortem.document import document
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.sections import Section
from bot.incident.suggestion import Gathered
from bot.incident.timeline import TimelineEntry
from bot.language import Tongue
from tests.storage.values import NOW, incident, minutes


def alert(link: str = "https://alerts.example.com/1") -> Gathered:
    return Gathered(
        id="1", dedup_key="k", source="grafana", title="Latency", starts_at=NOW, link=link
    )


def rows(section: Section, evidence: Evidence) -> list[tuple[str, ...]]:
    return [row.cells for row in document(evidence, Tongue()).section(section).part.rows]


def test_alerts_stand_in_their_section_and_on_the_timeline() -> None:
    over = alert().model_copy(update={"ends_at": minutes(5)})
    facts = [
        TimelineEntry(incident=incident().id, occurred_at=at, recorded_at=at, fact=fact)
        for at, fact in (
            (NOW, AlertsLinked(alerts=(alert(),))),
            (minutes(5), AlertCleared(alert=over)),
        )
    ]
    found = Evidence(incident=incident(alerts=Alerts(linked=(over,))), facts=facts)

    assert rows(Section.ALERTS, found) == [("Latency", "grafana", "2026-11-21 14:35 UTC")]
    told = [cells[0] for cells in rows(Section.TIMELINE, found)]
    assert told == ["Alert since 2026-11-21 14:30 UTC: Latency", "Alert cleared: Latency"]


def test_without_alerts_it_says_so() -> None:
    assert rows(Section.ALERTS, Evidence(incident=incident())) == [("No alert is on record.",)]


def test_only_an_address_of_the_web_becomes_a_link() -> None:
    bad = incident(alerts=Alerts(linked=(alert("javascript:alert(1)"),)))

    [row] = document(Evidence(incident=bad), Tongue()).section(Section.ALERTS).part.rows
    assert row.link == ""
