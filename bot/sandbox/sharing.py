"""Files as the local Slack keeps them: described, shown, served to whoever may, and deleted."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from bot.sandbox.backstage import Backstage

Json = dict[str, Any]
TOMBSTONE = "tombstone"
"""The mode of a file that was deleted."""


def described(backstage: Backstage, user: str, name: str, size: int) -> Json:
    """What Slack says of a file; `content` comes beside it."""
    workspace = backstage.workspace
    id = workspace.mint_unique("F")
    type, _ = mimetypes.guess_type(name)
    place = f"files-pri/{workspace.team}-{id}/{quote(name, safe='')}"
    return {
        "id": id,
        "created": int(workspace.clock()),
        "name": name,
        "title": name,
        "mimetype": type or "application/octet-stream",
        "filetype": name.rpartition(".")[2],
        "mode": "hosted",
        "is_external": False,
        "size": size,
        "user": user,
        "url_private": f"{backstage.base_url}/{place}",
        "permalink": f"https://local.slack.example/files/{user}/{id}/{name}",
    }


def shared(backstage: Backstage, user: str, files: Iterable[Json]) -> list[Json]:
    """Files of a message: as they are told, or with `content`, which Slack then holds."""
    return [_taken_in(backstage, user, dict(file)) for file in files]


def _taken_in(backstage: Backstage, user: str, file: Json) -> Json:
    content = file.pop("content", None)
    if content is None:
        return {"id": backstage.workspace.mint_unique("F"), **file}
    held = {**described(backstage, user, file["name"], len(content)), **file, "content": content}
    backstage.workspace.files[held["id"]] = held
    return shown(held)


def delete(backstage: Backstage, id: str) -> None:
    """The file is gone from wherever it was shared; what was said with it stays."""
    workspace = backstage.workspace
    del workspace.files[id]["content"]
    workspace.files[id]["mode"] = TOMBSTONE
    for channel in workspace.channels.values():
        for message in channel.everything.values():
            message.files = [_left(file, id) for file in message.files]
    workspace.emit("file_deleted", {"file_id": id})


def _left(file: Json, deleted: str) -> Json:
    return {"id": deleted, "mode": TOMBSTONE} if file["id"] == deleted else file


def shown(file: Json) -> Json:
    return {key: value for key, value in file.items() if key != "content"}
