"""Who in Slack has an e-mail address."""

from __future__ import annotations

from bot.incident.ids import UserId
from bot.response.outcomes import Refused
from bot.slack.gateway import Gateway


class Addressbook:
    """Implements `response.oncall_ports.Addressbook`."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway

    async def user_of(self, email: str) -> UserId | None:
        try:
            answer = await self._gateway.call("users.lookupByEmail", email=email)
        except Refused as refused:
            if refused.why != "users_not_found":
                raise
            return None
        return UserId(answer["user"]["id"])
