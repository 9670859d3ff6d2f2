"""Who the people in schedules are: by the team's own list, else by their address in Slack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta

from bot.incident.on_call import Callee, Match, OnCallPolicy, Shift
from bot.response.oncall_ports import Addressbook
from bot.response.outcomes import NotDone
from bot.response.ports import Clock, Ledger
from bot.telemetry.logs import logger

KNOWN_FOR = timedelta(hours=24)
"""So long what Slack said of an address holds."""

log = logger(__name__)


class People:
    def __init__(
        self,
        policy: Callable[[], OnCallPolicy],
        book: Addressbook,
        ledger: Ledger,
        clock: Clock,
    ) -> None:
        self._policy = policy
        self._book = book
        self._ledger = ledger
        self._clock = clock

    def named(self, shifts: Sequence[Shift]) -> list[Shift]:
        """With what the team's own list says; nobody is asked."""
        known = self._policy().known
        return [shift.model_copy(update={"who": known(shift.who)}) for shift in shifts]

    async def found(self, shifts: Sequence[Shift]) -> tuple[Shift, ...]:
        """The same, with whom Slack knows by their address."""
        addresses = {shift.who.email for shift in shifts if _is_to_find(shift.who)}
        matches = await self._matches(addresses)

        def found(shift: Shift) -> Shift:
            match = matches.get(shift.who.email) if _is_to_find(shift.who) else None
            who = shift.who.model_copy(update={"user": match.person}) if match else shift.who
            return shift.model_copy(update={"who": who})

        return tuple(map(found, shifts))

    async def _matches(self, addresses: Collection[str]) -> Mapping[str, Match]:
        """When Slack cannot say, what it said last."""
        if not addresses:
            return {}
        async with self._ledger.look() as work:
            matches = dict(await work.feeds.matches(addresses))
        old = self._clock.now() - KNOWN_FOR
        for address in sorted(addresses):
            known = address in matches and matches[address].known_at > old
            fresh = None if known else await self._asked(address)
            if fresh is not None:
                matches[address] = fresh
        return matches

    async def _asked(self, address: str) -> Match | None:
        try:
            person = await self._book.user_of(address)
        except NotDone as failure:
            log.warning("nobody looked up", why=failure.why)
            return None
        match = Match(email=address, person=person, known_at=self._clock.now())
        async with self._ledger.work() as work:
            await work.feeds.put_match(match)
        return match


def _is_to_find(who: Callee) -> bool:
    return bool(who.email) and who.user is None
