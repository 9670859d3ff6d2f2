"""Alerts in a post-mortem: what each fact of theirs says, and those that the incident took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.incident import alert_facts as a
from bot.incident.postmortem.parts import Part, Row
from bot.incident.postmortem.words import clock
from bot.incident.suggestion import Gathered
from bot.incident.timeline import Fact
from bot.language import N_

if TYPE_CHECKING:
    from bot.incident.postmortem.sentences import Teller

COLUMNS = (N_("Alert"), N_("Source"), N_("Until"))


def alert_said(teller: Teller, fact: Fact) -> str:
    """Their words come from outside, and are words."""
    say = teller.tongue.say
    match fact:
        case a.FromMessage(message=message):
            name = message.by_name or teller.evidence.name(message.by)
            return say("From a {source} of {name}", source=say("message"), name=name)
        case a.AlertsLinked() | a.AlertsCarried():
            return _linked(teller, fact)
        case a.AlertAcknowledged(alert=alert, user=user):
            who = teller.evidence.name(user) if user else alert.acknowledged_by or "?"
            said = "Alert acknowledged at its source by {who}: {title}"
            return say(said, who=who, title=alert.title)
        case a.AlertCleared(alert=alert):
            return say("Alert cleared: {title}", title=alert.title)
        case a.AlertFired(alert=alert):
            return say("Alert fires again: {title}", title=alert.title)
    return ""


def _linked(teller: Teller, fact: a.AlertsLinked | a.AlertsCarried) -> str:
    count = len(fact.alerts) + fact.more
    if not fact.alerts:
        return teller.tongue.say("Alerts: {count}", count=count)
    first = fact.alerts[0]
    title, since = first.title, clock(first.starts_at)
    if count == 1:
        return teller.tongue.say("Alert since {since}: {title}", title=title, since=since)
    said = "Alerts: {count}, the first since {since}: {title}"
    return teller.tongue.say(said, count=count, title=title, since=since)


def alerts(teller: Teller) -> Part:
    say, found = teller.tongue.say, teller.evidence.incident.alerts
    if not found.linked:
        return Part(rows=(Row(key="none", cells=(say("No alert is on record."),)),))
    rows = [
        _row(teller, one) for one in sorted(found.linked, key=lambda one: (one.starts_at, one.id))
    ]
    if found.more:
        rows.append(Row(key="more", cells=(say("and {count} more", count=found.more), "", "")))
    return Part(columns=tuple(say(column) for column in COLUMNS), rows=tuple(rows))


def _row(teller: Teller, one: Gathered) -> Row:
    """Linked to where the alert comes from, else to what was said when it fired."""
    cells = (one.title, one.source, clock(one.ends_at) if one.ends_at else "")
    row = teller.evidence.row(f"alert:{one.id}", *cells, at=one.starts_at)
    link = _address(one.link)
    return row.model_copy(update={"link": link, "shows": "source"}) if link else row


def _address(link: str | None) -> str:
    """What others told may be no address of the web."""
    return link if link and link.lower().startswith(("https://", "http://")) else ""
