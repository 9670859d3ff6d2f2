"""Nobody has to remember whom to call, and when: the matrix, from the first page to the last."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.sandbox.faults import Status
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel
from tests.databases import Kind
from tests.lengths import quick
from tests.stage import Stage
from tests.stories.escalating import (
    CALLED,
    CONFIG,
    declare,
    notices,
    paged,
    pages,
    team,
    until,
)
from tests.stories.running import later
from tests.stories.seeing import card, labels, last, patient, refusals, shown

ON_IT, NOT_NEEDED = "page.on_it", "page.not_needed"
MINUTES = {"ben": 0, "sue": 15, "max": 30, "dora": 60, "vera": 120}
MATRIX = {"sev1": CALLED, "sev2": ("ben", "sue", "max"), "sev3": ("ben",), "sev4": ()}


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Stage]:
    async with team(tmp_path) as scene, scene.bot_running():
        yield patient(scene)


def unharmed(scene: Stage) -> None:
    assert set(refusals(scene)) <= {"users.lookupByEmail: users_not_found"}


@pytest.mark.parametrize("severity", quick(MATRIX, 1))
async def test_the_matrix_calls_each_at_their_minute_and_announces_them_before(
    night: Stage, severity: str
) -> None:
    ana, _ = await declare(night, severity)
    called = MATRIX[severity]

    for number, name in enumerate(called):
        minute = MINUTES[name]
        if minute:
            await until(night, minute - 2, short_of=1)
            assert len(notices(night)) == number - 1
            await until(night, minute - 2)
            assert len(notices(night)) == number
            await until(night, minute, short_of=1)
        assert paged(night) == [*called[:number], *([name] if not minute else [])]
        await until(night, minute)
        assert paged(night) == [*called[: number + 1]]
    await until(night, 300)

    assert paged(night) == list(called)
    assert all(len(pages(night, name)) == 1 for name in called)
    assert ana.id not in {page.user for name in called for page in pages(night, name)}
    unharmed(night)


async def test_a_page_says_what_and_why_and_one_press_answers_it(night: Stage) -> None:
    ana, room = await declare(night)
    ben = night.person("ben")
    [page] = pages(night, "ben")
    assert page.text == (
        f":rotating_light: *INC-1* Checkout is failing (SEV1 critical) <#{room.id}>\n"
        "You are needed, as on call: just declared."
    )
    assert labels(page.blocks) == ["On it"]
    assert "no answer yet: ben" in shown(card(room))

    await ben.click(page, ON_IT)
    await later(night)

    assert f"You are on INC-1: <#{room.id}>" in shown(last(ben))
    assert page.text.endswith(":white_check_mark: ben is on it.")
    assert labels(page.blocks) == []
    assert "ben is on it" in shown(card(room))
    assert "no answer yet" not in shown(card(room))
    await until(night, 16)
    assert paged(night) == ["ben"]
    assert "acknowledged" in shown(await ana.slash("/incident times", channel=room))
    unharmed(night)


async def test_a_step_is_called_off_before_it_comes(night: Stage) -> None:
    ana, room = await declare(night)
    await until(night, 13)
    [notice] = [m for m in ana.inbox() if "by the rule" in m.text]
    assert "I page second on call, by the rule “not acknowledged for 15 min”" in notice.text
    assert labels(notice.blocks) == ["Not needed", "Why?"]

    await ana.click(notice, NOT_NEEDED)
    await later(night)

    assert "*INC-1*: Not needed: second on call (not acknowledged for 15 min)" in last(ana).text
    await until(night, 20)
    assert paged(night) == ["ben"]
    assert "Not needed: second on call" in shown(card(room))

    await until(night, 28)
    await until(night, 31)
    assert paged(night) == ["ben", "max"]
    await ana.click(ana.inbox()[-1], NOT_NEEDED)
    await later(night)
    assert "settled already" in last(ana).text


Act = Callable[[Person, Channel], Awaitable[object]]


def typed(line: str) -> Act:
    return lambda person, room: person.slash(f"/incident {line}", channel=room)


@pytest.mark.parametrize(
    ("minute", "act", "name"),
    quick(
        [
            (15, typed("take ic"), "sue"),
            (15, typed("acknowledged"), "sue"),
            (30, typed("status identified"), "max"),
            (30, typed("log we see errors"), "max"),
            (60, typed("mitigated"), "dora"),
            (60, typed("resolve Rolled back"), "dora"),
            (60, typed("cancel false alarm"), "dora"),
            (120, typed("mitigated"), "vera"),
        ],
        0,
        3,
    ),
)
async def test_a_condition_that_goes_away_just_before_calls_nobody(
    night: Stage, minute: int, act: Act, name: str
) -> None:
    ana, room = await declare(night)
    await until(night, minute, short_of=10)

    await act(ana, room)
    await until(night, minute + 1)

    assert name not in paged(night)
    unharmed(night)


async def test_whoever_declares_or_came_is_not_paged_and_who_was_let_in_asleep_is(
    night: Stage,
) -> None:
    ben, sue = night.person("ben"), night.person("sue")
    _, room = await declare(night, by="ben")
    assert pages(night, "ben") == []

    await sue.join(room)
    await until(night, 16)

    assert pages(night, "sue") == []
    assert "Nobody to page: second on call here already" in shown(
        await ben.slash("/incident why", channel=room)
    )
    await until(night, 31)
    assert paged(night) == ["max"]


async def test_on_call_is_invited_and_paged_all_the_same_until_they_show_that_they_are_awake(
    night: Stage,
) -> None:
    _, room = await declare(night, "sev3")

    assert night.person("ben").id in room.members
    assert paged(night) == ["ben"]


async def test_when_it_is_over_the_pages_say_so(night: Stage) -> None:
    ana, room = await declare(night)
    [page] = pages(night, "ben")

    await ana.slash("/incident cancel false alarm", channel=room)
    await later(night)

    assert page.text.endswith("It is over; nobody needs to come.")
    assert labels(page.blocks) == []


async def test_reopened_it_begins_anew(night: Stage) -> None:
    ana, room = await declare(night)
    await ana.slash("/incident resolve Rolled back", channel=room)
    await until(night, 200)
    assert paged(night) == ["ben"]

    await ana.slash("/incident reopen It is back", channel=room)
    await later(night)

    assert len(pages(night, "ben")) == 2
    await until(night, 216)
    assert paged(night) == ["ben", "sue"]


async def test_merged_it_calls_nobody_any_more_and_the_other_goes_on(night: Stage) -> None:
    ana, first = await declare(night)
    await ana.slash("/incident declare sev1 Search is slow")
    await later(night)
    second = night.room(night.rooms[-1])
    before = len(pages(night, "ben"))
    assert before == 2

    await ana.slash("/incident merge INC-1", channel=second)
    await later(night)
    await ana.click(last(ana), "run.0")
    await later(night)
    await until(night, 16)

    over = [page for page in pages(night, "ben") if page.text.endswith("nobody needs to come.")]
    assert len(over) == 1
    assert len(pages(night, "sue")) == 1
    assert first.members >= {ana.id}


async def test_raised_from_sev3_to_sev1_only_what_then_applies_is_called(night: Stage) -> None:
    ana, room = await declare(night, "sev3")
    await until(night, 40)
    assert (paged(night), notices(night)) == (["ben"], [])

    await ana.slash("/incident sev sev1", channel=room)
    await later(night)
    assert len(notices(night)) == 1
    await until(night, 42, short_of=5)
    assert paged(night) == ["ben"]
    await until(night, 43)
    assert paged(night) == ["ben", "sue"]
    await until(night, 61)
    assert paged(night) == ["ben", "sue", "dora"]
    await until(night, 71)
    assert paged(night) == ["ben", "sue", "max", "dora"]
    assert len(pages(night, "ben")) == 1


@pytest.mark.parametrize("kind", quick(["sqlite", "postgresql"], 0))
async def test_after_an_hour_of_downtime_late_steps_that_still_apply_come_once(
    tmp_path: Path, kind: Kind
) -> None:
    async with team(tmp_path, kind=kind) as scene:
        async with scene.bot_running():
            patient(scene)
            ana, room = await declare(scene)
            await ana.slash("/incident take ic", channel=room)
            await until(scene, 5)
        await until(scene, 65)
        async with scene.bot_running():
            patient(scene)
            await later(scene)
            assert paged(scene) == ["ben", "max", "dora"]
            assert notices(scene) == []
        async with scene.bot_running():
            patient(scene)
            await until(scene, 70)

            assert all(len(pages(scene, name)) == 1 for name in paged(scene))
            assert paged(scene) == ["ben", "max", "dora"]


async def test_quiet_silences_no_escalation(night: Stage) -> None:
    ana, room = await declare(night)
    await ana.slash("/incident quiet 1h", channel=room)

    await until(night, 13)
    await until(night, 15)

    assert paged(night) == ["ben", "sue"]
    assert len(notices(night)) == 1


async def test_the_first_hour_stays_quiet_in_the_channel(night: Stage) -> None:
    _, room = await declare(night)

    for minute in (13, 15, 28, 30, 58, 60):
        await until(night, minute)

    said = [message.text for message in room.messages if message.bot_id]
    assert len(said) <= 8, said
    assert not any("rotating_light" in text for text in said)


async def test_a_private_incident_calls_security_and_tells_nothing(night: Stage) -> None:
    ana, sam = night.person("ana"), night.person("sam")
    await ana.slash("/incident declare private sev1 Customer data leaked")
    await later(night)
    room = night.room(night.rooms[-1])

    [page] = sam.inbox()
    assert page.text == "INC-1, private, open Slack"
    assert "leaked" not in shown(page)
    await until(night, 130)

    assert paged(night) == ["sam"]
    assert "Not paged, for it is private" in shown(await ana.slash("/incident why", channel=room))
    await sam.click(page, ON_IT)
    await later(night)
    assert page.text.startswith("INC-1, private, open Slack")
    unharmed(night)


async def test_nothing_but_production_pages_anybody_and_that_is_said(tmp_path: Path) -> None:
    async with team(tmp_path, ENVIRONMENT="staging") as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana")
        await ana.slash("/incident declare sev1 Checkout is failing")
        await scene.settle()
        [room] = [c for c in scene.slack.workspace.channels.values() if "inc-1" in c.name]
        await until(scene, 130)

        assert paged(scene) == []
        assert notices(scene) == []
        why = shown(await ana.slash("/incident why", channel=room))
        assert "this is not production" in why
        assert "not production: director" in why
        assert "not the production" in shown(
            await ana.slash("/incident page on-call", channel=room)
        )


async def test_somebody_without_slack_is_shouted_with_a_number_to_call(tmp_path: Path) -> None:
    config = CONFIG.replace("ben@example.com", "Bea Martin")
    config += 'people: {Bea Martin: {phone: "+33 1 23 45 67 89"}}\n'
    async with team(tmp_path, config) as scene, scene.bot_running():
        patient(scene)
        ana, room = await declare(scene)

        [shout] = [m for m in room.messages if "I could not reach" in m.text]
        assert "Bea Martin <tel:+33123456789|+33 1 23 45 67 89>" in shout.text
        assert "(on call: just declared)" in shout.text
        await ana.click(shout, ON_IT)
        await later(scene)
        assert shout.text.endswith("ana is on it.")


async def test_a_schedule_in_which_it_is_nobodys_turn_is_said_out_loud(tmp_path: Path) -> None:
    config = CONFIG.replace("2025-12-29 09:00", "2030-01-01 09:00", 1)
    async with team(tmp_path, config) as scene, scene.bot_running():
        patient(scene)
        _, room = await declare(scene)

        [shout] = [m for m in room.messages if "I know of nobody to page" in m.text]
        assert "(on call: just declared)" in shout.text


async def test_a_direct_message_that_slack_refuses_is_shouted(night: Stage) -> None:
    ben = night.person("ben")
    night.slack.faults.fail(
        "conversations.open", "cannot_dm_bot", times=99, where=lambda a: a.get("users") == ben.id
    )

    _, room = await declare(night)
    await later(night, minutes=3)

    [shout] = [m for m in room.messages if "I could not reach" in m.text]
    assert f"<@{ben.id}>" in shout.text
    assert shout.mentions == [ben.id]


async def test_slack_that_is_slow_to_take_a_page_gets_it_once(night: Stage) -> None:
    ben = night.person("ben")
    night.slack.faults.fail(
        "conversations.open", Status(500), times=2, where=lambda a: a.get("users") == ben.id
    )

    _, room = await declare(night)
    await later(night, minutes=1)

    assert len(pages(night, "ben")) == 1
    assert not any("I could not reach" in m.text for m in room.messages)


async def test_people_are_paged_by_hand(night: Stage) -> None:
    ana, room = await declare(night, "sev4")

    menu = await ana.slash("/incident page", channel=room)
    assert labels(menu.blocks) == [
        "On call",
        "Second on call",
        "engineering manager",
        "director",
        "vp",
    ]
    answer = await ana.slash("/incident page @dora the database is gone", channel=room)
    assert "*INC-1*: Paged: dora (the database is gone)" in answer.text
    await ana.slash("/incident astreinte manager", channel=room)
    await later(night)

    assert paged(night) == ["max", "dora"]
    assert "ana asks for you: the database is gone" in pages(night, "dora")[0].text
    wrong = await ana.slash("/incident page the moon", channel=room)
    assert "“the moon” is nobody I could page" in wrong.text
    unharmed(night)


async def test_who_is_there_already_is_paged_only_when_that_is_meant(night: Stage) -> None:
    ana, room = await declare(night, "sev4")
    dora = night.person("dora")
    await dora.join(room)

    asked = await ana.slash("/incident page @dora", channel=room)
    assert "already. Page them anyway?" in asked.text
    assert paged(night) == []
    await ana.click(last(ana), "run.0")
    await later(night)

    assert paged(night) == ["dora"]


async def test_a_private_incident_pages_nobody_who_may_not_see_it(night: Stage) -> None:
    ana = night.person("ana")
    await ana.slash("/incident declare private sev4 Customer data leaked")
    await later(night)
    room = night.room(night.rooms[-1])

    answer = await ana.slash("/incident page @dora", channel=room)

    assert "they are not invited" in answer.text
    assert paged(night) == []


async def test_why_tells_what_fired_and_what_comes_next(night: Stage) -> None:
    ana, room = await declare(night)
    await until(night, 15)

    why = (await ana.slash("/incident why", channel=room)).text.splitlines()

    assert why[0] == "*Escalation of INC-1*"
    assert "Paged: ben (just declared): direct message; no answer yet" in why[1]
    assert "Paged: sue (not acknowledged for 15 min): direct message; no answer yet" in why[2]
    assert [line.partition(">: ")[2] for line in why[3:]] == [
        "engineering manager (no progress for 30 min)",
        "director (not mitigated for 1 h 00 min)",
        "vp (not mitigated for 2 h 00 min)",
        "executive briefing (not mitigated for 4 h 00 min)",
    ]


async def test_without_configuration_why_says_who_is_lacking(scene: Stage) -> None:
    ana, room = await declare(scene)

    why = (await ana.slash("/incident why", channel=room)).text

    assert "Nobody is configured as: on call, second on call, manager, director, vp" in why


async def test_in_french_a_page_is_french(night: Stage) -> None:
    ben = night.person("ben")
    await ben.change(locale="fr-FR")
    await night.settle()

    await declare(night)

    [page] = pages(night, "ben")
    assert "On vous demande" in page.text
    assert labels(page.blocks) == ["Je m\N{RIGHT SINGLE QUOTATION MARK}en occupe"]


async def test_the_card_asks_for_a_briefing_after_four_hours(night: Stage) -> None:
    _, room = await declare(night)
    await until(night, 239)
    assert "Brief the executives" not in shown(card(room))

    await until(night, 241)

    assert "Brief the executives" in shown(card(room))
