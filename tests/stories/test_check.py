"""Somebody asks what is missing in the set-up."""

from __future__ import annotations

from pathlib import Path

from bot.sandbox.slack import LocalSlack
from tests.stage import Stage, stage
from tests.stories.seeing import last, patient, refusals


async def test_check_says_what_is_in_place_and_what_is_not(scene: Stage) -> None:
    ana = scene.person("ana")

    answer = await ana.slash("/incident check")
    await scene.settle()

    assert answer.text == "Looking …"
    head, *lines = last(ana).text.splitlines()
    assert head == "*1 problem*"
    assert ":x: No page for the day on which the bot is down is linked." in lines[0]
    assert "set without_the_bot" in lines[1]
    assert ":white_check_mark: Incidents are announced in #incidents." in lines
    assert ":white_check_mark: 2 of 2 sockets are connected." in lines
    assert ":white_check_mark: All scopes of the manifest are granted." in lines
    assert refusals(scene) == []


async def test_check_is_content_when_all_is_well(tmp_path: Path) -> None:
    config = "without_the_bot: https://wiki.example.com/without\n"
    async with stage(tmp_path, config=config) as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana")

        await ana.slash("/incident doctor")
        await scene.settle()

        assert last(ana).text.startswith("*Everything is in place.*")
        assert ":x:" not in last(ana).text


async def test_a_missing_incidents_channel_is_named_with_the_way_out(tmp_path: Path) -> None:
    async with (
        stage(tmp_path, config="incidents_channel: alarms\n") as scene,
        scene.bot_running(),
    ):
        patient(scene)
        ana = scene.person("ana")

        await ana.slash("/incident check")
        await scene.settle()
        assert "incidents_channel_not_found" in last(ana).text
        assert "create the channel or set incidents_channel" in last(ana).text

        scene.slack.channel("alarms")
        await ana.slash("/incident vérifier")
        await scene.settle()
        assert "Incidents are announced in #alarms" in last(ana).text


async def test_an_effect_that_failed_is_named_and_who_mends_it(scene: Stage) -> None:
    ana = scene.person("ana")
    scene.slack.faults.fail("pins.add", "too_many_pins")
    await ana.slash("/incident declare sev1 Checkout is failing")
    await scene.settle()

    await ana.slash("/incident check")
    await scene.settle()

    assert "INC-1: pin failed (too_many_pins)" in last(ana).text
    assert "Press *Repair* in its channel" in last(ana).text


async def test_a_missing_scope_is_named(scene: Stage) -> None:
    ana = scene.person("ana")
    _take_away(scene.slack, "pins:write")

    await ana.slash("/incident check")
    await scene.settle()

    assert "Scopes are missing: pins:write" in last(ana).text
    assert "`incident-bot manifest`" in last(ana).text


async def test_check_by_mention_is_seen_by_the_asker_only(scene: Stage) -> None:
    ana = scene.person("ana")
    general = scene.slack.channel("general", with_bot=True)

    await ana.mention("check")
    await scene.settle()

    assert [message.user for message in general.messages] == [ana.id]
    assert ":white_check_mark:" in last(ana).text


def _take_away(slack: LocalSlack, scope: str) -> None:
    """As when the manifest has grown and the app was not installed again."""
    credentials = slack._web_api._credentials
    assert credentials.granted is not None
    object.__setattr__(credentials, "granted", credentials.granted - {scope})
