"""It is quiet: the first hour of a sev1 with one person awake."""

from __future__ import annotations

import pytest

from tests.stage import Stage
from tests.stories.running import declared, later
from tests.stories.seeing import refusals

MOST = 8
"""Product rule: bot messages in the channel, the card among them."""


@pytest.mark.long
async def test_one_person_alone_with_a_sev1_reads_at_most_eight_messages(scene: Stage) -> None:
    ana, room = await declared(scene)

    for minute in range(60):
        await later(scene, minutes=1)
        if minute == 7:
            await ana.slash("/incident take ic", channel=room)
        if minute == 20:
            await ana.slash("/incident task restart the queue 10m", channel=room)
        if minute == 40:
            await ana.slash("/incident status identified", channel=room)

    said = [message for message in room.messages if message.bot_id]
    assert 2 <= len(said) <= MOST, [message.text for message in said]
    assert len(ana.inbox()) <= 2
    assert refusals(scene) == []


@pytest.mark.long
async def test_a_restart_every_ten_minutes_says_nothing_twice(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident task restart the queue 10m", channel=room)
    await later(scene, minutes=20)
    said = [message.text for message in room.messages]

    for _ in range(3):
        async with scene.bot_running():
            await later(scene, minutes=1)

    assert [message.text for message in room.messages] == said
