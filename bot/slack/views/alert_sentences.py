"""A sentence a fact of alerts. Their words come from outside, and are shown as words."""

from __future__ import annotations

from bot.incident import alert_facts as a
from bot.incident.ids import UserId
from bot.incident.suggestion import Gathered, Source
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.scene import Scene

QUOTED = 150


def alert_sentence(scene: Scene, fact: Fact) -> Mrkdwn:
    tongue = scene.tongue
    match fact:
        case a.FromMessage(message=message, link=link):
            return _from(scene, message, link)
        case a.AlertsLinked() | a.AlertsCarried():
            return _linked(tongue, fact)
        case a.AlertAcknowledged(alert=alert, user=user):
            known = scene.name_of(user) if user else alert.acknowledged_by or "?"
            return tell(
                tongue,
                "Alert acknowledged at its source by {who}: {title}",
                who=known,
                title=_title(alert),
            )
        case a.AlertCleared(alert=alert):
            return tell(tongue, "Alert cleared: {title}", title=_title(alert))
        case a.AlertFired(alert=alert):
            return tell(tongue, "Alert fires again: {title}", title=_title(alert))
    return Mrkdwn("")


def _from(scene: Scene, message: Source, link: str | None) -> Mrkdwn:
    is_person = message.by.startswith(("U", "W")) and not message.by_name
    name = scene.name_of(UserId(message.by)) if is_person else message.by_name or message.by
    said = scene.tongue.say("message")
    shown = blocks.link(link, said) if link else said
    return tell(scene.tongue, "From a {source} of {name}", source=shown, name=name)


def _linked(tongue: Tongue, fact: a.AlertsLinked | a.AlertsCarried) -> Mrkdwn:
    count = len(fact.alerts) + fact.more
    if not fact.alerts:
        return tell(tongue, "Alerts: {count}", count=count)
    first = fact.alerts[0]
    title, since = _title(first), blocks.moment(first.starts_at)
    if count == 1:
        return tell(tongue, "Alert since {since}: {title}", title=title, since=since)
    return tell(
        tongue,
        "Alerts: {count}, the first since {since}: {title}",
        count=count,
        since=since,
        title=title,
    )


def _title(alert: Gathered) -> str:
    return shortened(alert.title, QUOTED)
