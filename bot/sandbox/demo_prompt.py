"""The prompt of `incident-bot demo --stay`: be anybody, say and press anything."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TextIO

from bot.sandbox.demo_acts import Acts, NotAnswered, open_form
from bot.sandbox.demo_form import BadAnswer, fields, read_answer, read_answers
from bot.sandbox.demo_lines import Lines, typed_lines
from bot.sandbox.demo_office import Office
from bot.sandbox.demo_places import Places
from bot.sandbox.forms import Given
from bot.sandbox.people import Person

Json = dict[str, Any]

HELP = (
    ("/incident …", "types a command, for example /incident declare sev2 Search is slow"),
    ("@incident …", "mentions the bot, for example @incident list"),
    ("any other text", "is said in the channel; say TEXT says what would mean something here"),
    ("3", "presses the button with that number"),
    ("form", "fills in the open form, field by field"),
    ("form title=… severity=…", 'fills in and sends; title="Search is slow"'),
    ("close", "closes the form without sending it"),
    ("as NAME", "is another person from now on; as NAME fr: with Slack in French"),
    ("in CHANNEL", "goes to another channel"),
    ("show · people · channels", "what there is"),
    ("help · quit", "these lines · the end"),
)
NEWS_EVERY = 0.5
CANCEL = "cancel"


async def stay_open(office: Office, stream: TextIO) -> None:
    """Until `stream` ends, or somebody quits."""
    office.screen.interactive = True
    with typed_lines(stream) as lines:
        await Prompt(office, lines).run()


class Prompt:
    def __init__(self, office: Office, lines: Lines) -> None:
        self._office = office
        self._screen = office.screen
        self._lines = lines
        self._acts = Acts(office)
        self._places = Places(office)
        self._hinted = False
        self._over = False
        self._verbs: Mapping[str, tuple[str, Callable[[str], Awaitable[None]]]] = {
            "help": ("", self._help),
            "?": ("", self._help),
            "quit": ("", self._quit),
            "exit": ("", self._quit),
            "show": ("", self._show),
            "people": ("", self._people),
            "channels": ("", self._channels),
            "close": ("", self._close),
            "form": (r"|.*=.*", self._form),
            "as": (r"\S+( \S+)?", self._as),
            "in": (r"\S+", self._in),
            "say": (r".+", self._say),
        }

    @property
    def _me(self) -> Person:
        return self._places.person

    async def run(self) -> None:
        self._screen.heading("Now you")
        await self._help("")
        while not self._over:
            line = await self._ask(f"{self._me.name} #{self._places.channel.name}> ")
            if line is None:
                break
            await self._obey(line.strip())
        self._screen.heading("The local Slack is gone, with everything in it")

    async def _ask(self, prompt: str) -> str | None:
        """The next line. What happens meanwhile is shown above it."""
        reading = self._lines.ask(prompt)
        while not (await asyncio.wait({reading}, timeout=NEWS_EVERY))[0]:
            if news := self._office.feed.fresh():
                with self._lines.stepping_aside():
                    self._office.show(news)
        line = reading.result()
        if line is not None and not self._lines.is_terminal:
            self._screen.note(prompt + line, style="bold")
        return line

    async def _obey(self, line: str) -> None:
        try:
            await self._act_on(line)
        except (NotAnswered, BadAnswer, PermissionError, LookupError) as problem:
            self._screen.complain(str(problem.args[0]))

    async def _act_on(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        pattern, verb = self._verbs.get(word.lower(), ("", None))
        if line.startswith("/"):
            await self._slash(word, line)
        elif line.isdecimal():
            await self._press(int(line))
        elif verb is not None and re.fullmatch(pattern, rest.strip()):
            await verb(rest.strip())
        elif line:
            await self._speak(line)

    # Acting on the bot

    async def _slash(self, word: str, line: str) -> None:
        command = self._office.run.bot.surroundings.settings.command
        if word != command:
            raise NotAnswered(f"Slack knows no command {word} here. The bot has {command}.")
        await self._acts.types(self._me, line, self._places.channel)

    async def _speak(self, line: str) -> None:
        if line.split()[0] == f"@{self._office.slack.bot.name}":
            await self._acts.mentions(self._me, line, self._places.channel)
        else:
            await self._say(line)

    async def _say(self, text: str) -> None:
        await self._acts.says(self._me, text, self._places.channel)
        if not self._hinted:
            self._screen.note("That was said in the channel. What else can be typed: help")
        self._hinted = True

    async def _press(self, number: int) -> None:
        button = self._screen.buttons.numbered(number)
        if button is None:
            raise NotAnswered(f"There is no button {number}. Those there are: show")
        if not button.is_there:
            raise NotAnswered(f"The button [ {button.label} ] is gone.")
        await self._acts.presses(self._me, button)

    # Forms

    async def _form(self, line: str) -> None:
        view = open_form(self._me)
        if not any(fields(view)):
            raise NotAnswered(f"“{view.title}” has nothing to fill in; close closes it.")
        answers = read_answers(view, line) if line else await self._fill_in()
        if answers is None:
            self._screen.note("Nothing was sent; the form is still open.")
        else:
            await self._acts.submits(self._me, **answers)

    async def _fill_in(self) -> dict[str, Given] | None:
        """None when it was broken off."""
        self._screen.note(f"Enter keeps what is there, {CANCEL} leaves the form as it is.")
        answers: dict[str, Given] = {}
        for block in list(fields(open_form(self._me))):
            self._screen.field(open_form(self._me), block)
            typed = await self._answer(block)
            if typed == CANCEL:
                return None
            if typed is not None:
                answers[block["block_id"]] = typed
        return answers

    async def _answer(self, block: Json) -> Given:
        """None: what is there stays."""
        while True:
            line = await self._ask(f"{block['block_id']}= ")
            if line is None or line.strip() == CANCEL:
                return CANCEL
            if not line:
                return None
            try:
                return read_answer(block, line)
            except BadAnswer as problem:
                self._screen.complain(str(problem))

    async def _close(self, _: str) -> None:
        await self._me.close(open_form(self._me))
        self._screen.note("The form is closed.")

    # Looking around

    async def _as(self, line: str) -> None:
        name, _, locale = line.partition(" ")
        self._screen.note(await self._places.be(name.removeprefix("@"), locale))
        # Until the bot has heard of it, it would answer in the old language.
        await self._acts.catch_up()

    async def _in(self, name: str) -> None:
        self._places.go(name.removeprefix("#"))
        await self._show("")

    async def _show(self, _: str) -> None:
        self._screen.room(self._places.channel)
        for thing in self._places.in_sight():
            self._office.show_again(thing)

    async def _people(self, _: str) -> None:
        self._screen.listing(self._places.people())

    async def _channels(self, _: str) -> None:
        self._screen.listing(self._places.channels())

    async def _help(self, _: str) -> None:
        self._screen.listing(HELP)

    async def _quit(self, _: str) -> None:
        self._over = True
