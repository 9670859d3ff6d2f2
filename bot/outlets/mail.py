"""A kind of effect: an update by e-mail. Nobody can look it up, so it is sent at most twice."""

from __future__ import annotations

from datetime import datetime

from bot.incident.audience import Email
from bot.outlets.mail_message import mail_message
from bot.outlets.smtp import Smtp
from bot.response.effects import Order, Repeats, Result
from bot.response.outcomes import Refused
from bot.response.ports import UnitOfWork
from bot.response.update_delivery import forget_words
from bot.response.update_guard import Guard


class Mail:
    repeats = Repeats.AT_MOST_ONCE_MORE
    edited = False

    def __init__(self, guard: Guard, smtp: Smtp) -> None:
        self._guard = guard
        self._smtp = smtp

    async def deliver(self, order: Order) -> Result:
        """A repeat has the same Message-ID and the same words."""
        to = self._guard.place(order, Email)
        server = self._guard.policy().mail
        if server is None:
            raise Refused("smtp", "mail_is_not_configured")
        password = self._guard.secret(server.password_from) if server.password_from else None
        sent_at = order.effect.first_attempt_at or order.incident.declared_at
        message = mail_message(order.content, to, server, order.incident, order.effect, sent_at)
        await self._smtp.send(message, to.address, server, password)
        return {"message_id": str(message["Message-ID"])}

    async def look_up(self, order: Order) -> Result | None:
        """Where it has gone nobody can look."""
        return None

    async def record(self, work: UnitOfWork, order: Order, result: Result, now: datetime) -> None:
        await forget_words(work, order.effect)
