"""Home: the buttons that turn its pages."""

from __future__ import annotations

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.language import Tongue
from bot.response.home import PAGED, turn_page
from bot.slack.tools import Tools
from bot.slack.views import home


async def page_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.button_asker(args)
    part, _, page = asker.value.partition(":")

    async def act() -> None:
        if part in PAGED and page.isdecimal():
            await turn_page(tools.desk, asker.user, part, int(page))

    def show(outcome: None, tongue: Tongue) -> None:
        """The page follows by itself."""

    await tools.boundary.commit(asker, "home", act, show)


BUTTONS = {home.NEWER: page_button, home.OLDER: page_button}
