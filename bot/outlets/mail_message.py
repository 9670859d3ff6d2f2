"""An update as e-mail: plain text and HTML, in one thread an incident, the same at each attempt."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.incident.audience import Email, MailServer
from bot.incident.effect import Effect
from bot.incident.incident import Incident
from bot.incident.markup.characters import harmless
from bot.outlets.update_forms import in_one_line

LONGEST_SUBJECT = 250
_ANY_SERVER = SMTP.clone(cte_type="7bit")
"""Also one that takes nothing but ASCII."""


def mail_message(
    said: Mapping[str, str],
    to: Email,
    server: MailServer,
    incident: Incident,
    effect: Effect,
    sent_at: datetime,
) -> EmailMessage:
    """`said` has the update's `subject`, `plain` and `html`, and which one of its thread it is."""
    domain = server.sender.rpartition("@")[2]
    thread = f"<{incident.id}.{_way(said)}@{domain}>"
    message = EmailMessage(policy=_ANY_SERVER)
    message["From"] = Address(server.sender_name, addr_spec=server.sender)
    message["To"] = Address(addr_spec=to.address)
    message["Subject"] = in_one_line(harmless(said["subject"]))[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(sent_at)
    if said["nth"] == "1":
        message["Message-ID"] = thread
    else:
        message["Message-ID"] = f"<{effect.id}@{domain}>"
        message["In-Reply-To"] = thread
        message["References"] = thread
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(harmless(said["plain"]), charset="utf-8")
    message.add_alternative(harmless(said["html"]), subtype="html", charset="utf-8")
    message.set_boundary(f"part-{effect.id}")
    return message


def _way(said: Mapping[str, str]) -> str:
    """Readers of two audiences have threads of their own."""
    way = f"{said['audience']} {said['destination']}"
    return hashlib.sha256(way.encode()).hexdigest()[:16]
