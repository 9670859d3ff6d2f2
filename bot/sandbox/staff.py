"""Changes among people and user groups, with the events by which a directory keeps up."""

from __future__ import annotations

from typing import Any

from bot.sandbox.shown import shown_user, shown_user_group
from bot.sandbox.workspace import Member, UserGroup, Workspace

Json = dict[str, Any]


def arrive(workspace: Workspace, member: Member) -> None:
    """Tell that somebody joined the workspace."""
    workspace.emit("team_join", {"user": _shown(workspace, member)})


def change(workspace: Workspace, member: Member, **changes: Any) -> None:
    """A new name, locale, time zone; or deleted=True, and the account is deactivated."""
    for name, value in changes.items():
        setattr(member, name, value)
    body = {"user": _shown(workspace, member), "cache_ts": int(workspace.clock())}
    workspace.emit("user_change", body)


def _shown(workspace: Workspace, member: Member) -> Json:
    return shown_user(member, home_team=workspace.team, with_locale=True)


def make_group(workspace: Workspace, handle: str, users: list[str]) -> UserGroup:
    group = UserGroup(workspace.mint("S"), handle, users)
    workspace.user_groups[group.id] = group
    body = {"subteam": shown_user_group(workspace, group, with_users=True)}
    workspace.emit("subteam_created", body)
    return group


def change_group(workspace: Workspace, group: UserGroup, users: list[str]) -> None:
    """Other members; Slack tells it in two events."""
    added = [user for user in users if user not in group.users]
    removed = [user for user in group.users if user not in users]
    group.users = users
    body = {"subteam": shown_user_group(workspace, group, with_users=True)}
    workspace.emit("subteam_updated", body)
    differences = {
        "subteam_id": group.id,
        "team_id": workspace.team,
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
    }
    workspace.emit("subteam_members_changed", differences)


def disable_group(workspace: Workspace, group: UserGroup) -> None:
    group.disabled = True
    body = {"subteam": shown_user_group(workspace, group, with_users=True)}
    workspace.emit("subteam_updated", body)
