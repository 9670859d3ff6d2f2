"""Answers through a response_url: five within thirty minutes, seen where the act happened."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from bot.sandbox import posting
from bot.sandbox.call import Refused
from bot.sandbox.modals import check_posted
from bot.sandbox.workspace import Message, Workspace

Json = dict[str, Any]

USES = 5
LIFETIME = 30 * 60


@dataclass
class ReplyPlace:
    """`source` is the message whose button was pressed; None after a command."""

    user: str
    channel: str
    source: Message | None
    made: float
    uses: int = 0


class Replies:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._places: dict[str, ReplyPlace] = {}

    def mint(self, user: str, channel: str, source: Message | None = None) -> str:
        """The path of a new response_url."""
        path = f"/respond/{self._workspace.team}/{secrets.token_urlsafe(18)}"
        self._places[path] = ReplyPlace(user, channel, source, self._workspace.clock())
        return path

    def receive(self, path: str, payload: Json) -> Message | None:
        """Do what the bot asked for; a refusal here is a 404 of the response_url."""
        place = self._places.get(path)
        if place is None:
            raise Refused("no_such_url")
        if place.uses >= USES:
            raise Refused("used_url")
        if self._workspace.clock() - place.made > LIFETIME:
            raise Refused("expired_url")
        place.uses += 1
        return self._act(place, payload)

    def _act(self, place: ReplyPlace, payload: Json) -> Message | None:
        replaces, deletes = payload.get("replace_original"), payload.get("delete_original")
        if (replaces or deletes) and (place.source is None or place.source.deleted):
            raise Refused("no_original")
        if deletes and place.source is not None:
            self._delete(place.source)
            return None
        check_posted(payload)
        if replaces and place.source is not None:
            return self._replace(place.source, payload)
        return self.answer(place.user, place.channel, payload)

    def answer(self, user: str, channel: str, payload: Json) -> Message:
        """Show an answer to the person, or to the whole channel if it says in_channel."""
        message = Message(
            channel,
            self._workspace.ts(),
            str(payload.get("text") or ""),
            user=self._workspace.bot.id,
            bot_id=self._workspace.bot.bot_id,
            blocks=payload.get("blocks") or [],
            attachments=payload.get("attachments") or [],
            thread_ts=payload.get("thread_ts"),
        )
        if payload.get("response_type") == "in_channel":
            return posting.post(self._workspace, self._workspace.channels[channel], message)
        message.ephemeral_to = user
        return posting.whisper(self._workspace, message)

    def _replace(self, source: Message, payload: Json) -> Message:
        changes = {"text": str(payload.get("text") or ""), "blocks": payload.get("blocks") or []}
        if source.ephemeral_to is not None:
            posting.redraw(source, **changes)
        else:
            channel = self._workspace.channels[source.channel]
            posting.edit(self._workspace, channel, source, self._workspace.bot.id, **changes)
        return source

    def _delete(self, source: Message) -> None:
        if source.ephemeral_to is not None:
            source.deleted = True
            self._workspace.private[source.ephemeral_to].remove(source)
        else:
            channel = self._workspace.channels[source.channel]
            posting.delete(self._workspace, channel, source)
