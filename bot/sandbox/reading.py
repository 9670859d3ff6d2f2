"""Reads a Web API request from wherever a client may put its token and its arguments."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from bot.sandbox.call import Refused

Json = dict[str, Any]

NESTED = frozenset({"blocks", "attachments", "metadata", "view", "files"})


async def read(http: web.Request) -> tuple[str, Json]:
    """The token, and the arguments of query, form or JSON body."""
    arguments: Json = dict(http.query)
    if http.content_type == "application/json":
        arguments |= parsed(await http.text() or "{}")
    elif http.method == "POST":
        form = await http.post()
        arguments |= {name: value for name, value in form.items() if isinstance(value, str)}
    for name in NESTED & arguments.keys():
        arguments[name] = _unpacked(arguments[name])
    inline = str(arguments.pop("token", ""))
    bearer = http.headers.get("Authorization", "").removeprefix("Bearer").strip()
    return bearer or inline, arguments


def parsed(text: str) -> Json:
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        raise Refused("invalid_json") from None
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value


def _unpacked(value: Any) -> Any:
    """A nested value that came as a JSON string; what is no JSON is left to be refused later."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
