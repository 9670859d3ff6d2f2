"""The bot's process is killed at every moment of an export, and started again: one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox.call import Call, Phase
from bot.sandbox.conversation import Message
from bot.sandbox.faults import CallLost
from bot.sandbox.manifest import granted
from bot.sandbox.slack import LocalSlack
from bot.slack.manifest import shipped_manifest
from tests.child import cradle, until
from tests.databases import Kind, fresh_url
from tests.lengths import quick
from tests.ready_room import kept, undone

SHARE = "files.completeUploadExternal"
MOMENTS: list[tuple[str, Phase]] = [
    (SHARE, "after effect"),
    (SHARE, "before effect"),
    ("upload", "before effect"),
    ("upload", "after effect"),
    ("files.getUploadURLExternal", "before effect"),
    ("files.getUploadURLExternal", "after effect"),
]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
@pytest.mark.parametrize(("method", "phase"), quick(MOMENTS, 0))
async def test_a_kill_at_any_moment_leaves_one_file(
    tmp_path: Path, method: str, phase: Phase, kind: Kind
) -> None:
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack:
        slack.channel("incidents")
        url, ana = await fresh_url(kind, tmp_path), slack.person("ana")

        async def all_done() -> bool:
            return bool(await kept(url)) and not await undone(url)

        async with cradle(slack, tmp_path, url) as children:
            child = await children.life()
            await ana.slash("/incident declare sev1 Checkout is failing")
            await until(all_done)

            def strike(call: Call, at: Phase) -> None:
                if (call.method, at) == (method, phase) and not child.ended:
                    child.kill()
                    raise CallLost

            slack.faults.on_call.append(strike)
            await ana.slash("/incident export INC-1 transcript")
            assert await child.exit_code() < 0
            slack.faults.on_call.clear()
            await children.life()
            await until(all_done)

        assert len(files(ana.inbox())) == 1


def files(messages: list[Message]) -> list[str]:
    return [file["name"] for message in messages for file in message.files]
