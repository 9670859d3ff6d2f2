"""Filling in an open form from the terminal: all fields in one line, or one after the other."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from bot.sandbox.forms import Given
from bot.sandbox.inputs import KINDS, elements, options
from bot.sandbox.workspace import View

Json = dict[str, Any]

YES, NO = ("yes", "y", "true", "oui"), ("no", "n", "false", "non", "")


class BadAnswer(Exception):
    """What was typed does not fit the field; the message says what would."""


def fields(view: View) -> Iterator[Json]:
    for block, element in elements(view.blocks):
        if block["type"] == "input" and element["type"] in KINDS:
            yield block


def read_answers(view: View, line: str) -> dict[str, Given]:
    """`title="Search is slow" severity=sev2 private=yes`"""
    known = {block["block_id"]: block for block in fields(view)}
    answers: dict[str, Given] = {}
    for word in _words(line):
        name, equals, typed = word.partition("=")
        if not equals or name not in known:
            raise BadAnswer(f"“{word}”: write field=value; the fields are {', '.join(known)}.")
        answers[name] = read_answer(known[name], typed)
    return answers


def read_answer(block: Json, typed: str) -> Given:
    element = block["element"]
    values = [str(choice["value"]) for choice in options(element)]
    if not values:
        return typed
    if element["type"] == "checkboxes" and typed.lower() in (*YES, *NO):
        return typed.lower() in YES
    several = KINDS[element["type"]].shape == "options"
    chosen = [word.strip() for word in typed.split(",")] if several else [typed]
    if not set(chosen) <= set(values):
        if len(values) == 1:
            raise BadAnswer(f"{block['block_id']} is yes or no.")
        raise BadAnswer(f"{block['block_id']} is one of: {', '.join(values)}.")
    return chosen if several else typed


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        raise BadAnswer('A quotation mark is missing: title="Search is slow".') from None
