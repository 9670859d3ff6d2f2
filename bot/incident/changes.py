"""The facts by which people run an incident; `evolve` says what each does to its state."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField

from bot.incident.chores import (
    ArchivingPutOff,
    ChannelArchived,
    ChannelUnarchived,
    GapNoted,
    ItemTicked,
    QuestionAnswered,
    QuestionAsked,
    TaskAdded,
    TaskChanged,
    TaskEnded,
    WayAsked,
    WayChosen,
)
from bot.incident.handover import HandoverEnd, HandoverId
from bot.incident.ids import IncidentId, UserId
from bot.incident.lifecycle import Status
from bot.incident.moments import Moment
from bot.incident.roles import Role


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class RoleTaken(_Fact):
    """`automatic`: the declarer is IC of a small incident until somebody takes it."""

    kind: Literal["role_taken"] = "role_taken"
    role: Role
    user: UserId
    before: UserId | None = None
    automatic: bool = False


class RoleDropped(_Fact):
    kind: Literal["role_dropped"] = "role_dropped"
    role: Role
    user: UserId


class HandoverOffered(_Fact):
    """Offered by `holder`, who is not always the one who typed it."""

    kind: Literal["handover_offered"] = "handover_offered"
    id: HandoverId
    roles: tuple[Role, ...]
    holder: UserId
    to: UserId
    note: str = ""


class HandoverEnded(_Fact):
    """Accepted: the roles follow as facts of their own."""

    kind: Literal["handover_ended"] = "handover_ended"
    id: HandoverId
    end: HandoverEnd


class StatusChanged(_Fact):
    """Also an end, a reopening and an unmerging: the pair says which."""

    kind: Literal["status_changed"] = "status_changed"
    before: Status
    after: Status
    reason: str = ""


class SeverityChanged(_Fact):
    kind: Literal["severity_changed"] = "severity_changed"
    before: str
    after: str
    reason: str = ""


class TitleChanged(_Fact):
    kind: Literal["title_changed"] = "title_changed"
    before: str
    after: str


class ImpactChanged(_Fact):
    kind: Literal["impact_changed"] = "impact_changed"
    before: str
    after: str


class ServiceChanged(_Fact):
    kind: Literal["service_changed"] = "service_changed"
    before: str | None
    after: str | None


class MomentSet(_Fact):
    """Set by a person; what the bot notes by itself follows from the other facts."""

    kind: Literal["moment_set"] = "moment_set"
    moment: Moment
    before: datetime | None
    after: datetime | None


class ReasonGiven(_Fact):
    """Why something was done, said after it was done: nothing waits for a reason."""

    kind: Literal["reason_given"] = "reason_given"
    about: str
    reason: str


class ResolutionNoted(_Fact):
    """What was done in the end, and what stays behind."""

    kind: Literal["resolution_noted"] = "resolution_noted"
    done: str
    lasting: str = ""


class MergedInto(_Fact):
    """This one goes on in another; its status change is a fact of its own."""

    kind: Literal["merged_into"] = "merged_into"
    other: IncidentId
    number: int
    hidden: bool = False
    """The other one is private, and whoever sees this one must not learn of it."""


class TookIn(_Fact):
    """Another one goes on in this one, which takes the higher severity and earliest moments."""

    kind: Literal["took_in"] = "took_in"
    other: IncidentId
    number: int
    started: datetime | None = None
    detected: datetime | None = None
    on_it: tuple[UserId, ...] = ()


class Unmerged(_Fact):
    """The two are two again; `number` is the other one's, and `hidden` when it is private."""

    kind: Literal["unmerged"] = "unmerged"
    number: int
    hidden: bool = False


class RelatedLinked(_Fact):
    kind: Literal["related_linked"] = "related_linked"
    number: int


class RelatedUnlinked(_Fact):
    kind: Literal["related_unlinked"] = "related_unlinked"
    number: int


class PostmortemWaived(_Fact):
    kind: Literal["postmortem_waived"] = "postmortem_waived"
    reason: str


class QuietAsked(_Fact):
    kind: Literal["quiet_asked"] = "quiet_asked"
    until: datetime | None


Change = Annotated[
    RoleTaken
    | RoleDropped
    | HandoverOffered
    | HandoverEnded
    | StatusChanged
    | SeverityChanged
    | TitleChanged
    | ImpactChanged
    | ServiceChanged
    | MomentSet
    | ReasonGiven
    | ResolutionNoted
    | MergedInto
    | TookIn
    | Unmerged
    | RelatedLinked
    | RelatedUnlinked
    | PostmortemWaived
    | ArchivingPutOff
    | ChannelArchived
    | ChannelUnarchived
    | QuietAsked
    | TaskAdded
    | TaskChanged
    | TaskEnded
    | ItemTicked
    | WayAsked
    | WayChosen
    | QuestionAsked
    | QuestionAnswered
    | GapNoted,
    PydanticField(discriminator="kind"),
]

__all__ = [
    "ArchivingPutOff",
    "Change",
    "ChannelArchived",
    "ChannelUnarchived",
    "GapNoted",
    "HandoverEnded",
    "HandoverOffered",
    "ImpactChanged",
    "ItemTicked",
    "MergedInto",
    "MomentSet",
    "PostmortemWaived",
    "QuestionAnswered",
    "QuestionAsked",
    "QuietAsked",
    "ReasonGiven",
    "RelatedLinked",
    "RelatedUnlinked",
    "ResolutionNoted",
    "RoleDropped",
    "RoleTaken",
    "ServiceChanged",
    "SeverityChanged",
    "StatusChanged",
    "TaskAdded",
    "TaskChanged",
    "TaskEnded",
    "TitleChanged",
    "TookIn",
    "Unmerged",
    "WayAsked",
    "WayChosen",
]
