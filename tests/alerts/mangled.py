"""Payloads as nobody should send them: the fixtures, broken in ways that have broken others."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.alerts.cases import CASES, Case


def _nested(depth: int) -> Any:
    value: Any = "<!channel>"
    for level in range(depth):
        value = [value] if level % 2 else {"labels": value}
    return value


ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    "",
    " ",
    "\x00\x1b[31m\x07",
    "\ud800 half a sign",
    "\u202eevil\u2066",
    "<!channel> <!here> <@U0ALEX00001> <#C0ALERTS001> <!subteam^S01>",
    "<https://evil.example|https://good.example>",
    "@channel @here *bold* `code` ```",
    "https://good.example@evil.example/",
    "javascript:alert(1)",
    "https://exa mple.com/|x>",
    "http://[::1",
    "9" * 5000,
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59+14:00",
    "${ALERT_TITLE}",
    "{{ json issuePageUrl }}",
    "[FIRING:1] " * 300,
    "x" * 100_000,
    [],
    {},
    [None] * 3000,
    {f"k{n}": "v" for n in range(3000)},
    {"<!channel>": "<!channel>"},
    _nested(60),
    _nested(200),
)


def mangled(seed: int) -> tuple[Case, Any]:
    """A case, and its body with one to four parts replaced, removed or repeated.

    From a seed, since drawing every step would take ten times as long as parsing does.
    """
    chance = Random(seed)  # noqa: S311
    case = chance.choice(CASES)
    body = copy.deepcopy(case.body)
    for _ in range(chance.randint(1, 4)):
        body = _changed(chance, body)
    return case, body


def _odd(chance: Random) -> Any:
    if chance.random() < 0.1:
        return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randrange(50)))
    return copy.deepcopy(chance.choice(ODD))


def _changed(chance: Random, body: Any) -> Any:
    """Goes down at random, and changes what it comes to."""
    steps: list[Any] = list(body) if isinstance(body, dict) else []
    if isinstance(body, list):
        steps = list(range(len(body)))
    if not steps or chance.random() < 0.15:
        return _odd(chance)
    step = chance.choice(steps)
    act = chance.choice(["deeper", "deeper", "deeper", "replace", "remove", "more"])
    if act == "deeper":
        body[step] = _changed(chance, body[step])
    elif act == "replace":
        body[step] = _odd(chance)
    elif act == "remove":
        del body[step]
    elif isinstance(body, dict):
        body[str(chance.choice(ODD[5:28]))[:200]] = _odd(chance)
    else:
        body.append(body[0])
    return body


def broken_bytes(body: Any) -> st.SearchStrategy[bytes]:
    """The body as JSON, cut off or with strange bytes in it."""
    whole = json.dumps(body).encode()
    cut = st.integers(0, len(whole)).map(lambda place: whole[:place])
    places = st.tuples(st.integers(0, len(whole)), st.binary(min_size=1, max_size=5))
    return cut | places.map(lambda at: whole[: at[0]] + at[1] + whole[at[0] + len(at[1]) :])
