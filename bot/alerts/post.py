"""A message that another bot posted in Slack: what its text, attachments and blocks say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.alerts.payload import first, line, pick, rows
from bot.alerts.slack_text import Link, Words, named_in, together, unescaped, words
from bot.incident.alert_words import a_link, a_moment
from bot.incident.text import folded

_PARTS = 50
"""More attachments or blocks are not looked at."""
_WRITTEN_NOW = {"", "bot_message"}


@dataclass(frozen=True, slots=True)
class Part:
    """The message itself, or one of its attachments."""

    title: Words
    text: Words
    fields: Mapping[str, str]
    color: str = ""
    footer: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    names: str
    """What its author is called, in every way, folded."""
    author: str
    """The id of the bot."""
    sent_at: datetime
    at: datetime
    """When it came to say this: when it was sent, or edited."""
    fallback: Words
    """What a notification shows of it."""
    parts: tuple[Part, ...]
    is_edit: bool = False

    @property
    def title(self) -> Words:
        """The first title there is, else the first words."""
        titles = (words for part in self.parts for words in (part.title, part.text) if words.plain)
        return next(titles, self.fallback)

    @property
    def all(self) -> Words:
        return together(words for part in self.parts for words in (part.title, part.text))

    @property
    def links(self) -> tuple[Link, ...]:
        return self.all.links

    @property
    def named(self) -> Mapping[str, str]:
        """Fields, and lines that look like fields."""
        found = named_in(self.all.plain)
        for part in self.parts:
            found |= part.fields
        return found

    def link_to(self, *places: str) -> str | None:
        """The first link that has one of these in it."""
        urls = (link.url for link in self.links)
        return next((url for url in urls if any(place in url for place in places)), None)

    def link_called(self, label: str) -> str | None:
        found = (link.url for link in self.links if folded(link.label) == label)
        return next(found, None)


def post_of(event: object, own: Collection[str]) -> Post | None:
    """What another bot wrote into a channel; None for all other messages.

    People, this bot (`own`: its ids), replies in threads, deletions, and what Slack itself says are
    no posts. An edit is one, and says that it is.
    """
    edited = line(event, "subtype") == "message_changed"
    message = pick(event, "message") if edited else event
    ts, author = line(message, "ts"), line(message, "bot_id")
    sent_at, at = a_moment(ts), a_moment(line(event, "ts"))
    if sent_at is None or at is None or not author or line(message, "subtype") not in _WRITTEN_NOW:
        return None
    if _ids(message) & set(own) or line(message, "thread_ts") not in {"", ts}:
        return None
    attached = [one for one in rows(message, "attachments")[:_PARTS] if not _is_preview(one)]
    fallback = words(first(line(message, "text"), *(line(one, "fallback") for one in attached)))
    parts = (_body(message), *(_attachment(one) for one in attached))
    return Post(_names(message), author, sent_at, at, fallback, parts, edited)


def _ids(message: object) -> set[str]:
    names = ("bot_id", "app_id", "user")
    return {line(message, name) for name in names} | {line(message, "bot_profile", "app_id")}


def _names(message: object) -> str:
    names = (line(message, "username"), line(message, "bot_profile", "name"))
    return folded(" ".join(names))


def _is_preview(attachment: object) -> bool:
    """Slack added it by itself, because of a link."""
    return any(pick(attachment, sign) for sign in ("from_url", "is_msg_unfurl", "is_app_unfurl"))


def _body(message: object) -> Part:
    """With blocks, its text is only what a notification shows."""
    body, fields = _blocks(message)
    return Part(Words(), body if body != Words() else words(pick(message, "text")), fields)


def _attachment(one: object) -> Part:
    body, fields = _blocks(one)
    title, address = words(pick(one, "title")), pick(one, "title_link")
    leads = a_link(unescaped(address) if isinstance(address, str) else None)
    text = together([words(pick(one, "pretext")), words(pick(one, "text")), body])
    old = rows(one, "fields")[:_PARTS]
    return Part(
        title=replace(title, links=(Link(leads),) if leads else title.links),
        text=text,
        fields=fields | {_name(line(o, "title")): words(pick(o, "value")).plain for o in old},
        color=line(one, "color").lstrip("#").casefold(),
        footer=folded(line(one, "footer")),
        at=a_moment(pick(one, "ts")),
    )


def _blocks(holder: object) -> tuple[Words, dict[str, str]]:
    """The texts of its blocks, and what is set as fields: `*Name*` and a line below it."""
    texts: list[Words] = []
    fields: dict[str, str] = {}
    for block in rows(holder, "blocks")[:_PARTS]:
        texts.append(words(pick(block, "text", "text")))
        texts += (words(pick(one, "text")) for one in rows(block, "elements")[:_PARTS])
        for field in rows(block, "fields")[:_PARTS]:
            told = words(pick(field, "text"))
            name, _, value = told.plain.partition("\n")
            fields[_name(name)] = value.strip()
            texts.append(Words("", told.links, told.times))
    return together(texts), fields


def _name(told: str) -> str:
    return folded(told).strip(" :*")
