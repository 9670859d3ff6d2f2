"""What Web API, sockets and people share behind the scenes of one local Slack."""

from __future__ import annotations

import secrets
from typing import Any

from bot.sandbox.modals import Modals
from bot.sandbox.replies import Replies
from bot.sandbox.triggers import Triggers
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


class Backstage:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.modals = Modals(workspace)
        self.triggers = Triggers()
        self.replies = Replies(workspace)
        self.base_url = ""
        self.tickets: set[str] = set()
        self.uploads: dict[str, Json] = {}

    def socket_url(self) -> str:
        """Where one Socket Mode connection may be opened, once."""
        ticket = secrets.token_urlsafe(16)
        self.tickets.add(ticket)
        return f"{self.base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}"
