"""Other bots post alerts in a channel: somebody has it watched, and what they post is kept."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.incident.kept_alert import KeptAlert
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel
from tests.alerts.cases import BY_NAME, CASES, Case
from tests.alerts.judging import faults
from tests.stage import Stage, stage
from tests.stories import alerting
from tests.stories.running import declared, later, ledger
from tests.stories.seeing import last, patient

MESSAGES = [case for case in CASES if case.kind == "slack"]
FIRING = BY_NAME["slack/alertmanager_slack_firing"]
EDIT = BY_NAME["slack/noise_message_changed"]
WATCH = "alerts: {watch: [alerts]}\n"


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Stage]:
    """#alerts is watched, for so it is configured."""
    async with stage(tmp_path, config=WATCH) as scene:
        scene.slack.channel("alerts")
        async with scene.bot_running():
            await scene.settle()
            yield patient(scene)


async def posted(scene: Stage, case: Case, channel: str = "alerts", **changed: Any) -> None:
    """As Slack tells of it, and by whom it stands there."""
    event = {**copy.deepcopy(case.body["event"]), "channel": scene.room(channel).id, **changed}
    scene.slack.workspace.emit("message", event, subscription="message.channels")
    await scene.settle()


async def known(scene: Stage) -> list[KeptAlert]:
    async with ledger(scene) as database, database.look() as work:
        return list(await work.alerts.latest(100))


async def in_alerts(scene: Stage, name: str = "ana", **traits: Any) -> tuple[Person, Channel]:
    person = scene.person(name, **traits)
    channel = scene.slack.channel("alerts", members=[person])
    return person, channel


async def test_every_message_of_the_fixtures_yields_its_alerts(watched: Stage) -> None:
    wrong: list[str] = []
    for case in MESSAGES:
        before = {one.dedup_key: one for one in await known(watched)}
        await posted(watched, case)
        await posted(watched, case)
        told = [one for one in await known(watched) if before.get(one.dedup_key) != one]
        if len(told) != len(case.expected) and case is not EDIT:
            wrong.append(f"{case.name}: {[one.dedup_key for one in told]}")
        for one, expected in zip(told, case.expected, strict=False):
            fits = not before.get(one.dedup_key)  # of one that was known more is known by now
            wrong += [f"{case.name}: {fault}" for fault in faults(one.alert, expected) if fits]

    groups = {told["dedup_group"] for case in MESSAGES for told in case.expected}
    assert wrong == []
    assert len(await known(watched)) == len(groups)


async def test_what_is_posted_elsewhere_is_not_read(watched: Stage) -> None:
    await posted(watched, FIRING, "general")

    assert await known(watched) == []


async def test_an_edit_makes_no_alert_and_changes_the_one_it_is_of(watched: Stage) -> None:
    await posted(watched, EDIT)
    assert await known(watched) == []

    await posted(watched, FIRING)
    await posted(watched, EDIT)
    (one,) = await known(watched)
    assert one.known.fired == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"thread_ts": "1715677900.000100"},
        {"bot_id": None, "user": "U0HUMAN", "subtype": None},
        {"subtype": "channel_join"},
        {"subtype": "message_deleted"},
    ],
    ids=["a reply", "a person", "a join", "a deletion"],
)
async def test_what_is_no_post_of_a_bot_is_no_alert(
    watched: Stage, changed: dict[str, str]
) -> None:
    await posted(watched, FIRING, **changed)

    assert await known(watched) == []


async def test_its_own_posts_are_no_alerts(watched: Stage) -> None:
    own = watched.slack.bot
    await posted(watched, FIRING, bot_id=own.bot_id, user=own.id)

    assert await known(watched) == []


async def test_somebody_has_a_channel_watched_and_the_bot_comes(scene: Stage) -> None:
    ana, channel = await in_alerts(scene)

    answer = await ana.slash("/incident watch", channel=channel)
    await scene.settle()
    await posted(scene, FIRING)

    assert "read the alerts that other bots post" in answer.text
    assert scene.slack.bot.id in channel.members
    (one,) = await known(scene)
    assert list(faults(one.alert, FIRING.expected[0])) == []
    assert (one.channel, one.ts) == (channel.id, FIRING.body["event"]["ts"])


