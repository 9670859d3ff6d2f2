"""The modals that are open, a stack of at most three for each person, and the Home tabs."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.blockkit import BlockKitRefused, check_message, check_view
from bot.sandbox.call import Refused
from bot.sandbox.inputs import state_of
from bot.sandbox.posting import with_block_ids
from bot.sandbox.view import View
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

DEEPEST = 3


class Modals:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stacks: dict[str, list[View]] = {}
        self.views: dict[str, View] = {}

    def newest(self, user: str) -> View | None:
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def open(self, user: str, body: Json) -> View:
        """A new stack with this one view; what was open before is gone."""
        body = self._checked(body)
        self.clear(user)
        view = self._make(user, body)
        self._stacks[user] = [view]
        return view

    def push(self, user: str, body: Json) -> View:
        body = self._checked(body)
        stack = self._stacks.setdefault(user, [])
        if not stack:
            raise Refused("not_found")
        if len(stack) >= DEEPEST:
            raise Refused("push_limit_reached")
        view = self._make(user, body)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def update(self, view: View, body: Json, expected_hash: str | None = None) -> View:
        body = self._checked(body, instead_of=view)
        if expected_hash is not None and expected_hash != view.hash:
            raise Refused("hash_conflict")
        view.body = body
        view.hash = self._hash()
        view.state = state_of(view.blocks, view.state)
        return view

    def find(self, view_id: str, external_id: str) -> View:
        for view in self.views.values():
            named = view.id == view_id or (external_id and view.external_id == external_id)
            if named and view.open:
                return view
        raise Refused("not_found")

    def close(self, view: View) -> None:
        view.open = False
        stack = self._stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)

    def clear(self, user: str) -> None:
        for view in list(self._stacks.get(user, [])):
            self.close(view)

    def publish(self, user: str, body: Json, expected_hash: str | None = None) -> View:
        """The Home tab of this person; it lives as long as the workspace."""
        body = self._checked(body)
        home = self._workspace.homes.get(user)
        if home is not None:
            return self.update(home, body, expected_hash)
        view = self._make(user, body)
        self._workspace.homes[user] = view
        return view

    def _make(self, user: str, body: Json) -> View:
        view_id = self._workspace.mint_unique("V")
        view = View(id=view_id, user=user, body=body, hash=self._hash(), root_id=view_id)
        view.state = state_of(view.blocks, {})
        self.views[view_id] = view
        return view

    def _checked(self, body: Json, instead_of: View | None = None) -> Json:
        strictly(check_view, body)
        external = body.get("external_id")
        twins = (v for v in self.views.values() if v.open and v is not instead_of)
        if external and any(view.external_id == external for view in twins):
            raise Refused("duplicate_external_id")
        return {**body, "blocks": with_block_ids(body["blocks"])}

    def _hash(self) -> str:
        return f"{int(self._workspace.clock())}.{secrets.token_hex(4)}"


def strictly(check: Callable[[Mapping[str, Any]], None], payload: Mapping[str, Any]) -> None:
    """Refuse, in Slack's way, what breaks a rule of Block Kit."""
    try:
        check(payload)
    except BlockKitRefused as refusal:
        raise Refused(refusal.code, refusal.details) from refusal


def check_posted(payload: Mapping[str, Any]) -> None:
    strictly(check_message, payload)
