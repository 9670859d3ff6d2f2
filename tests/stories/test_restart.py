"""Stopping, starting, and being told to read the configuration anew; who is kept from starting."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.app.identity import Identity, StartRefused
from bot.response.timeline import IDENTITY
from bot.sandbox.slack import LocalSlack
from bot.settings.secret import Secret
from tests.child import Cradle, cradle, until
from tests.databases import KINDS, Kind, fresh_url
from tests.ready_room import (
    COMMAND,
    Cast,
    assert_one_of_everything,
    cast,
    kept,
    links,
    ready_stage,
    rooms,
    undone,
)
from tests.stage import Stage, stage

FINE, MISCONFIGURED = 0, 2
OWN_LEVEL = "severities: [{key: huge, name: Huge, definition: Everything, announced: true}]\n"


@asynccontextmanager
async def processes(tmp_path: Path, kind: Kind = "sqlite") -> AsyncIterator[tuple[Cradle, Cast]]:
    async with LocalSlack() as slack:
        people = cast(slack)
        url = await fresh_url(kind, tmp_path)
        async with cradle(slack, tmp_path, url, people.config) as children:
            yield children, people


@pytest.mark.long
async def test_sigterm_in_the_middle_of_a_declare_loses_nothing(tmp_path: Path) -> None:
    async with processes(tmp_path) as (children, people):
        child = await children.life(SLACK_TIMEOUT_SECONDS="10")  # a slow call is no doubtful one
        people.slack.faults.latency = 0.3
        await people.ana.slash(COMMAND)
        asked = time.monotonic()
        child.signal(signal.SIGTERM)
        code = await child.exit_code()
        took = time.monotonic() - asked
        people.slack.faults.latency = 0.0

        await children.life()
        await until(lambda: done(children))

        assert code == FINE
        assert took < 10
        assert_one_of_everything(people)
        assert len(links(people)) == 1


async def done(children: Cradle) -> bool:
    url = children.environ["DATABASE_URL"]
    return bool(await kept(url)) and not await undone(url)


@pytest.mark.long
async def test_sigterm_ends_a_start_that_waits_for_slack(tmp_path: Path) -> None:
    async with processes(tmp_path) as (children, people):
        people.slack.faults.down = True
        child = await children.start()
        await until(lambda: any(call.method == "auth.test" for call in people.slack.calls))
        child.signal(signal.SIGTERM)

        assert await child.exit_code() == FINE


@pytest.mark.long
async def test_sigterm_does_not_wait_for_a_slack_that_never_answers(tmp_path: Path) -> None:
    async with processes(tmp_path) as (children, people):
        child = await children.life(SLACK_TIMEOUT_SECONDS="60")
        people.slack.faults.latency = 30.0
        await people.ana.slash(COMMAND)
        await people.ben.slash("/incident declare")  # a form that will not open
        asked = time.monotonic()
        child.signal(signal.SIGTERM)

        assert await child.exit_code() == FINE
        assert time.monotonic() - asked < 20


@pytest.mark.long
async def test_sighup_takes_a_good_configuration_and_refuses_a_bad_one_whole(
    tmp_path: Path,
) -> None:
    async with processes(tmp_path) as (children, people):
        child = await children.life()
        config = tmp_path / "config.yml"

        config.write_text(people.config + "channel_pattern: 'good-{number}'\n", encoding="utf-8")
        child.signal(signal.SIGHUP)
        await until(lambda: "configuration reloaded" in child.told())
        config.write_text("channel_pattern: 'bad-{nobody}'\nlocale: xx\n", encoding="utf-8")
        child.signal(signal.SIGHUP)
        await until(lambda: "configuration refused" in child.told())
        await people.ana.slash(COMMAND)
        await until(lambda: done(children))

        names = [channel.name for channel in people.slack.workspace.channels.values()]
        assert "good-1" in names
        for key in ("channel_pattern", "locale"):
            assert key in child.told()


@pytest.mark.long
async def test_sighup_takes_good_templates_and_refuses_all_of_it_for_a_bad_one(
    tmp_path: Path,
) -> None:
    async with processes(tmp_path) as (children, people):
        own = tmp_path / "own" / "en" / "updates" / "internal"
        own.mkdir(parents=True)
        child = await children.life(TEMPLATES=str(tmp_path / "own"))
        await people.ana.slash(COMMAND)
        await until(lambda: done(children))
        await people.ana.slash("/incident update INC-1 Before")

        (own / "update.j2").write_text(_TEMPLATE.format(said="Take two"), encoding="utf-8")
        child.signal(signal.SIGHUP)
        await until(lambda: "configuration reloaded" in child.told())
        await people.ana.slash("/incident update INC-1 Between")
        (own / "update.j2").write_text(_TEMPLATE.format(said="{{ nobody }}"), encoding="utf-8")
        child.signal(signal.SIGHUP)
        await until(lambda: "configuration refused" in child.told())
        await people.ana.slash("/incident update INC-1 Afterwards")
        await until(lambda: len(_updates(people)) == 3)

        assert ["Take two" in said for said in _updates(people)] == [False, True, True]
        assert "'nobody' is undefined" in child.told()


_TEMPLATE = """{{% extends "updates/letter.j2" %}}
{{% block subject %}}{{{{ reference }}}}{{% endblock %}}
{{% block lines %}}{said}: {{{{ text }}}}{{% endblock %}}
"""


def _updates(people: Cast) -> list[str]:
    """What stands under the announcement."""
    incidents = people.slack.workspace.channel_named("incidents")
    return [message.text for message in incidents.everything.values() if message.is_reply]


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
async def test_a_second_run_is_kept_out_and_the_first_goes_on(tmp_path: Path, kind: Kind) -> None:
    async with processes(tmp_path, kind) as (children, _):
        first = await children.life()
        second = await children.start()

        assert await second.exit_code() == MISCONFIGURED
        assert f"Another bot (process {first.process.pid})" in second.told()
        assert (await first.ready())[0] == 200


@pytest.mark.long
async def test_a_run_with_wrong_settings_says_all_that_is_wrong_and_no_secret(
    tmp_path: Path,
) -> None:
    async with processes(tmp_path) as (children, people):
        child = await children.start(SLACK_BOT_TOKEN="not-a-token", RETRY_BASE_SECONDS="soon")

        assert await child.exit_code() == MISCONFIGURED
        assert "SLACK_BOT_TOKEN" in child.told()
        assert "RETRY_BASE_SECONDS" in child.told()
        assert "not-a-token" not in child.told()
        assert people.slack.app_token not in child.told()


async def test_the_token_of_another_workspace_is_refused(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            await scene.settle()
        async with LocalSlack(team="T0OTHER") as other:
            tokens = {"slack_bot_token": other.bot_token, "slack_app_token": other.app_token}
            secrets = {name: Secret(token) for name, token in tokens.items()}
            change = {"slack_api_url": other.api_url, **secrets}
            scene.settings = scene.settings.model_copy(update=change)

            with pytest.raises(StartRefused, match=r"T0LOCAL.*T0OTHER"):
                async with scene.bot_running():
                    """It must not come so far."""


@pytest.mark.long
async def test_a_bot_starts_from_what_it_knows_while_slack_is_away(tmp_path: Path) -> None:
    async with ready_stage(tmp_path, http=True) as (scene, people):
        async with scene.bot_running():
            await scene.settle()
        scene.slack.faults.down = True
        async with scene.bot_running():
            answer = await people.ana.slash(COMMAND)
            scene.slack.faults.down = False
            await scene.forward(minutes=5)

            assert "INC-1" in answer.text
            [room] = rooms(scene.slack)
            assert room.members == people.everyone
            assert await undone(scene.url, scene.clock.now()) == []


async def test_a_first_start_waits_for_slack(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene:
        scene.slack.faults.down = True
        asked = len(scene.slack.calls)
        starting = asyncio.create_task(started(scene))
        await until(lambda: len(scene.slack.calls) > asked)
        scene.slack.faults.down = False
        await until(lambda: passed(scene, starting))

        assert await starting == "T0LOCAL"


async def started(scene: Stage) -> str:
    async with scene.bot_running() as run:
        async with run.bot.surroundings.database.look() as work:
            note = await work.notes.get(IDENTITY)
        return Identity.model_validate_json(note or "").team


async def passed(scene: Stage, starting: asyncio.Task[str]) -> bool:
    if not starting.done():
        await scene.forward(seconds=1)
    return starting.done()


@pytest.mark.long
async def test_an_open_incident_whose_severity_is_no_longer_known_stops_the_start(
    tmp_path: Path,
) -> None:
    async with processes(tmp_path) as (children, people):
        config = tmp_path / "config.yml"
        known = config.read_text(encoding="utf-8")
        child = await children.life()
        await people.ana.slash(COMMAND)
        await until(lambda: done(children))
        child.signal(signal.SIGTERM)
        await child.exit_code()

        config.write_text(OWN_LEVEL, encoding="utf-8")
        refused = await children.start()
        code = await refused.exit_code()
        config.write_text(known, encoding="utf-8")
        back = await children.life()

        assert code == MISCONFIGURED
        assert "sev1: INC-1" in refused.told()
        assert (await back.ready())[0] == 200
