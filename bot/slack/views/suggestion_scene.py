"""What the card of a suggestion is drawn from, and the words that several views share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.severity import Severity
from bot.incident.suggestion import Gathered, Suggestion
from bot.language import Tongue
from bot.slack.views import blocks
from bot.slack.views.blocks import Mrkdwn, Part, tell

OFFERED = 3
"""So many severities have a button; a card holds no more."""


@dataclass(frozen=True, slots=True)
class SuggestionScene:
    suggestion: Suggestion
    policy: Policy
    tongue: Tongue
    now: datetime
    site: str = ""
    incident: Incident | None = None
    """Which took it; None as well if that is private."""
    near: Incident | None = None
    names: Mapping[UserId, str] = field(default_factory=dict)
    card: str | None = None
    """The address of its card."""

    def name_of(self, user: UserId | None) -> str:
        return self.names.get(user, user) if user else ""

    @property
    def offered(self) -> Sequence[Severity]:
        """The one that its alerts stand for comes first."""
        chosen = self.policy.severities.get(self.suggestion.severity or "")
        first = [chosen] if chosen else []
        others = [level for level in self.policy.severities if level not in first]
        return [*first, *others][:OFFERED]


def outside(url: str, label: str) -> Part:
    """A link that somebody else sent, with where it leads."""
    host = urlsplit(url).hostname or ""
    return blocks.link(url, f"{label} ({host})" if label else host)


def guides(tongue: Tongue, alerts: Sequence[Gathered]) -> Iterator[Mrkdwn]:
    """Links of alerts, each once; that there is no runbook is said."""
    told = (
        (tongue.say("Alert"), [one.link for one in alerts]),
        (tongue.say("Runbook"), [one.runbook for one in alerts]),
        (tongue.say("Dashboard"), [one.dashboard for one in alerts]),
    )
    for label, links in told:
        for url in list(dict.fromkeys(link for link in links if link))[:OFFERED]:
            yield Mrkdwn(outside(url, label))
    if alerts and not any(one.runbook for one in alerts):
        yield tell(tongue, "no runbook")


def message_link(scene: SuggestionScene) -> Part | None:
    source = scene.suggestion.source
    url = source.link(scene.site) if source else None
    return blocks.link(url, scene.tongue.say("message")) if url else None
