"""Whom a message would disturb: explicit mentions, and words that Slack itself makes mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

EXPLICIT = re.compile(r"<!(channel|here|everyone)(?:\|[^>]*)?>")
GROUP = re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>")
PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
PLAIN = re.compile(r"(?<![\w<@])@(channel|here|everyone)\b")


@dataclass
class Disturbed:
    broadcasts: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    def read(self, text: str, *, parsed: bool) -> None:
        """Collect from mrkdwn; `parsed` when plain words such as @here count as well."""
        self.broadcasts += EXPLICIT.findall(text) + GROUP.findall(text)
        self.people += PERSON.findall(text)
        if parsed:
            self.broadcasts += PLAIN.findall(text)


def disturbed(text: str, blocks: list[Json], *, link_names: bool = False) -> Disturbed:
    found = Disturbed()
    found.read(text, parsed=link_names)
    for element in _elements(blocks):
        _read_element(found, element)
    found.broadcasts = list(dict.fromkeys(found.broadcasts))
    found.people = list(dict.fromkeys(found.people))
    return found


def _read_element(found: Disturbed, element: Json) -> None:
    match element.get("type"):
        case "mrkdwn":
            found.read(str(element.get("text", "")), parsed=not element.get("verbatim", False))
        case "markdown":
            found.read(str(element.get("text", "")), parsed=True)
        case "broadcast":
            found.broadcasts.append(str(element.get("range", "")))
        case "usergroup":
            found.broadcasts.append(str(element.get("usergroup_id", "")))
        case "user":
            found.people.append(str(element.get("user_id", "")))


def _elements(tree: Any) -> Iterator[Json]:
    if isinstance(tree, dict):
        yield tree
        for branch in tree.values():
            yield from _elements(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from _elements(branch)
