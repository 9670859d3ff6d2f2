"""The checklists as shipped; a team's own replace them phase by phase."""

from __future__ import annotations

from datetime import timedelta

from bot.incident.checklist import LOWEST_RANK, Item, Phase, Sight
from bot.language import N_

GRAVE = 2
"""sev1 and sev2."""


def _item(
    phase: Phase,
    key: str,
    message: str,
    *,
    minutes: int | None = None,
    down_to: int = LOWEST_RANK,
    sight: Sight | None = None,
) -> Item:
    after = None if minutes is None else timedelta(minutes=minutes)
    return Item(key=key, phase=phase, message=message, after=after, down_to=down_to, sight=sight)


_DECLARE = (
    _item(Phase.DECLARE, "title", N_("The title says what people notice, not the cause")),
    _item(
        Phase.DECLARE,
        "commander",
        N_("Severity set (the higher if unsure), incident commander named"),
        minutes=5,
        sight=Sight.IC,
    ),
    _item(
        Phase.DECLARE,
        "acknowledged",
        N_("Alert acknowledged"),
        minutes=5,
        sight=Sight.ACKNOWLEDGED,
    ),
    _item(
        Phase.DECLARE,
        "called",
        N_("Channel open, people called in, incident announced"),
        minutes=5,
        sight=Sight.ROOM,
    ),
    _item(Phase.DECLARE, "service", N_("Affected service named"), sight=Sight.SERVICE),
    _item(Phase.DECLARE, "started", N_("Start of the impact noted"), sight=Sight.STARTED),
    _item(Phase.DECLARE, "alerts_linked", N_("Alerts linked")),
    _item(Phase.DECLARE, "changes", N_("Recent changes looked at: deployments, flags, settings")),
)
_ORGANISE = (
    _item(
        Phase.ORGANISE,
        "roles",
        N_("Every role held by somebody"),
        minutes=10,
        down_to=GRAVE,
        sight=Sight.ROLES,
    ),
    _item(Phase.ORGANISE, "bridge", N_("Call open, its link in the channel"), down_to=GRAVE),
    _item(
        Phase.ORGANISE,
        "first_message",
        N_("First customer message sent, or decided against"),
        minutes=15,
        down_to=GRAVE,
    ),
    _item(
        Phase.ORGANISE,
        "timeline",
        N_("Timeline started: what was seen and done, and when"),
        minutes=15,
    ),
    _item(Phase.ORGANISE, "teams", N_("Teams of their own for separate problems?"), down_to=GRAVE),
    _item(Phase.ORGANISE, "security", N_("Security concerned?")),
    _item(Phase.ORGANISE, "data", N_("Personal data concerned?")),
)
_INVESTIGATE = (
    _item(Phase.INVESTIGATE, "impact", N_("State and impact said in one line"), sight=Sight.IMPACT),
    _item(Phase.INVESTIGATE, "hypotheses", N_("Possible causes listed")),
    _item(Phase.INVESTIGATE, "one_change", N_("One change at a time, each announced")),
    _item(Phase.INVESTIGATE, "way_back", N_("A way back for every change")),
    _item(Phase.INVESTIGATE, "updates", N_("Next update promised, with its time"), down_to=GRAVE),
    _item(
        Phase.INVESTIGATE,
        "decided",
        N_("Decided: fix forward or roll back"),
        minutes=15,
        down_to=GRAVE,
        sight=Sight.DECIDED,
    ),
    _item(
        Phase.INVESTIGATE,
        "half_hour",
        N_("After 30 minutes: escalate or roll back"),
        minutes=30,
        down_to=GRAVE,
        sight=Sight.MITIGATED,
    ),
    _item(
        Phase.INVESTIGATE,
        "relief",
        N_("After 4 hours: release the first team"),
        minutes=240,
        down_to=GRAVE,
    ),
)
_MITIGATE = (
    _item(Phase.MITIGATE, "objections", N_("Strong objections asked for")),
    _item(Phase.MITIGATE, "who", N_("Said: who does what, when, and how success shows")),
    _item(Phase.MITIGATE, "watched", N_("Effect watched for some minutes")),
    _item(Phase.MITIGATE, "mitigated", N_("Mitigated, with its time"), sight=Sight.MITIGATED),
)
_MONITOR = (
    _item(Phase.MONITOR, "alerts_clear", N_("All alerts cleared")),
    _item(Phase.MONITOR, "backlog", N_("Backlog worked off: queues, retries, late jobs")),
    _item(Phase.MONITOR, "customers", N_("Customers or support confirm"), down_to=GRAVE),
    _item(Phase.MONITOR, "slower", N_("Slower updates announced"), down_to=GRAVE),
)
_RESOLVE = (
    _item(
        Phase.RESOLVE,
        "confirmed",
        N_("End confirmed by the incident commander"),
        sight=Sight.RESOLVED,
    ),
    _item(
        Phase.RESOLVE,
        "moments",
        N_("Started, detected, mitigated and resolved: all times known"),
        sight=Sight.MOMENTS,
    ),
    _item(Phase.RESOLVE, "duration", N_("Duration noted"), sight=Sight.DURATION),
    _item(
        Phase.RESOLVE,
        "lasting",
        N_("Lasting effects said, or that there are none"),
        sight=Sight.LASTING,
    ),
    _item(Phase.RESOLVE, "final", N_("Final message sent to every audience"), minutes=60),
    _item(Phase.RESOLVE, "thanks", N_("People thanked and released")),
    _item(Phase.RESOLVE, "owner", N_("Owner of the post-mortem named"), down_to=GRAVE),
    _item(Phase.RESOLVE, "parked", N_("Open questions collected for the post-mortem")),
    _item(
        Phase.RESOLVE,
        "temporary",
        N_("Temporary measures to undo noted as actions: limits, jobs, silences"),
    ),
)
_AFTER = (
    _item(Phase.AFTER, "draft", N_("Post-mortem drafted"), minutes=2880, down_to=GRAVE),
    _item(
        Phase.AFTER,
        "meeting",
        N_("Post-mortem meeting scheduled"),
        minutes=2880,
        down_to=GRAVE,
    ),
    _item(Phase.AFTER, "interviews", N_("People who were there heard"), down_to=GRAVE),
    _item(Phase.AFTER, "actions", N_("Every action has an owner and a date")),
    _item(
        Phase.AFTER,
        "published",
        N_("Post-mortem published, incident closed"),
        down_to=GRAVE,
        sight=Sight.CLOSED,
    ),
    _item(Phase.AFTER, "archived", N_("Channel archived"), sight=Sight.ARCHIVED),
)
SHIPPED_CHECKLISTS: tuple[Item, ...] = (
    *_DECLARE,
    *_ORGANISE,
    *_INVESTIGATE,
    *_MITIGATE,
    *_MONITOR,
    *_RESOLVE,
    *_AFTER,
)
