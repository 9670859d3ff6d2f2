"""One row of the table of Web API methods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.methods.request import ByKind, Request


@dataclass(frozen=True)
class Method:
    """`scopes`: any one of them is enough; by kind of conversation where Slack tells them apart.

    `caller` says whose token it takes; `missing` is the error where a required argument is absent.
    """

    run: Callable[[Request], dict[str, Any]]
    tier: str
    scopes: tuple[str, ...] | ByKind = ()
    required: tuple[str, ...] = ()
    caller: Literal["bot", "app", "anybody"] = "bot"
    missing: str = "invalid_arguments"
