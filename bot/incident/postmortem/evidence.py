"""What a post-mortem is made of: everything the ledger holds of one incident."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from bot.incident.entry import Entry
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.incident import Incident
from bot.incident.message import Said, moment_of
from bot.incident.permalink import permalink
from bot.incident.person import Person
from bot.incident.policy import Policy
from bot.incident.postmortem.parts import Row, Shows
from bot.incident.postmortem.revisions import Revision
from bot.incident.repeats import Earlier
from bot.incident.roles import ROLE_NAMES
from bot.incident.task import Task
from bot.incident.tenures import Tenure, tenures
from bot.incident.timeline import TimelineEntry
from bot.language import Tongue


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Nothing in it depends on when it is read: the same ledger gives the same document."""

    incident: Incident
    facts: Sequence[TimelineEntry] = ()
    """In the order in which they happened."""
    entries: Sequence[Entry] = ()
    """Those that are shown, in the order of the timeline."""
    tasks: Sequence[Task] = ()
    people: Mapping[str, Person] = field(default_factory=dict)
    said: Sequence[Said] = ()
    """In their order; nothing that was deleted."""
    spots: Mapping[str, tuple[ChannelId, MessageTs]] = field(default_factory=dict)
    """Where messages of the bot's own stand, by the keys of their effects."""
    revisions: Sequence[Revision] = ()
    earlier: Earlier = field(default_factory=Earlier)
    site: str = ""
    policy: Policy = field(default_factory=Policy)

    @cached_property
    def tenures(self) -> list[Tenure]:
        return tenures(self.facts)

    @cached_property
    def keys(self) -> Mapping[int, str]:
        """Of each fact, by its place: the same however often it is read."""
        return dict(enumerate(_keys(self.facts)))

    @cached_property
    def called(self) -> Mapping[str, Sequence[Person]]:
        """People by the first word of their name."""
        found: dict[str, list[Person]] = {}
        for person in self.people.values():
            if not person.is_bot and (first := re.search(r"[^\W_]+", person.name)):
                for word in {first[0], first[0][0].upper() + first[0][1:]}:
                    found.setdefault(word, []).append(person)
        return found

    @cached_property
    def _stand(self) -> list[MessageTs]:
        return [one.ts for one in self.said if one.thread in (None, one.ts)]

    def last(self, *kinds: type) -> datetime:
        """When it came to be as it is; else when it was declared."""
        found = (one.occurred_at for one in reversed(self.facts) if isinstance(one.fact, kinds))
        return next(found, self.incident.declared_at)

    def name(self, user: str | None, then: str = "") -> str:
        """As they are called now, else as they were called when they wrote it."""
        person = self.people.get(user or "")
        return person.name if person else then or user or ""

    def actor(self, user: str | None, at: datetime, tongue: Tongue, then: str = "") -> str:
        """With the role they held at that moment; the bot has no name."""
        named = self.name(user, then)
        held = [
            tongue.say(ROLE_NAMES[one.role])
            for one in self.tenures
            if user and one.user == user and one.covers(at)
        ]
        return f"{named} ({', '.join(held)})" if held else named

    def of_entry(self, entry: Entry) -> str:
        """Where Slack shows the message that it was made of."""
        if not (self.site and entry.channel and entry.ts) or entry.struck:
            return ""
        return permalink(self.site, entry.channel, entry.ts, entry.thread)

    def of_first_words(self, user: str) -> str:
        """Of the first message that they wrote in the channel."""
        channel, first = self.incident.channel, next((m for m in self.said if m.by == user), None)
        if not (self.site and channel and first):
            return ""
        return permalink(self.site, channel, first.ts, first.thread)

    def of_task(self, task: Task) -> str:
        """Of the message that it was made from."""
        channel, _, ts = (task.source or "").partition(":")
        if not (self.site and channel and ts) or task.struck:
            return ""
        return permalink(self.site, ChannelId(channel), MessageTs(ts))

    def channel_link(self) -> str:
        channel = self.incident.channel
        return f"{self.site.rstrip('/')}/archives/{channel}" if self.site and channel else ""

    def of_effect(self, *prefixes: str) -> str:
        """Where the first message of the bot's own stands whose key begins like that."""
        for prefix in prefixes:
            for key in sorted(self.spots):
                if self.site and key.startswith(prefix):
                    return permalink(self.site, *self.spots[key])
        return ""

    def before(self, at: datetime) -> str:
        """The last message of the channel itself until then; else the first after it."""
        channel, found = self.incident.channel, self._stand
        if not (self.site and channel and found):
            return ""
        place = bisect.bisect_right(found, at, key=moment_of)
        return permalink(self.site, channel, found[max(place - 1, 0)])

    def row(self, key: str, *cells: str, at: datetime | None = None, link: str = "") -> Row:
        """Linked to its own message, else to what was said last when it happened."""
        return self.untimed(key, *cells, at=at, link=link).model_copy(update={"at": at})

    def untimed(self, key: str, *cells: str, at: datetime | None, link: str = "") -> Row:
        """The same, without saying when."""
        shows: Shows = "message" if link else "channel then"
        near = "" if link or at is None else self.before(at)
        return Row(key=key, cells=cells, link=link or near, shows=shows)


def _keys(facts: Iterable[TimelineEntry]) -> Iterable[str]:
    seen: dict[str, int] = {}
    for one in facts:
        key = f"{one.fact.kind}@{one.recorded_at.isoformat()}"
        seen[key] = seen.get(key, 0) + 1
        yield key if seen[key] == 1 else f"{key}#{seen[key]}"
