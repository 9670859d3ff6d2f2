"""The bot is killed around a page, its acknowledgement and its end: whoever is called gets one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.incident.pages import key_outside
from bot.sandbox.answer import Answer
from bot.sandbox.call import Call, Phase
from bot.sandbox.faults import CallLost
from bot.sandbox.manifest import granted
from bot.sandbox.slack import LocalSlack
from bot.sandbox.workspace import Message
from bot.slack.manifest import shipped_manifest
from tests.child import cradle
from tests.databases import fresh_url
from tests.pagers import PAGER_KEY, SIGNING_KEY, Pager, pager
from tests.ready_room import COMMAND, TITLE, cast, kept, rooms
from tests.stories.test_sigkill import PHASES, Theatre

LINES = {"trigger": COMMAND, "acknowledge": "/incident take tech", "resolve": "/incident mitigated"}
"""What leads to each of them, in their order."""
MORE = {
    "direct": ("", ""),
    "pagerduty": (", pagerduty_key_from: CHECKOUT_PAGER", ""),
    "webhook": ("", "page_webhook: {{url: '{url}/hook', secret_from: PAGER_SECRET}}"),
}
CONFIG = """
schedules: {{first: {{rota: {{turns: [{who}], from: 2020-01-06 09:00}}{more}}}}}
on_call: {{primary: first}}
"""


@dataclass
class Watch:
    """Ben is on call."""

    stage: Theatre
    pager: Pager

    async def say(self, line: str) -> Answer:
        if line == COMMAND:
            return await self.stage.declare()
        [room] = rooms(self.stage.slack)
        return await self.stage.people.ben.slash(line, channel=room)

    @property
    def pages(self) -> list[Message]:
        """The direct messages that call Ben, whatever they say by now."""
        return [message for message in self.stage.people.ben.inbox() if TITLE in message.text]

    def kill_at(self, moment: tuple[str, Phase]) -> list[str]:
        """At the next call that does this, by whichever way; filled with what it struck."""
        struck: list[str] = []

        def strike(action: str, phase: Phase) -> None:
            if (action, phase) == moment and not struck:
                struck.append(action)
                self.stage.cradle.lives[-1].kill()
                raise CallLost

        def called(call: Call, phase: Phase) -> None:
            direct = self.stage.people.ben.direct.id
            if call.arguments.get("channel") == direct:
                posted = call.method == "chat.postMessage"
                strike("trigger" if posted else moment[0], phase)

        self.pager.strike = strike
        self.stage.slack.faults.on_call.append(called)
        return struck


@asynccontextmanager
async def watch(folder: Path, way: str) -> AsyncIterator[Watch]:
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack, pager() as taken:
        people, url = cast(slack), await fresh_url("sqlite", folder)
        more, webhook = MORE[way]
        config = CONFIG.format(who=people.ben.id, more=more) + webhook.format(url=taken.url)
        secrets = {"CHECKOUT_PAGER": PAGER_KEY, "PAGER_SECRET": SIGNING_KEY}
        environ = {name: key for name, key in secrets.items() if name in config}
        environ["PAGERDUTY_EVENTS_URL"] = taken.url
        async with cradle(slack, folder, url, config, **environ) as children:
            yield Watch(Theatre(people, children, url), taken)


async def killed(scene: Watch, action: str, phase: Phase) -> None:
    """One life ends there, and the next brings it to its end."""
    struck = scene.kill_at((action, phase))
    answer = await scene.say(LINES[action])
    assert await scene.stage.cradle.lives[-1].exit_code() < 0
    assert struck == [action]
    await scene.stage.life()
    if answer.status != "ok":
        await scene.say(LINES[action])
    await scene.stage.all_done()


CASES = [
    ("pagerduty", "after effect", ["trigger"]),
    *((way, phase, list(LINES)) for way in ("pagerduty", "webhook") for phase in PHASES),
    *(("direct", phase, ["trigger", "acknowledge"]) for phase in PHASES),
]
"""A direct message that says who has come says nothing new in the end."""


@pytest.mark.long
@pytest.mark.parametrize(("way", "phase", "actions"), CASES)
@pytest.mark.timeout(240)
async def test_each_call_comes_once_however_the_bot_dies(
    tmp_path: Path, way: str, phase: Phase, actions: list[str]
) -> None:
    async with watch(tmp_path, way) as scene:
        await scene.stage.life()
        for action in actions:
            await killed(scene, action, phase)

        [(incident, _)] = await kept(scene.stage.url)
        [page] = incident.pressure.pages
        if way == "pagerduty":
            assert set(scene.pager.keys) == {key_outside(page.id)}
            assert list(dict.fromkeys(scene.pager.actions())) == actions
        elif way == "webhook":
            assert [id for id, _ in scene.pager.calls] == [f"{page.id}.{one}" for one in actions]
        assert len(scene.pages) == (1 if way == "direct" else 0)
