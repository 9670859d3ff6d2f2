"""Who is invited to the room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.incident.ids import GroupId
from bot.response.effects import Order, Repeats, Result
from bot.response.oncall_ports import OnCall
from bot.response.outcomes import Refused
from bot.response.ports import Directory, UnitOfWork
from bot.slack.gateway import Gateway

AT_ONCE = 100
"""Slack's documents disagree between 100 and 1000 (slack.md 2.10)."""
_ALREADY = frozenset({"already_in_channel", "cant_invite_self"})


class Members:
    """Invites people and the members of groups; somebody Slack refuses does not stop the rest."""

    repeats = Repeats.SAME_AGAIN
    edited = True

    def __init__(self, gateway: Gateway, directory: Directory, on_call: OnCall) -> None:
        self._gateway = gateway
        self._directory = directory
        self._on_call = on_call

    async def deliver(self, order: Order) -> Result:
        channel = order.results["channel"]["channel"]
        users = dict.fromkeys(order.content["users"])
        for schedule in order.content["schedules"]:
            users.update(dict.fromkeys(await self._whose_turn(schedule)))
        refused: list[str] = []
        for group in order.content["groups"]:
            try:
                users.update(dict.fromkeys(sorted(await self._directory.members(GroupId(group)))))
            except Refused as unknown:
                refused.append(f"{group}: {unknown.why}")
        # Whoever was invited and has left since is not fetched back by a later change.
        invited = order.effect.result.get("invited", "").split()
        await self._invite_all(channel, [u for u in users if u not in invited], refused)
        return {"invited": " ".join(sorted({*invited, *users}))}

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: inviting again changes nothing for those who are in."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Who is in is told by Slack's own events, whoever invited them."""

    async def _whose_turn(self, schedule: str) -> list[str]:
        """At this moment. Whoever is on call later is not fetched when their turn comes."""
        roster = await self._on_call.roster(schedule)
        return [shift.who.user for shift in roster.now if shift.who.user] if roster else []

    async def _invite_all(self, channel: str, users: list[str], refused: list[str]) -> Result:
        """Raises Refused only once everybody else was let in."""
        for start in range(0, len(users), AT_ONCE):
            refused += await self._invite(channel, users[start : start + AT_ONCE])
        if refused:
            raise Refused("conversations.invite", ", ".join(refused))
        return {}

    async def _invite(self, channel: str, users: Sequence[str]) -> list[str]:
        """Whom Slack does not let in, and why."""
        try:
            answer = await self._gateway.call(
                "conversations.invite", channel=channel, users=",".join(users), force=True
            )
        except Refused as refused:
            who = f"{users[0]}: " if len(users) == 1 else ""
            return [] if refused.why in _ALREADY else [f"{who}{refused.why}"]
        errors = answer.get("errors") or []
        return [f"{e.get('user')}: {e['error']}" for e in errors if e.get("error") not in _ALREADY]