async def test_somebody_has_it_watched_no_longer(watched: Stage) -> None:
    """Also where it is configured: people may say less, and not more."""
    ben, channel = await in_alerts(watched, "ben", locale="fr-FR")

    answer = await ben.slash("/incident surveiller fin", channel=channel)
    await posted(watched, FIRING)

    assert "ne sont plus" in answer.text
    assert await known(watched) == []

    await ben.slash("/incident surveiller", channel=channel)
    await posted(watched, FIRING)
    assert len(await known(watched)) == 1


async def test_it_is_watched_after_a_restart_and_under_a_new_name(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            ana, channel = await in_alerts(scene)
            await ana.slash("/incident watch", channel=channel)
            await scene.settle()
        channel.members.discard(scene.slack.bot.id)
        async with scene.bot_running():
            await posted(scene, FIRING)

            assert scene.slack.bot.id in channel.members
            assert len(await known(scene)) == 1


async def test_what_was_posted_while_it_was_down_is_read_back_once(tmp_path: Path) -> None:
    async with stage(tmp_path, config=WATCH) as scene:
        room = scene.slack.channel("alerts")
        alerting.posted(scene, room, "CRITICAL: long before", "Watchman")
        await scene.clock.step(scene.clock.now() + timedelta(hours=3))
        async with scene.bot_running():
            await scene.settle()
            alerting.posted(scene, room, "CRITICAL: heard", "Watchman")
            await later(scene)
        for minute, text in enumerate(("CRITICAL: missed", "CRITICAL: brief", "RESOLVED: brief")):
            await scene.clock.step(scene.clock.now() + timedelta(minutes=10 * minute))
            alerting.posted(scene, room, text, "Watchman")

        for _ in range(2):
            async with scene.bot_running():
                await later(patient(scene), minutes=2)

        told = {one.alert.title: one for one in await known(scene)}
        assert {title: one.known.fired for title, one in told.items()} == {
            "heard": 1,
            "missed": 1,
            "brief": 1,
        }
        assert [title for title, one in told.items() if not one.alert.is_firing] == ["brief"]


async def test_what_is_posted_while_the_sockets_are_deaf_is_read_back(watched: Stage) -> None:
    room = watched.room("alerts")
    listener, watched.slack.workspace.listener = watched.slack.workspace.listener, None
    alerting.posted(watched, room, "CRITICAL: missed", "Watchman")
    watched.slack.workspace.listener = listener
    assert await known(watched) == []

    watched.bot.bot.missed()
    await later(watched)

    assert [one.alert.title for one in await known(watched)] == ["missed"]


async def test_a_private_channel_has_to_invite_it(scene: Stage) -> None:
    ana = scene.person("ana")
    channel = scene.slack.channel("hidden-alerts", private=True, members=[ana])

    await ana.slash("/incident watch", channel=channel)
    await later(scene)

    assert ["`/invite`" in message.text for message in ana.private].count(True) == 1


async def test_only_a_channel_of_alerts_can_be_watched(scene: Stage) -> None:
    ana, room = await declared(scene)
    answer = await ana.slash("/incident watch", channel=room)
    assert "This is the channel of INC-1" in answer.text

    _, channel = await in_alerts(scene)
    answer = await ana.slash("/incident watch everything", channel=channel)
    assert "`/incident watch off`" in answer.text


async def test_a_guest_has_nothing_watched(scene: Stage) -> None:
    guest, channel = await in_alerts(scene, "guest", guest=True)

    answer = await guest.slash("/incident watch", channel=channel)
    await scene.settle()
    await posted(scene, FIRING)

    assert "Guests cannot do that" in answer.text
    assert await known(scene) == []


async def test_check_joins_what_is_configured_and_names_what_it_cannot_enter(
    tmp_path: Path,
) -> None:
    config = "alerts: {watch: [alerts, hidden, nowhere]}\n"
    async with stage(tmp_path, config=config) as scene:
        alerts = scene.slack.channel("alerts")
        scene.slack.channel("hidden", private=True)
        async with scene.bot_running():
            patient(scene)
            await scene.settle()
            assert scene.slack.bot.id in alerts.members
            alerts.members.discard(scene.slack.bot.id)
            ana = scene.person("ana")

            await ana.slash("/incident check")
            await scene.settle()

            told = last(ana).text
            assert ":white_check_mark: Alerts are read in #alerts." in told
            assert scene.slack.bot.id in alerts.members
            for name in ("hidden", "nowhere"):
                assert f":x: Alerts of #{name} are to be read, but I am not in it." in told
