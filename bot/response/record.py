"""Recording what is said in incidents' channels: once, in whatever order it is heard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.incident.ids import ChannelId, IncidentId, UserId
from bot.incident.kept_file import KeepFiles
from bot.incident.masking import masker_of
from bot.incident.masking_tree import mask_tree
from bot.incident.message import Content, Heard, HeardKind, moment_of
from bot.incident.policy import Policy
from bot.response.change import look_again
from bot.response.erasing import note_erased
from bot.response.following import follow
from bot.response.keep_files import want_files
from bot.response.ports import Desk, UnitOfWork
from bot.response.sayings import promise

PEOPLE = ("U", "W")
"""How ids of people begin; those of bots begin with B."""

Also = Callable[[UnitOfWork], Awaitable[None]]
"""What else is to be written in the same transaction."""

MASKED = "masked"
"""What the author of a secret is told: once for each message, and nobody else."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was heard, and which kinds of secrets were taken out of it."""

    heard: Heard
    secrets: tuple[str, ...] = ()


def without_secrets(content: Content, policy: Policy) -> tuple[Content, tuple[str, ...]]:
    """And the kinds of secrets that were in it."""
    masker = masker_of(policy.mask_patterns)
    masked, secrets = mask_tree(masker, content.model_dump(mode="json"))
    return (Content.model_validate(masked), secrets) if secrets else (content, ())


async def record_messages(
    desk: Desk, told: Sequence[Told], also: Also | None = None, *, live: bool = True
) -> None:
    """In one transaction; what was said in channels of no incident is not kept. `live`: people
    have done it just now, and may be answered.

    Words of a deleted message go from the ledger unless the policy keeps them, also when they are
    heard of after their deletion.
    """
    async with desk.ledger.look() as work:
        ours = await work.incidents.owners({one.heard.channel for one in told})
    kept = [one for one in told if one.heard.channel in ours]
    if not kept and also is None:
        return
    async with desk.ledger.work() as work:
        heard = [one.heard for one in kept]
        await work.messages.add(heard)
        wanting = await _want_files(work, heard, ours, desk.policy())
        if not desk.policy().keep_deleted:
            await _erase_deleted(work, heard)
        touched = await follow(desk, work, heard, live=live)
        for (incident, user), ts in _last_words(heard, ours).items():
            await work.members.spoke(incident, user, moment_of(ts))
        if also is not None:
            await also(work)
        warned = [await _warn(work, ours[one.heard.channel], one) for one in kept if one.secrets]
        concerned = {*touched, *wanting, *(incident for incident in warned if incident)}
        for incident in sorted(concerned):
            await look_again(work, incident, desk.clock.now())
    for incident in concerned:
        desk.waker.wake(incident)


async def _warn(work: UnitOfWork, incident: IncidentId, told: Told) -> IncidentId | None:
    """None: they know, or it was a bot."""
    heard = told.heard
    if not heard.by or not heard.by.startswith(PEOPLE):
        return None
    if not await work.intents.claim(f"{MASKED}:{heard.channel}:{heard.ts}", heard.heard_at):
        return None
    at = str(int(moment_of(heard.ts).timestamp()))
    await promise(
        work, incident, MASKED, to=heard.by, at=at, kinds=", ".join(sorted(set(told.secrets)))
    )
    return incident


async def _want_files(
    work: UnitOfWork, heard: Iterable[Heard], ours: Mapping[ChannelId, IncidentId], policy: Policy
) -> set[IncidentId]:
    """The incidents for which there is anything to fetch now."""
    if policy.keep_files is KeepFiles.NONE:
        return set()
    return {ours[one.channel] for one in heard if await want_files(work, ours[one.channel], one)}


async def _erase_deleted(work: UnitOfWork, heard: Sequence[Heard]) -> None:
    by_channel = sorted(heard, key=lambda one: one.channel)
    for channel, group in groupby(by_channel, key=lambda one: one.channel):
        told = list(group)
        among = sorted({one.ts for one in told})
        gone = {one.ts for one in told if one.kind is HeardKind.DELETED}
        erased = await work.messages.erase_deleted(channel, among)
        await work.files.erase_deleted(channel, among)
        await work.unread.forget(channel, gone)
        if gone or erased:
            await note_erased(work)


def _last_words(
    heard: Iterable[Heard], ours: Mapping[ChannelId, IncidentId]
) -> dict[tuple[IncidentId, UserId], str]:
    """Who has spoken, and the ts of the newest of it."""
    found: dict[tuple[IncidentId, UserId], str] = {}
    for one in sorted(heard, key=lambda one: float(one.ts)):
        if one.kind is HeardKind.POSTED and one.by:
            found[ours[one.channel], UserId(one.by)] = one.ts
    return found
