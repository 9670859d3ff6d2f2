"""The facts of an incident, in the words of the field; its timeline is made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, NewType

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField
from sqlmodel import SQLModel

from bot.incident.action_facts import ActionAnswered
from bot.incident.alert_facts import AlertFact
from bot.incident.changes import Change
from bot.incident.escalation_facts import EscalationFact
from bot.incident.export_facts import Exported
from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.postmortem.facts import PostmortemFact
from bot.incident.postmortem.review_facts import ReviewFact
from bot.incident.record_facts import HistoryRead, WordsErased
from bot.incident.repeat_facts import RepeatFact
from bot.incident.scribing import ScribingBegun, ScribingEnded
from bot.incident.updates_facts import UpdatesFact


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Declared(_Fact):
    kind: Literal["declared"] = "declared"
    title: str
    severity: str
    private: bool = False
    impact: str = ""
    service: str | None = None
    drill: bool = False
    severity_assumed: bool = False
    """Nobody has chosen it."""


class LikenessNoted(_Fact):
    """Nobody said whether these two are one; both cards name the other."""

    kind: Literal["likeness_noted"] = "likeness_noted"
    other: int


class ChannelOpened(_Fact):
    """`adopted`: it was there before, and what was said in it."""

    kind: Literal["channel_opened"] = "channel_opened"
    channel: ChannelId
    name: str
    adopted: bool = False


class ChannelRenamed(_Fact):
    kind: Literal["channel_renamed"] = "channel_renamed"
    name: str


class ChannelMoved(_Fact):
    """Slack gave the channel another id, as it does when a private one is shared."""

    kind: Literal["channel_moved"] = "channel_moved"
    before: ChannelId
    after: ChannelId


class JoinAsked(_Fact):
    """Somebody pressed *Join*: a promise that they will be let in."""

    kind: Literal["join_asked"] = "join_asked"
    user: UserId


class RepairAsked(_Fact):
    kind: Literal["repair_asked"] = "repair_asked"
    effects: tuple[str, ...]


Fact = Annotated[
    Declared
    | ActionAnswered
    | LikenessNoted
    | ChannelOpened
    | ChannelRenamed
    | ChannelMoved
    | JoinAsked
    | RepairAsked
    | ScribingBegun
    | ScribingEnded
    | HistoryRead
    | WordsErased
    | Change
    | EscalationFact
    | Exported
    | RepeatFact
    | ReviewFact
    | PostmortemFact
    | UpdatesFact
    | AlertFact,
    PydanticField(discriminator="kind"),
]


Arrival = NewType("Arrival", int)
"""The number of a fact on all timelines together, in the order in which facts were written."""


class TimelineEntry(SQLModel):
    """One fact, when it happened, when it was written down, and by whom (None: the bot)."""

    model_config = ConfigDict(frozen=True)  # type: ignore[assignment]

    incident: IncidentId
    occurred_at: datetime
    recorded_at: datetime
    by: UserId | None = None
    fact: Fact


SHOWN_CHANGES = frozenset(
    {
        "role_taken",
        "role_dropped",
        "handover_ended",
        "status_changed",
        "severity_changed",
        "title_changed",
        "impact_changed",
        "service_changed",
        "moment_set",
        "merged_into",
        "took_in",
        "unmerged",
        "way_chosen",
        "task_ended",
        "gap_noted",
        "update_sent",
        "history_read",
        "paged",
        "step_waived",
        "picked_up",
        "from_message",
        "alerts_linked",
        "alert_acknowledged",
        "alert_cleared",
        "alert_fired",
        "alerts_carried",
    }
)
"""The facts of which people want to hear when they look at an incident."""
LATEST_FACTS = SHOWN_CHANGES - {"way_chosen"}
"""Of a decision its key entry tells, with who may object."""
KEY_FACTS = LATEST_FACTS | {
    "declared",
    "related_linked",
    "resolution_noted",
    "repeat_confirmed",
    "repeat_denied",
    "postmortem_owner",
    "postmortem_meeting",
    "postmortem_in_review",
    "postmortem_reviewed",
    "postmortem_published",
    "postmortem_waived",
}
"""The facts that stand on the timeline beside its key entries."""
