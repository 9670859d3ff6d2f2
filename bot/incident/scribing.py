"""Scribing: while somebody who is scribe wants it, all that they write is a key entry."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import UserId
from bot.incident.message import Message

_WORDS = frozenset({None, "file_share", "thread_broadcast", "me_message"})


class ScribingBegun(BaseModel):
    """From now on, all that the scribe writes is a key entry: they wanted that."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["scribing_begun"] = "scribing_begun"
    user: UserId


class ScribingEnded(BaseModel):
    """No longer; it ends with the role by itself."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["scribing_ended"] = "scribing_ended"
    user: UserId


class Scribing(BaseModel):
    """From then, until then; None: still."""

    model_config = ConfigDict(frozen=True)

    user: UserId
    since: datetime
    until: datetime | None = None

    def covers(self, message: Message) -> bool:
        ended = self.until is not None and message.sent_at >= self.until
        theirs = message.by == self.user and message.subtype in _WORDS
        return theirs and message.sent_at >= self.since and not ended


Periods = tuple[Scribing, ...]


def begun(periods: Periods, user: UserId, at: datetime) -> Periods:
    return (*ended(periods, at), Scribing(user=user, since=at))


def ended(periods: Periods, at: datetime) -> Periods:
    return tuple(
        one if one.until is not None else one.model_copy(update={"until": at}) for one in periods
    )


def scribes_now(periods: Periods, user: UserId) -> bool:
    return any(one.user == user and one.until is None for one in periods)
