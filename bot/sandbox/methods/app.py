"""auth.test, api.test, apps.connections.open, team.info and bots.info."""

from __future__ import annotations

from typing import Any

from bot.sandbox.call import Refused
from bot.sandbox.methods.request import Request
from bot.sandbox.shown import APP_ID


def auth_test(request: Request) -> dict[str, Any]:
    return {
        "url": f"{request.backstage.base_url}/",
        "team": "Local",
        "user": request.bot.name,
        "team_id": request.workspace.team,
        "user_id": request.bot.id,
        "bot_id": request.bot.bot_id,
        "is_enterprise_install": False,
    }


def api_test(request: Request) -> dict[str, Any]:
    if error := request.text("error"):
        raise Refused(error)
    return {"args": request.arguments}


def connections_open(request: Request) -> dict[str, Any]:
    return {"url": request.backstage.socket_url()}


def team_info(request: Request) -> dict[str, Any]:
    wanted = request.text("team", request.workspace.team)
    if wanted != request.workspace.team:
        raise Refused("team_not_found")
    team = {"id": wanted, "name": "Local", "domain": "local", "url": request.backstage.base_url}
    return {"team": team}


def bots_info(request: Request) -> dict[str, Any]:
    if request.text("bot", str(request.bot.bot_id)) != request.bot.bot_id:
        raise Refused("bot_not_found")
    bot = {
        "id": request.bot.bot_id,
        "deleted": False,
        "name": request.bot.name,
        "app_id": APP_ID,
        "user_id": request.bot.id,
    }
    return {"bot": bot}
