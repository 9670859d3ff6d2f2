"""The vocabulary for the shapes of Block Kit: small checks that yield complaints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

Check = Callable[[Any, str], Iterator[str]]
"""Takes a value and where it stands (a JSON pointer); yields what Slack would say against it."""

Rule = Callable[[Mapping[str, Any], str], Iterator[str]]
"""A check between the parts of an object whose shape is already known to be right."""


def complaint(what: str, at: str) -> str:
    return f"{what} [json-pointer:{at}]"


def text(at_most: int | None = None, *, at_least: int = 1) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield complaint("must provide a string", at)
        elif len(value) < at_least:
            yield complaint(f"must be more than {at_least - 1} characters", at)
        elif at_most is not None and len(value) > at_most:
            yield complaint(f"must be less than {at_most + 1} characters", at)

    return check


def matching(pattern: str, example: str) -> Check:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield complaint(f"must be written like {example}", at)

    return check


def flag(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield complaint("must provide a boolean", at)


def number(
    lowest: float | None = None, highest: float | None = None, *, whole: bool = True
) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield complaint("must provide a number", at)
        elif whole and value % 1 != 0:
            yield complaint("must provide an integer", at)
        elif lowest is not None and value < lowest:
            yield complaint(f"must be at least {lowest}", at)
        elif highest is not None and value > highest:
            yield complaint(f"must be at most {highest}", at)

    return check


def one_of(*words: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or value not in words:
            yield complaint(f"must be one of: {', '.join(words)}", at)

    return check


def address(*schemes: str, at_most: int = 3000) -> Check:
    """A URL with one of these schemes; http and https when none is named."""
    length = text(at_most)
    allowed = schemes or ("http", "https")

    def check(value: Any, at: str) -> Iterator[str]:
        complaints = list(length(value, at))
        yield from complaints
        if not complaints and not _is_address(value, allowed):
            yield complaint(f"must be a valid URL ({', '.join(allowed)})", at)

    return check


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    told = parts.netloc if parts.scheme in ("http", "https") else parts.path or parts.netloc
    return parts.scheme in schemes and bool(told) and not re.search(r"\s", value)


def many(item: Check, at_most: int | None = None, *, at_least: int = 0) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield complaint("must provide an array", at)
            return
        if len(value) < at_least:
            yield complaint(f"no less than {at_least} items allowed", at)
        if at_most is not None and len(value) > at_most:
            yield complaint(f"no more than {at_most} items allowed", at)
        for position, each in enumerate(value):
            yield from item(each, f"{at}/{position}")

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these keys and no others; `type` is left to kinds()."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield complaint("must provide an object", at)
            return
        for key in required:
            if key not in value:
                yield complaint(f"missing required field: {key}", at)
        for key, part in value.items():
            if key in known:
                yield from known[key](part, f"{at}/{key}")
            elif key != "type":
                yield complaint(f"invalid additional property: {key}", at)

    return check


def plain_shape(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None
) -> Check:
    """Like shape(), for objects that have no `type`."""
    inner = shape(required, optional)

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, Mapping) and "type" in value:
            yield complaint("invalid additional property: type", at)
        yield from inner(value, at)

    return check


def kinds(known: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of these checks it must pass."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield complaint("must provide an object", at)
        elif "type" not in value:
            yield complaint("missing required field: type", at)
        elif not isinstance(value["type"], str) or value["type"] not in known:
            yield complaint(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from known[value["type"]](value, at)

    return check


def ruled(check_shape: Check, *rules: Rule) -> Check:
    """The shape first; only a well-shaped object is held to the rules between its parts."""

    def check(value: Any, at: str) -> Iterator[str]:
        complaints = list(check_shape(value, at))
        yield from complaints
        if not complaints:
            for rule in rules:
                yield from rule(value, at)

    return check


def exactly_one_of(*keys: str) -> Rule:
    def rule(value: Mapping[str, Any], at: str) -> Iterator[str]:
        if sum(key in value for key in keys) != 1:
            yield complaint(f"must define exactly one of: {', '.join(keys)}", at)

    return rule


def at_least_one_of(*keys: str) -> Rule:
    def rule(value: Mapping[str, Any], at: str) -> Iterator[str]:
        if not any(key in value for key in keys):
            yield complaint(f"must define at least one of: {', '.join(keys)}", at)

    return rule
