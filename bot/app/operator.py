"""What an operator does from the command line, beside a bot that runs or while none does."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.app.checkup import Checkup
from bot.app.on_call import rosters_of
from bot.app.opening import open_surroundings
from bot.app.update_words import own_templates
from bot.incident.effect import Effect
from bot.incident.errors import NoSuchIncident
from bot.incident.ids import GroupId, IncidentId, SuggestionId, UserId
from bot.incident.on_call import Roster
from bot.incident.person import Person
from bot.language import Tongue
from bot.outlets.formats import FORMATS
from bot.outlets.templates import Templates
from bot.outlets.update_renderer import UpdateRenderer
from bot.response.export import Means
from bot.response.findings import Finding
from bot.response.ports import Desk, Ledger
from bot.response.repair import drop, drop_card, repair, repair_card
from bot.scheduler.clock import SystemClock
from bot.settings import Settings
from bot.slack.checks import SlackChecks
from bot.slack.incidents_channel import IncidentsChannel
from bot.slack.manifest import shipped_manifest
from bot.storage.address import sqlite_file
from bot.storage.ledger import Database
from bot.storage.lock import OnlyOne
from bot.storage.migrate import migrate, require_migrated


class _FoundInTheLedger:
    """Wakes nobody: a bot that runs finds the hint in the ledger within half a minute."""

    def wake(self, incident: IncidentId) -> None:
        """The hint is in the ledger already."""

    def rescan(self) -> None:
        """The hint is in the ledger already."""


class _Remembered:
    """A directory that asks Slack nothing: whoever the bot has read of is known."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def person(self, user: UserId) -> Person | None:
        return await self.known(user)

    async def known(self, user: UserId) -> Person | None:
        async with self._ledger.look() as work:
            return await work.people.get(user)

    async def members(self, group: GroupId) -> frozenset[UserId]:
        return frozenset()


class _NoSchedules:
    """For verbs that call nobody."""

    async def roster(self, schedule: str) -> Roster | None:
        return None

    async def rosters(self) -> Sequence[Roster]:
        return ()


CARD = "card:"
About = int | SuggestionId
"""The number of an incident, or a card of alerts."""


@dataclass(frozen=True, slots=True)
class Undone:
    about: str
    """A reference, or what a card of alerts is found by."""
    effect: Effect


async def check(settings: Settings) -> list[Finding]:
    """Everything that can be looked at without being the bot that runs."""
    async with AsyncExitStack() as stack:
        around = await open_surroundings(stack, settings, SystemClock())
        scopes = shipped_manifest()["oauth_config"]["scopes"]["bot"]
        channel = IncidentsChannel(around.gateway, around.policy)
        slack = SlackChecks(around.gateway, channel, around.policy, scopes)
        on_call = rosters_of(around)
        checkup = Checkup(
            settings, around.database, around.clock, slack, on_call, around.policy, None
        )
        return await checkup(private_too=True)


async def bring_up_to_date(settings: Settings) -> list[str]:
    """The steps taken. PostgreSQL may be served meanwhile; a SQLite file must not be in use."""
    url = settings.database_url.get_secret_value()
    async with AsyncExitStack() as stack:
        if sqlite_file(url) is not None:
            await stack.enter_async_context(OnlyOne(url))
        return await migrate(url, backups=settings.backup_folder)


async def undone(settings: Settings) -> list[Undone]:
    async with desk_of(settings) as desk, desk.ledger.look() as work:
        of_incidents = await work.effects.undone()
        of_cards = await work.suggestion_effects.undone()
    found = [Undone(incident.reference, effect) for incident, effect in of_incidents]
    return [*found, *(Undone(f"{CARD}{effect.incident}", effect) for effect in of_cards)]


async def retry_effects(settings: Settings, about: About, keys: Sequence[str]) -> list[str]:
    async with desk_of(settings) as desk:
        if isinstance(about, int):
            return await repair(desk, await numbered(desk, about), keys=keys)
        return await repair_card(desk, about, keys)


async def drop_effects(settings: Settings, about: About, keys: Sequence[str]) -> list[str]:
    async with desk_of(settings) as desk:
        if isinstance(about, int):
            return await drop(desk, await numbered(desk, about), keys)
        return await drop_card(desk, about, keys)


async def export(
    settings: Settings, number: int, form: str = "", file: str = ""
) -> Iterable[bytes]:
    """Piece by piece, read beside the bot that runs. Raises NoSuchFormat or NoSuchIncident.

    `file`: what it is going to be called, which tells the format where nobody named one.
    """
    wanted = FORMATS.named(form) if form else FORMATS.for_file(file)
    means = means_of(settings)
    async with desk_of(settings) as desk:
        id = await numbered(desk, number)
        async with desk.ledger.look() as work:
            return await wanted.write(work, await work.incidents.get(id), means)


def means_of(settings: Settings) -> Means:
    """Whoever types the command hears of each template of theirs that is passed over."""
    templates = Templates(own_templates(settings.templates), warn=_told)
    tongue = Tongue(settings.policy.locale, settings.policy.command)
    return Means(tongue, settings.policy, templates.render)


def _told(path: str, why: str) -> None:
    sys.stderr.write(f"{path} was passed over: {why}\n")


@asynccontextmanager
async def desk_of(settings: Settings) -> AsyncIterator[Desk]:
    url = settings.database_url.get_secret_value()
    await require_migrated(url)
    database = await Database.open(url)
    try:
        yield Desk(
            ledger=database,
            clock=SystemClock(),
            waker=_FoundInTheLedger(),
            directory=_Remembered(database),
            on_call=_NoSchedules(),
            renderer=UpdateRenderer(lambda: settings.policy, own_templates(settings.templates)),
            policy=lambda: settings.policy,
        )
    finally:
        await database.close()


async def numbered(desk: Desk, number: int) -> IncidentId:
    async with desk.ledger.look() as work:
        incident = await work.incidents.numbered(number)
    if incident is None:
        raise NoSuchIncident(f"INC-{number}")
    return incident.id
