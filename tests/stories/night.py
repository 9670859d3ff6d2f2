"""A whole night of an outage, told once: for the draft, every export, and the page for users."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.incident.ids import UserId
from bot.incident.postmortem.sections import Section
from bot.response.change import Request
from bot.response.postmortem_writing import write_words
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage
from tests.stories.running import declared, later, leap, ledger
from tests.stories.seeing import last

SECRET = "ghp_" + "aB3dE6gH9j" * 3 + "kL2mN5"
DELETED = "zebrafinch"
"""In no other text of the story."""
BEGIN = datetime(2026, 1, 7, 21, 40, tzinfo=UTC)
"""A Wednesday evening; it ends after midnight."""

WORDS = {
    Section.SUMMARY: "Nobody could pay by card, twice. The *gateway* had a new release.",
    Section.CAUSE: "Release 42 of the gateway reads a setting that production did not have.",
    Section.FACTORS: "- no test starts the gateway with production's settings\n- TO DO: the alert",
    Section.LUCKY: "Nobody buys much at night.",
}
"""What people write the next morning."""
Written = tuple[str, str]


@dataclass
class Night:
    scene: Stage
    room: Channel
    ana: Person
    ben: Person
    chloe: Person
    dan: Person
    events: list[Written]
    """What has to stand on the timeline, each once and in this order: when, and a few words."""

    @property
    def now(self) -> str:
        return f"{self.scene.clock.now():%H:%M}"

    async def pass_time(self, minutes: float) -> None:
        await self.scene.forward(minutes=minutes)
        await self.scene.settle()

    async def does(self, who: Person, line: str, *, shows: str = "") -> None:
        """Type a command; `shows`: what the timeline says of it."""
        await who.slash(f"/incident {line}", channel=self.room)
        await self.scene.settle()
        if shows:
            self.events.append((self.now, shows))

    async def marks(self, who: Person, text: str, mark: str = "pushpin") -> Message:
        message = await who.say(text, channel=self.room)
        await who.react(message, mark)
        await self.scene.settle()
        self.events.append((self.now, text))
        return message


async def a_night(scene: Stage) -> Night:
    """Declared at 21:40, resolved after midnight."""
    await leap(scene, seconds=(BEGIN - scene.clock.now()).total_seconds() - 3)
    ana, room = await declared(scene)
    ben, chloe, dan = (scene.person(name) for name in ("ben", "chloe", "dan"))
    for person in (ben, chloe, dan):
        await person.join(room)
    night = Night(scene, room, ana, ben, chloe, dan, events=[])
    night.events.append((f"{BEGIN:%H:%M}", "Declared, SEV1 critical: Checkout is failing"))
    await _room_fills(night)
    await _search(night)
    await _decide(night)
    await _after_midnight(night)
    await _over(night)
    return night


async def _room_fills(night: Night) -> None:
    ana, ben, chloe = night.ana, night.ben, night.chloe
    await night.pass_time(2)
    await night.does(ana, "take ic", shows="ana is incident commander")
    await night.does(ben, "take tech", shows="ben is technical lead")
    await night.does(chloe, "take comms", shows="chloe is communications lead")
    await night.does(ana, "started 21:28", shows="started: 2026-01-07 21:28 UTC")
    await night.does(ana, "impact Nobody can pay by card", shows="Impact: Nobody can pay by card")
    await night.does(chloe, "update Cards are refused. We look into it.", shows="Cards are refused")
    await night.pass_time(6)
    await night.marks(ben, "Error rate at 80 % since 21:28")
    await night.pass_time(0.1)  # else both stand at the same moment, in the order of their arrival
    await night.does(ben, "log -q Dashboards load slowly", shows="Dashboards load slowly")


async def _search(night: Night) -> None:
    ana, ben, dan, scene = night.ana, night.ben, night.dan, night.scene
    await night.pass_time(4)
    for text in ("May be the cache", "May be the network"):
        message = await ben.say(text, channel=night.room)
        await ben.shortcut("add_to_timeline", message)
        await scene.settle()
        await ben.submit(kind="hypothesis")
        await scene.settle()
        night.events.append((night.now, text))
        await night.pass_time(3)
    await _rule_out(night, "May be the cache")
    await _take_back(night)
    await night.does(ana, "task @dan Restart the gateway 20m")
    await night.pass_time(9)
    await night.does(dan, "task done 1", shows="Task done: Restart the gateway")
    await night.does(ana, "status identified", shows="Status: identified")
    for number in range(1, 13):
        await night.pass_time(1)
        await night.does(ben, f"log -q Probe {number} fails", shows=f"Probe {number} fails")


async def _take_back(night: Night) -> None:
    """A message that is deleted, a secret, somebody who is blamed, and words put right."""
    dan, scene = night.dan, night.scene
    gone = await dan.say(f"I saw a {DELETED} in the logs", channel=night.room)
    await dan.react(gone, "pushpin")
    await scene.settle()
    night.events.append((night.now, "(deleted message)"))
    await night.pass_time(1)
    await dan.delete(gone)
    await dan.say(f"try the token {SECRET} on the gateway", channel=night.room)
    await dan.say("dan should have tested this, who did this?", channel=night.room)
    await night.marks(night.ben, "dan forgot the flag of release 42")
    night.events[-1] = (night.now, "[responder] forgot the flag of release 42")
    await night.pass_time(0.1)
    edited = await night.marks(dan, "Gateway answers 502")
    await dan.edit(edited, "Gateway answers 503")
    night.events[-1] = (night.events[-1][0], "Gateway answers 503")
    await scene.settle()


async def _rule_out(night: Night, text: str) -> None:
    await night.ben.slash("/incident timeline hypotheses", channel=night.room)
    row = next(
        block for block in last(night.ben).blocks if text in str(block) and block.get("accessory")
    )
    await night.ben.click(last(night.ben), "open.entry", value=row["accessory"]["value"])
    await night.scene.settle()
    await night.ben.submit(state="dropped")
    await night.scene.settle()


async def _decide(night: Night) -> None:
    ana, ben, chloe = night.ana, night.ben, night.chloe
    await night.pass_time(0.1)
    await night.does(ana, "decide rollback", shows="Roll back")
    await night.pass_time(14)
    await night.does(chloe, "update We roll back the gateway.", shows="We roll back the gateway.")
    for number in range(1, 13):
        await night.pass_time(1)
        await night.marks(ben, f"Rolling back node {number}")
    await night.marks(chloe, "Do we need a second provider?", "parking")
    await night.pass_time(8)
    await night.does(ben, "mitigated", shows="Status: monitoring")


async def _after_midnight(night: Night) -> None:
    ana, ben, chloe, dan = night.ana, night.ben, night.chloe, night.dan
    await night.pass_time(35)
    await night.does(ana, "handover ic @dan Watch the queue")
    offer = next(m for m in reversed(night.room.messages) if "*State*" in str(m.blocks) + m.text)
    await dan.click(offer, "run.0")
    await night.scene.settle()
    night.events.append((night.now, "dan is incident commander, after ana"))
    await night.pass_time(5)
    await night.does(ben, "status identified", shows="Status: identified")
    await night.does(dan, "sev sev2", shows="Severity: SEV1 critical → SEV2 major")
    for number in range(1, 11):
        await night.pass_time(1)
        await night.does(dan, f"log -q Queue at {number}000", shows=f"Queue at {number}000")
    await night.pass_time(0.1)
    await night.does(dan, "mitigated", shows="Status: monitoring")
    await night.pass_time(0.1)
    await night.does(chloe, "update Cards work again.", shows="Cards work again.")


async def _over(night: Night) -> None:
    dan = night.dan
    await night.does(dan, "action @ben detect: Add an alert on 5xx of the gateway")
    await night.does(dan, "action learn: Write the runbook of the gateway")
    await night.does(dan, "action prevent: Keep two gateways of different releases")
    await night.pass_time(0.1)
    kept = "Action item dropped: Keep two gateways"
    await night.does(dan, "action drop 3 because one of them is replaced in spring", shows=kept)
    await night.pass_time(30)
    await night.does(dan, "resolve Rolled the gateway back to 41", shows="Status: resolved")
    night.events.append((night.now, "Done: Rolled the gateway back to 41"))
    await later(night.scene, seconds=5)
    await _written(night)


async def _written(night: Night) -> None:
    async with ledger(night.scene) as database, database.look() as work:
        incident = await work.incidents.numbered(1)
    assert incident is not None
    for section, words in WORDS.items():
        request = Request(incident.id, UserId(night.dan.id), f"night:{section}")
        await write_words(night.scene.bot.bot.desk, request, section, words)
    await later(night.scene)
