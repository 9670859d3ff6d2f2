"""`incident-bot demo`: the real bot in a local Slack, and an incident from the first word on."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from rich.console import Console

from bot.app.identity import StartRefused
from bot.response.ports import LedgerDown
from bot.sandbox.demo_acts import NotAnswered
from bot.sandbox.demo_check import Expected, problems
from bot.sandbox.demo_office import Office, open_office
from bot.sandbox.demo_prompt import stay_open
from bot.sandbox.demo_story import Story
from bot.telemetry import logs

FINE, FAILED = 0, 1
LOG = "bot.log"
NEXT = "Now try it yourself: incident-bot demo --stay"
PAUSE = 0.5
"""Seconds between the scenes where somebody reads along."""
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy"})

Play = Callable[[Office, float], Awaitable[list[Expected]]]


def main(*, stay: bool) -> int:
    """The folder stays when something went wrong, for whoever wants to know what."""
    folder = Path(tempfile.mkdtemp(prefix="incident-bot-demo-"))
    console = _console()
    try:
        with (folder / LOG).open("w", encoding="utf-8") as log, _without_proxies():
            logs.configure("INFO", stream=log)
            code = asyncio.run(perform(folder, console, stay=stay))
    except (KeyboardInterrupt, SystemExit):  # Ctrl-C, or nobody reads on, as with `| head`
        shutil.rmtree(folder)
        raise
    if code == FINE:
        shutil.rmtree(folder)
    else:
        console.print(f"The bot's log is {folder / LOG}.", soft_wrap=True)
    return code


async def _play(office: Office, pause: float) -> list[Expected]:
    return await Story(office, pause).play()


async def perform(folder: Path, console: Console, *, stay: bool, play: Play = _play) -> int:
    try:
        async with open_office(folder, console) as office:
            if not await _went_well(office, play):
                return FAILED
            if stay:
                await stay_open(office, sys.stdin)
            else:
                office.screen.note(NEXT, style="bold")
    except (NotAnswered, StartRefused, LedgerDown) as failure:
        console.print(f"The demo has failed: {failure}", style="bold red", markup=False)
        return FAILED
    return FINE


async def _went_well(office: Office, play: Play) -> bool:
    screen = office.screen
    screen.note("A local Slack and the real bot run in this terminal, on a temporary database.")
    pause = PAUSE if screen.console.is_terminal else 0.0
    wrong = await problems(office, expected := await play(office, pause))
    screen.heading("The count")
    for problem in wrong:
        screen.complain(f"wrong: {problem}")
    if not wrong:
        screen.note(
            f"{len(expected)} incidents, each with one channel, one pinned card, and one"
            " announcement unless it is private.",
            style="green",
        )
    return not wrong


def _console() -> Console:
    """A terminal that cannot show an emoji shows a question mark instead of a traceback."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    return Console(highlight=False, emoji=False, markup=False)


@contextmanager
def _without_proxies() -> Iterator[None]:
    """The SDK would send what is meant for this machine to the proxy, whatever NO_PROXY says."""
    kept = {name: value for name, value in os.environ.items() if name.lower() in _PROXIES}
    for name in kept:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(kept)
