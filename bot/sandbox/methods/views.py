"""views.*: forms opened, stacked and redrawn, and the Home tab."""

from __future__ import annotations

from typing import Any

from bot.sandbox.blockkit import check_view
from bot.sandbox.call import Refused
from bot.sandbox.methods.request import Request
from bot.sandbox.modals import strictly
from bot.sandbox.shown import shown_view
from bot.sandbox.view import View


def open_view(request: Request) -> dict[str, Any]:
    view = _view(request)
    user = request.backstage.triggers.exchange(request.text("trigger_id"))
    return _answer(request, request.backstage.modals.open(user, view))


def push(request: Request) -> dict[str, Any]:
    view = _view(request)
    user = request.backstage.triggers.exchange(request.text("trigger_id"))
    return _answer(request, request.backstage.modals.push(user, view))


def update(request: Request) -> dict[str, Any]:
    modals = request.backstage.modals
    view = modals.find(request.text("view_id"), request.text("external_id"))
    return _answer(request, modals.update(view, _view(request), request.text("hash") or None))


def publish(request: Request) -> dict[str, Any]:
    user = request.text("user_id")
    if user not in request.workspace.users:
        raise Refused("invalid_arguments", ["[ERROR] no such user [json-pointer:/user_id]"])
    expected = request.text("hash") or None
    home = request.backstage.modals.publish(user, _view(request), expected)
    return _answer(request, home)


def _view(request: Request) -> dict[str, Any]:
    """The view asked for, checked before a trigger is spent on it."""
    view = request.arguments.get("view")
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", ["[ERROR] must be an object [json-pointer:/view]"])
    strictly(check_view, view)
    return view


def _answer(request: Request, view: View) -> dict[str, Any]:
    return {"view": shown_view(request.workspace, view)}
