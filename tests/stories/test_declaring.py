"""Somebody declares an incident in one line, and a room is ready."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.main import reload
from tests.databases import Kind
from tests.lengths import quick
from tests.stage import Stage, stage
from tests.stories.seeing import calls, card, disturbed, last, patient, refusals, shown, typed


@pytest.fixture(params=[("sqlite", False), ("sqlite", True), ("postgresql", False)])
async def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """Socket Mode and HTTP, SQLite and PostgreSQL."""
    kind: Kind
    kind, http = request.param
    async with stage(tmp_path, kind=kind, http=http) as scene, scene.bot_running():
        yield patient(scene)


async def test_one_line_opens_a_ready_room(anywhere: Stage) -> None:
    ana = anywhere.person("ana")

    answer = await ana.slash("/incident declare sev1 Checkout is failing")
    await anywhere.settle()

    assert answer.status == "ok"
    assert "INC-1" in answer.text
    assert "Checkout is failing" in answer.text
    room = anywhere.room("inc-1-checkout-is-failing")
    assert room.kind == "public"
    assert ana.id in room.members
    assert [message.text for message in room.messages] == [card(room).text]
    assert "INC-1" in card(room).text
    assert room.topic == "INC-1 · SEV1 critical · investigating · Checkout is failing"
    assert room.purpose == "Incident channel of INC-1. Checkout is failing"
    [announced] = anywhere.announcements
    assert "Checkout is failing" in announced.text
    assert f"<#{room.id}>" in last(ana).text
    assert refusals(anywhere) == []
    assert disturbed(anywhere) == []


async def test_the_form_and_a_mention_work_wherever_the_bot_runs(anywhere: Stage) -> None:
    ana = anywhere.person("ana")
    anywhere.slack.channel("general", with_bot=True)
    await anywhere.settle()

    await ana.slash("/incident declare Search is slow")
    await anywhere.settle()
    await ana.submit(severity="sev2")
    await anywhere.settle()
    await ana.mention("declare sev1 Checkout is failing")
    await anywhere.settle()

    assert anywhere.rooms == ["inc-1-search-is-slow", "inc-2-checkout-is-failing"]
    assert refusals(anywhere) == []


@pytest.mark.parametrize(
    "line",
    quick(
        [
            "declare sev1 Checkout is failing",
            "declare Checkout is failing sev1",
            "declare SEV 1 Checkout is failing",
            "declare sev-1 Checkout is failing",
            "declare critique Checkout is failing",
            "new p1 Checkout is failing",
            "open s1 Checkout is failing",
            "déclarer 1 Checkout is failing",
            "declarer sev1 Checkout is failing",
            "DÉCLARER Sev1 Checkout is failing",
        ],
        1,
        9,
    ),
)
async def test_the_severity_stands_first_or_last_in_any_spelling(scene: Stage, line: str) -> None:
    await scene.person("ana").slash(f"/incident {line}")
    await scene.settle()

    assert scene.room("inc-1-checkout-is-failing").topic.startswith("INC-1 · SEV1 critical")


async def test_p0_means_sev1_and_the_answer_says_so_once(scene: Stage) -> None:
    ana = scene.person("ana")

    answer = await ana.slash("/incident declare p0 Checkout is failing")
    await scene.settle()

    assert "I took `p0` for sev1" in answer.text
    assert "SEV1" in scene.room("inc-1-checkout-is-failing").topic
    assert "p0" not in last(ana).text


async def test_p0_is_explained_also_when_a_question_comes_first(scene: Stage) -> None:
    ana, bob = scene.person("ana"), scene.person("bob")
    await bob.slash("/incident declare sev1 Checkout payments failing")
    await scene.settle()

    answer = await ana.slash("/incident declare p0 Payments failing at checkout")

    assert "sounds alike" in answer.text
    assert "I took `p0` for sev1" in answer.text


@pytest.mark.long
async def test_teams_that_count_from_zero_are_understood(tmp_path: Path) -> None:
    async with stage(tmp_path, config="priorities: from_zero\n") as scene, scene.bot_running():
        patient(scene)

        answer = await scene.person("ana").slash("/incident declare p0 Checkout is failing")
        await scene.person("bob").slash("/incident declare p1 Search is slow")
        await scene.settle()

        assert "I took" not in answer.text
        assert "SEV1" in scene.room("inc-1-checkout-is-failing").topic
        assert "SEV2" in scene.room("inc-2-search-is-slow").topic


async def test_the_same_command_delivered_twice_is_one_incident(scene: Stage) -> None:
    command = typed(scene, scene.person("ana"), "declare sev1 Checkout is failing")

    first = await scene.slack.tell("slash_commands", command)
    again = await scene.slack.tell("slash_commands", command)
    await scene.settle()

    assert first.body is not None
    assert again.body is not None
    assert "INC-1" in str(first.body["text"])
    assert "INC-1" in str(again.body["text"])
    assert len(scene.rooms) == 1
    assert len(scene.announcements) == 1


async def test_numbers_have_no_gaps_whatever_was_refused_between(scene: Stage) -> None:
    ana, guest = scene.person("ana"), scene.person("guest", guest=True)

    await ana.slash("/incident declare sev1 Checkout is failing")
    await guest.slash("/incident declare sev1 Nothing of this")
    await ana.slash("/incident declare sev2 Search is slow")
    await scene.settle()

    assert scene.rooms == ["inc-1-checkout-is-failing", "inc-2-search-is-slow"]


async def test_a_sev4_is_not_announced(scene: Stage) -> None:
    await scene.person("ana").slash("/incident declare sev4 A typo in the footer")
    await scene.settle()

    assert scene.rooms == ["inc-1-a-typo-in-the-footer"]
    assert scene.announcements == []


async def test_somebody_unknown_costs_one_question_to_slack(scene: Stage) -> None:
    dora = scene.person("dora")
    before = calls(scene, "users.info")

    await dora.slash("/incident declare sev1 Checkout is failing")
    await dora.slash("/incident list")
    await scene.settle()

    assert calls(scene, "users.info") == before + 1
    assert scene.rooms == ["inc-1-checkout-is-failing"]


@pytest.mark.long
@pytest.mark.parametrize("how", ["fatal_error", "user_not_found", "missing_scope"])
async def test_if_slack_cannot_say_who_it_is_anybody_may_declare(scene: Stage, how: str) -> None:
    scene.slack.faults.fail("users.info", how, times=5)

    answer = await scene.person("dora").slash("/incident declare sev1 Checkout is failing")
    await scene.settle()

    assert "INC-1" in answer.text
    assert scene.rooms == ["inc-1-checkout-is-failing"]


@pytest.mark.long
async def test_a_question_to_slack_that_hangs_costs_a_second_at_most(scene: Stage) -> None:
    from bot.sandbox.faults import Hang

    scene.slack.faults.fail("users.info", Hang())

    answer = await scene.person("dora").slash("/incident declare sev1 Checkout is failing")

    assert "INC-1" in answer.text
    assert answer.seconds < 1.9


async def test_staging_marks_its_channels_and_posts(tmp_path: Path) -> None:
    async with stage(tmp_path, ENVIRONMENT="staging") as scene, scene.bot_running():
        patient(scene)
        scene.slack.faults.fail("pins.add", "too_many_pins", times=9)

        await scene.person("ana").slash("/incident declare sev1 Checkout is failing")
        await scene.settle()

        room = scene.room("staging-inc-1-checkout-is-failing")
        posts = [*room.messages, *scene.announcements]
        assert len(posts) == 3
        assert all("[staging]" in shown(post) for post in posts)
        assert all("[staging]" in post.text for post in posts)
        assert room.topic.startswith("[staging]")


@pytest.mark.long
async def test_another_name_of_the_command_is_followed_by_every_text(tmp_path: Path) -> None:
    async with stage(tmp_path, COMMAND="/inc") as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana")

        said = [
            await ana.slash(f"/inc {line}")
            for line in ("", "help", "help declare", "list", "list what", "show x", "show 9", "lst")
        ]
        await ana.mention("well", channel="incidents")
        await scene.settle()

        texts = [*(shown(answer) for answer in said), *(shown(m) for m in ana.private)]
        assert not [text for text in texts if "/incident" in text]
        assert sum("/inc" in text for text in texts) >= len(said)


async def test_a_reloaded_configuration_holds_from_the_next_word_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana")
        environ = {
            "SLACK_BOT_TOKEN": scene.slack.bot_token,
            "SLACK_APP_TOKEN": scene.slack.app_token,
            "SLACK_API_URL": scene.slack.api_url,
            "DATABASE_URL": scene.url,
            "INCIDENT_BOT_CONFIG": str(tmp_path / "config.yml"),
        }

        _write(tmp_path, "channel_pattern: 'war-{number}-{title}'\nlocale: fr\n")
        await reload(scene.bot, environ, tmp_path)
        _write(tmp_path, "channel_pattern: 'no number'\nlocale: en\n")
        await reload(scene.bot, environ, tmp_path)
        await ana.slash("/incident declare sev1 Checkout is failing")
        await scene.settle()

        assert "*Gravité*" in shown(card(scene.room("war-1-checkout-is-failing")))


async def test_a_reload_that_loses_the_severity_of_an_open_incident_is_refused(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana")
        await ana.slash("/incident declare sev1 Checkout is failing")
        await scene.settle()
        environ = {
            "SLACK_BOT_TOKEN": scene.slack.bot_token,
            "SLACK_APP_TOKEN": scene.slack.app_token,
            "DATABASE_URL": scene.url,
            "INCIDENT_BOT_CONFIG": str(tmp_path / "config.yml"),
        }

        _write(tmp_path, "severities: [{key: sev2}, {key: sev3}]\nlocale: fr\n")
        await reload(scene.bot, environ, tmp_path)

        policy = scene.bot.bot.surroundings.policy()
        assert policy.locale == "en"
        assert "sev1" in policy.severities


def _write(folder: Path, config: str) -> None:
    (folder / "config.yml").write_text(config, encoding="utf-8")
