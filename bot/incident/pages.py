"""Pages: who was called for an incident, why, and who has taken it up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NewType

from pydantic import BaseModel, ConfigDict, Field

from bot.incident.escalation import NOTICE, Condition, Way
from bot.incident.ids import ChannelId, UserId
from bot.incident.on_call import Callee

PageId = NewType("PageId", str)
OURS = "incident-bot"
"""By this others recognise what the bot has raised with them, and the bot what comes back."""
"""Also the key by which its receiver drops a page that comes twice."""
_OF_ONE_CHAIN = frozenset({Condition.ELAPSED, Condition.NOT_ACKNOWLEDGED, Condition.NO_IC})


class Cause(BaseModel):
    """The rule by which somebody was called; of a page by hand there is none."""

    model_config = ConfigDict(frozen=True)

    step: str
    when: Condition
    after: timedelta


class Page(BaseModel):
    """As it was sent: what becomes of the incident later does not change its words."""

    model_config = ConfigDict(frozen=True)

    id: PageId
    at: datetime
    who: str
    """Whom the step calls, by its word; empty for a page by hand."""
    people: tuple[Callee, ...] = ()
    ways: tuple[Way, ...] = ()
    """Tried in this order."""
    pager: str = ""
    """The environment variable that holds the key of the service to page."""
    cause: Cause | None = None
    by: UserId | None = None
    why: str = ""
    title: str = ""
    severity: str = ""
    room: ChannelId | None = None
    taken_by: UserId | None = None
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    """Since when it calls nobody any more, taken or not."""

    @property
    def is_open(self) -> bool:
        return self.taken_at is None and self.ended_at is None

    @property
    def users(self) -> tuple[UserId, ...]:
        return tuple(one.user for one in self.people if one.user)

    @property
    def is_of_the_chain(self) -> bool:
        """Of those that go on until anybody has taken the incident up."""
        return self.cause is not None and self.cause.when in _OF_ONE_CHAIN


PAGE = "page:"
"""Before a page's id in the keys of the effects by which it goes out."""


class Pressure(BaseModel):
    """The part of an incident's state that escalation needs."""

    model_config = ConfigDict(frozen=True)

    since: datetime | None = None
    """From when the matrix counts: the declaration, or the last reopening. None: not at all."""
    round: int = 1
    changed_at: datetime | None = None
    """When something last made steps due that were not: a severity, or that it goes on."""
    acknowledged_at: datetime | None = None
    progress_at: datetime | None = None
    """The last change by a person; key entries are kept elsewhere."""
    fired: dict[str, datetime] = Field(default_factory=dict)
    """By the key of the step, in this round."""
    waived: dict[str, UserId] = Field(default_factory=dict)
    on_it: tuple[UserId, ...] = ()
    """Who has said that they are, here or where an alert or a page came from."""
    pages: tuple[Page, ...] = ()

    def page(self, id: str) -> Page | None:
        return next((page for page in self.pages if page.id == id), None)


def notice_over(changed_at: datetime | None, at: datetime) -> datetime:
    """A step that a change made due is announced like every other."""
    return at if changed_at is None else max(at, changed_at + NOTICE)


def key_outside(page: str) -> str:
    """By which a service outside of Slack knows the page."""
    return f"{OURS}:{page}"


def page_of(key: str) -> PageId | None:
    """Which page of ours that is, if it is one."""
    ours, _, page = key.partition(":")
    return PageId(page) if ours == OURS and page else None
