"""The incident that the demo plays, from the first word on."""

from __future__ import annotations

import asyncio

from bot.sandbox.demo_acts import Acts, NotAnswered
from bot.sandbox.demo_check import Expected
from bot.sandbox.demo_office import Office
from bot.sandbox.faults import RateLimited, Status

HICCUPS = {("conversations.setTopic", "http 429"), ("chat.postMessage", "http 500")}
CHECKOUT = "inc-1-checkout-is-failing"


class Story:
    """`pause`: seconds between the scenes, for those who read along."""

    def __init__(self, office: Office, pause: float) -> None:
        self._office = office
        self._screen = office.screen
        self._acts = Acts(office)
        self._pause = pause
        person = office.slack.person
        self._ana, self._ben, self._dan = person("ana"), person("ben"), person("dan")
        self._eve = person("eve")
        self._chloe = person("chloe", locale="fr-FR")

    async def play(self) -> list[Expected]:
        """Returns what has to be there in the end."""
        for scene in (
            self._one_line,
            self._twice,
            self._join,
            self._alike,
            self._french,
            self._misspelt,
            self._private,
            self._talk,
        ):
            await scene()
            await asyncio.sleep(self._pause)
        return [
            Expected(1, ("ana", "ben", "dan", "eve")),
            Expected(2, ("chloe",)),
            Expected(3, ("ben",)),
            Expected(4, ("dan",), private=True),
        ]

    async def _one_line(self) -> None:
        self._screen.heading("Ana types one line, and a room is ready")
        await self._acts.types(
            self._ana, "/incident declare sev1 Checkout is failing", channel="general"
        )
        self._screen.note("Dan is here because sev1 invites the people on call.")
        self._screen.room(self._office.slack.workspace.channel_named(CHECKOUT))

    async def _twice(self) -> None:
        self._screen.heading("Nervous, she sends it again: no second incident")
        await self._acts.types(
            self._ana, "/incident declare sev1 Checkout is failing", channel="general"
        )

    async def _join(self) -> None:
        self._screen.heading("Ben reads the announcement in #incidents and comes along")
        await self._acts.presses_labelled(self._ben, "Join")

    async def _alike(self) -> None:
        self._screen.heading("Eve has noticed the same: she is asked before there are two")
        await self._acts.types(
            self._eve, "/incident declare sev2 Checkout keeps failing for cards", channel="general"
        )
        await self._acts.presses_labelled(self._eve, "Join it")

    async def _french(self) -> None:
        self._screen.heading("Chloé has her Slack in French; meanwhile Slack itself has hiccups")
        await self._acts.types(
            self._chloe, "/incident La recherche ne répond plus", channel="general"
        )
        await self._acts.submits(self._chloe, title=" ")
        self._hiccup()
        await self._acts.submits(
            self._chloe,
            title="La recherche ne répond plus",
            severity="sev2",
            impact="Aucun résultat sur le site",
        )
        self._tell_of_hiccups()

    def _hiccup(self) -> None:
        """One refusal, and one call that has its effect while the bot hears of an error."""
        incidents = self._office.slack.workspace.channel_named("incidents").id
        faults = self._office.slack.faults
        faults.fail("conversations.setTopic", RateLimited(1))
        faults.fail(
            "chat.postMessage",
            Status(500, before=False),
            where=lambda call: call["channel"] != incidents,
        )

    def _tell_of_hiccups(self) -> None:
        outcomes = {(call.method, call.outcome) for call in self._office.slack.calls}
        if not outcomes >= HICCUPS:
            raise NotAnswered(f"Slack should have refused {sorted(HICCUPS - outcomes)}.")
        self._screen.note(
            "While this room was set up, Slack answered 429 to conversations.setTopic, and 500 to"
            " chat.postMessage after it had posted the card. The bot waited, looked whether the"
            " card was there, and went on: one topic, one card, and nobody noticed."
        )

    async def _misspelt(self) -> None:
        self._screen.heading("Ben mistypes; what he meant is one press away")
        await self._acts.types(self._ben, "/incident show banana", channel="general")
        await self._acts.types(
            self._ben, "/incident delcare sev3 Emails are late", channel="general"
        )
        await self._acts.presses_labelled(self._ben, "Yes, declare")

    async def _private(self) -> None:
        self._screen.heading("A title that is not for everybody: asked before anything is posted")
        await self._acts.types(
            self._dan, "/incident declare sev2 Possible data leak in exports", channel="general"
        )
        await self._acts.presses_labelled(self._dan, "Private")
        self._screen.note("No announcement, and nobody else finds it in a list:")
        await self._acts.types(self._eve, "/incident list", channel="general")

    async def _talk(self) -> None:
        self._screen.heading("In the room people just talk; a mention does what the command does")
        await self._acts.says(self._ana, "The payment provider answers 503.", CHECKOUT)
        await self._acts.mentions(self._eve, "@incident show INC-1", CHECKOUT)
