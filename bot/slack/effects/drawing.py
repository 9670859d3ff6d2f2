"""What a part of the plan is drawn from: how things stand, seen in the channel's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.person import Person
from bot.response.effects import Kind, LookAgain, Standing, Wanted
from bot.response.updates_ports import Renderer
from bot.slack.views.scene import Scene

ROOM = ("channel",)
"""What most effects need first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageKinds:
    """Of escalation; the last three follow their content, as a page is answered or over."""

    firing: Kind
    """Whom a step of the matrix calls is looked up, and then on record."""
    direct: Kind
    """To the person whom its content names."""
    pagerduty: Kind
    webhook: Kind

    @property
    def all(self) -> tuple[Kind, ...]:
        return (self.firing, self.direct, self.pagerduty, self.webhook)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinds:
    channel: Kind
    adopted: Kind
    """In place of `channel`, where the incident's was there before it."""
    topic: Kind
    purpose: Kind
    members: Kind
    card: Kind
    pin: Kind
    bookmark: Kind
    announcement: Kind
    link: Kind
    invitation: Kind
    trouble: Kind
    said: Kind
    """A message in the incident's channel that follows its content."""
    direct: Kind
    """A direct message to the person whom its content names."""
    reaction: Kind
    """A reaction of the bot's own to a message."""
    pages: PageKinds
    whispered: Kind
    """Seen in the incident's channel by one person only."""
    file: Kind
    """A file in the incident's channel."""
    direct_file: Kind
    """A file by direct message to the person whom its content names."""
    keep_file: Kind
    """A copy of a file, for the ledger."""
    struck: Kind
    """An edit of a message in the incident's channel that does not follow by itself."""
    struck_direct: Kind
    """An edit of a direct message."""
    archive: Kind
    unarchive: Kind
    removal: Kind
    """Takes back a message of our own."""
    drafting: Kind
    """A post-mortem that is drafted in the ledger."""
    by_itself: Kind
    """An update that nobody has to send."""
    updates: Mapping[str, Kind]
    """Of an update, by what its destination is; and of the look at a status page."""


@dataclass(frozen=True, slots=True)
class Drawing:
    standing: Standing
    scene: Scene
    kinds: Kinds
    tongue_of: Callable[[UserId], Scene]
    """The same scene in the language of this person."""
    person: Callable[[UserId], Person | None]
    """As the directory last read them."""
    renderer: Renderer

    @property
    def incident(self) -> Incident:
        return self.standing.incident


Part = Callable[[Drawing], Iterable[Wanted | LookAgain]]
"""Draws what one chapter wants of the world; pure."""
