"""Which known alerts a word is about, and what it makes of them; a webhook knows better than the
message that its sender posted about the same thing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from bot.incident.alert import Alert, Note
from bot.incident.alert_news import AlertNews, news_of
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.kept_alert import AlertId, KeptAlert, Way
from bot.incident.known_alert import KnownAlert


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """How a word came: by which way, when, in which message or group."""

    way: Way
    at: datetime
    channel: ChannelId | None = None
    ts: MessageTs | None = None
    sent_in: str | None = None
    left_out: int = 0

    def digest(self, said: Alert) -> str:
        """The same for the same word in the same group."""
        told = f"{self.sent_in}\n{self.left_out}\n{said.model_dump_json()}"
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    def marked(self, kept: KeptAlert, **more: object) -> KeptAlert:
        """That it was told in this way; and what `more` is to be changed."""
        told: dict[str, object] = more
        if self.way is Way.WEBHOOK:
            told |= {"by_webhook": True, "sent_in": self.sent_in, "left_out": self.left_out}
        elif self.ts is not None and (kept.ts is None or self.ts >= kept.ts):
            told |= {"channel": self.channel, "ts": self.ts}
        return kept.model_copy(update=told) if told else kept


class Folding:
    """The alerts that some words may be about, while these are heard one after the other."""

    def __init__(self, kept: Iterable[KeptAlert]) -> None:
        """`kept`: all on record with one of the keys that the words will have; for messages, those
        too of which these are copies.
        """
        self._kept: dict[AlertId, KeptAlert] = {one.id: one for one in kept}
        self._changed: dict[AlertId, None] = {}
        self._named = {one.dedup_key: one.id for one in self._kept.values()}
        self._copied: dict[str, list[AlertId]] = {}
        for one in self._kept.values():
            self._note_copy(one)

    @property
    def changed(self) -> list[KeptAlert]:
        return [self._kept[id] for id in self._changed]

    def hear(self, said: Alert, telling: Telling) -> list[AlertNews]:
        if telling.way is Way.WEBHOOK:
            return [self._from_webhook(said, telling)]
        return list(self._from_message(said, telling, opens=True))

    def amend(self, said: Alert, telling: Telling) -> list[AlertNews]:
        """A word that changes an alert that is known, and opens none."""
        if telling.way is Way.MESSAGE:
            return list(self._from_message(said, telling, opens=False))
        before = self._by_key(said.dedup_key)
        if before is None or (said.is_firing and not before.alert.is_firing):
            return []
        return [self._become(before, before.known.amended(said, telling.at), telling)]

    def note(self, note: Note, at: datetime) -> list[KeptAlert]:
        """Beside the alert, if it is known."""
        before = self._by_key(note.dedup_key)
        return [self._put(before, before.noted(note, at), at).after] if before else []

    def _from_webhook(self, said: Alert, telling: Telling) -> AlertNews:
        before = self._by_key(said.dedup_key) or self._told_by_message(said.copy_key)
        if before is None:
            first = KeptAlert.first(AlertId(str(uuid4())), said, telling.at)
            return self._put(None, _repeatable(telling.marked(first), said, telling), telling.at)
        hear = before.known.heard if before.by_webhook else before.known.told_better
        after = telling.marked(
            before,
            dedup_key=said.dedup_key,
            copy_key=said.copy_key or before.copy_key,
            known=hear(said, telling.at),
        )
        return self._put(before, _repeatable(after, said, telling), telling.at)

    def _from_message(self, said: Alert, telling: Telling, *, opens: bool) -> Iterator[AlertNews]:
        """What webhooks tell of too is only opened by a message that is later than all they said:
        then they are silent.
        """
        copies, own = self._copies(said.dedup_key), self._own(said.dedup_key)
        if not said.is_firing or said.acknowledged or said.released:
            for copy in (one for one in copies if one.alert.is_firing):
                yield self._become(copy, copy.known.copied(said, telling.at), telling)
        elif copies and (not opens or _is_told(said, copies, telling.at)):
            for copy in copies:
                self._put(copy, telling.marked(copy), telling.at)
            return
        elif len(copies) == 1:
            yield self._become(copies[0], copies[0].known.copied(said, telling.at), telling)
            return
        if own is not None:
            yield from self._of_own(own, said, telling, opens=opens)
        elif opens and (not copies or said.is_firing):
            first = KeptAlert.first(AlertId(str(uuid4())), said, telling.at)
            yield self._put(None, telling.marked(first), telling.at)

    def _of_own(
        self, own: KeptAlert, said: Alert, telling: Telling, *, opens: bool
    ) -> Iterator[AlertNews]:
        if opens:
            yield self._become(own, own.known.heard(said, telling.at), telling)
        elif own.alert.is_firing or not said.is_firing:
            yield self._become(own, own.known.amended(said, telling.at), telling)

    def _become(self, before: KeptAlert, known: KnownAlert, telling: Telling) -> AlertNews:
        after = telling.marked(before, known=known, again=None)
        return self._put(before, after, telling.at)

    def _put(self, before: KeptAlert | None, after: KeptAlert, at: datetime) -> AlertNews:
        if before is not None and before.dedup_key != after.dedup_key:
            del self._named[before.dedup_key]
        self._kept[after.id] = after
        self._named[after.dedup_key] = after.id
        self._note_copy(after)
        if before is not after:
            self._changed[after.id] = None
        return news_of(before, after, at)

    def _note_copy(self, kept: KeptAlert) -> None:
        if kept.copy_key is not None:
            ids = self._copied.setdefault(kept.copy_key, [])
            if kept.id not in ids:
                ids.append(kept.id)

    def _by_key(self, key: str) -> KeptAlert | None:
        id = self._named.get(key)
        return self._kept[id] if id else None

    def _told_by_message(self, key: str | None) -> KeptAlert | None:
        return self._own(key) if key else None

    def _own(self, key: str) -> KeptAlert | None:
        """Of which only messages have told."""
        found = self._by_key(key)
        return found if found and not found.by_webhook else None

    def _copies(self, key: str) -> list[KeptAlert]:
        """Of which webhooks have told, and for which the message with this key stands as well."""
        same = self._by_key(key)
        found = [self._kept[id] for id in self._copied.get(key, ())]
        alike = [one for one in found if one.copy_key == key and one.by_webhook]
        return [same, *alike] if same and same.by_webhook else alike


def _repeatable(kept: KeptAlert, said: Alert, telling: Telling) -> KeptAlert:
    """It knows this word again, if all there is to be done then is to count it."""
    again = telling.digest(said) if kept.known.is_repeated_by(said) else None
    return kept.model_copy(update={"again": again})


def _is_told(said: Alert, copies: Sequence[KeptAlert], heard_at: datetime) -> bool:
    at = min(said.happened_at or heard_at, heard_at)
    ends = [copy.alert.ends_at for copy in copies]
    return any(end is None or at <= end for end in ends)
