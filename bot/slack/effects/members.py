"""Who is invited to the room."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.incident.ids import GroupId
from bot.response.effects import Order, Repeats, Result
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

    def __init__(self, gateway: Gateway, directory: Directory) -> None:
        self._gateway = gateway
        self._directory = directory

    async def deliver(self, order: Order) -> Result:
        channel = order.results["channel"]["channel"]
        users = dict.fromkeys(order.content["users"])
        for group in order.content["groups"]:
            users.update(dict.fromkeys(sorted(await self._directory.members(GroupId(group)))))
        refused: list[str] = []
        everyone = list(users)
        for start in range(0, len(everyone), AT_ONCE):
            refused += await self._invite(channel, everyone[start : start + AT_ONCE])
        return {"refused": " ".join(refused)}

    async def look_up(self, order: Order) -> Result | None:
        """Never needed: inviting again changes nothing for those who are in."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        """Who is in is told by Slack's own events, whoever invited them."""

    async def _invite(self, channel: str, users: Iterable[str]) -> list[str]:
        try:
            answer = await self._gateway.call(
                "conversations.invite", channel=channel, users=",".join(users), force=True
            )
        except Refused as refused:
            if refused.why in _ALREADY:
                return []
            raise
        errors = answer.get("errors") or []
        return [str(e.get("user")) for e in errors if e.get("error") not in _ALREADY]
