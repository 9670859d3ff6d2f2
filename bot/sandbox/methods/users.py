"""users.* and usergroups.*: the people of the workspace."""

from __future__ import annotations

from typing import Any

from bot.sandbox.call import Refused
from bot.sandbox.methods.request import Request
from bot.sandbox.shown import shown_user, shown_user_group


def info(request: Request) -> dict[str, Any]:
    member = request.workspace.users.get(request.text("user"))
    if member is None:
        raise Refused("user_not_found")
    home = request.workspace.team
    with_locale = request.flag("include_locale")
    return {"user": shown_user(member, home_team=home, with_locale=with_locale)}


def look_up(request: Request) -> dict[str, Any]:
    """By e-mail address; whoever was deactivated has none any more."""
    email, home = request.text("email"), request.workspace.team
    users = request.workspace.users.values()
    found = (one for one in users if one.email == email and not (one.deleted or one.is_bot))
    member = next(found, None)
    if member is None:
        raise Refused("users_not_found")
    return {"user": shown_user(member, home_team=home, with_locale=False)}


def list_all(request: Request) -> dict[str, Any]:
    """Everybody of this workspace; strangers from shared channels are not listed."""
    home = request.workspace.team
    everyone = [member for member in request.workspace.users.values() if member.team == home]
    page, metadata = request.page(everyone, default=1000, most=1000)
    with_locale = request.flag("include_locale")
    shown = [shown_user(member, home_team=home, with_locale=with_locale) for member in page]
    now = int(request.workspace.clock())
    return {"members": shown, "cache_ts": now, "response_metadata": metadata}


def list_groups(request: Request) -> dict[str, Any]:
    with_users = request.flag("include_users")
    groups = [
        shown_user_group(request.workspace, group, with_users=with_users)
        for group in request.workspace.user_groups.values()
        if request.flag("include_disabled") or not group.disabled
    ]
    return {"usergroups": groups}


def list_group_users(request: Request) -> dict[str, Any]:
    group = request.workspace.user_groups.get(request.text("usergroup"))
    if group is None or (group.disabled and not request.flag("include_disabled")):
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}
