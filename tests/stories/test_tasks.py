"""Tasks: noted, given, done and dropped, by line, mention, button and form; and their time."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage, stage
from tests.stories.running import declared, later, leap
from tests.stories.seeing import card, disturbed, form, labels, last, patient, refusals, shown

HOSTILE = "<!channel> & <@U1> \N{RIGHT-TO-LEFT OVERRIDE}עברית \N{FIRE}"
NAG = ":alarm_clock:"


async def with_ben(scene: Stage) -> tuple[Person, Person, Channel]:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)
    await later(scene)
    return ana, ben, room


def nags(room: Channel) -> list[Message]:
    return [message for message in room.messages if NAG in message.text]


async def test_a_line_notes_gives_and_ends_a_task_and_the_card_follows(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    before = len(room.messages)

    noted = await ana.slash("/incident task Restart the cache 1h30", channel=room)
    given = await ana.slash("/incident tâche @ben Look at the logs", channel=room)
    await later(scene)

    assert "Task 1: Restart the cache (nobody yet, due <!date" in noted.text
    assert "Task 2: Look at the logs (ben)" in given.text
    assert labels(noted.blocks) == ["Done", "Take it", "Drop", "Edit…"]
    assert "*2 open tasks*" in shown(card(room))
    assert "*1* Restart the cache (nobody yet, due <!date" in shown(card(room))
    assert "ana gave you this task" in ben.inbox()[-1].text
    assert f"<#{room.id}>" in ben.inbox()[-1].text
    for line, said in [
        ("task take 1", "Task 1: Restart the cache (ana, due"),
        ("task @ben 1", "Task 1: Restart the cache (ben, due"),
        ("task done 2", "Task 2 done: Look at the logs"),
        ("tâche abandonner 1", "Task 1 dropped: Restart the cache"),
    ]:
        answer = await ana.slash(f"/incident {line}", channel=room)
        assert said in answer.text, line
    await later(scene)
    assert "open task" not in shown(card(room))
    assert "Task dropped: Restart the cache" in shown(card(room))
    assert len(room.messages) == before, "nothing is posted for it"
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_what_cannot_be_done_is_said_with_a_way_out(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    await ana.slash("/incident task Restart the cache", channel=room)
    await ben.slash("/incident task done 1", channel=room)

    for line, said in [
        ("task done 1", "task 1 is done, by ben"),
        ("task done 7", "INC-1 has no task 7. `/incident tasks INC-1`"),
        ("task @ben", "`/incident task Restart the cache 20m`"),
        ("task done", "`/incident task done 2`"),
        ("action drop", "`/incident action done 2`"),
        ("task 7 done", "INC-1 has no task 7. `/incident tasks INC-1`"),
        ("task 20m", "`/incident task Restart the cache 20m`"),
        (f"task @{scene.slack.bot.name} Look", "is a bot"),
        ("action Write it 2020-01-01", "“2020-01-01” is over"),
        ("tasks drop", "Nothing was left to do"),
    ]:
        answer = await ana.slash(f"/incident {line}", channel=room)
        assert said in answer.text, line
    elsewhere = await ana.slash("/incident task Restart the cache")
    assert "say which incident" in elsewhere.text
    assert "Task 2" in (await ana.slash("/incident task INC-1 Restart it again")).text


@pytest.mark.long
async def test_mentioned_in_a_thread_it_is_answered_there(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    root = await ana.say("who looks at the logs?", channel=room)

    await ana.mention("task @ben Look at the logs 1h", channel=room, thread=root)
    await later(scene)

    assert "Task 1: Look at the logs (ben, due" in last(ana).text
    assert last(ana).thread_ts == root.ts
    await ana.click(last(ana), "run.0")
    await later(scene)
    assert "Task 1 done: Look at the logs" in last(ana).text
    assert ben.inbox()


async def test_at_its_time_it_calls_its_owner_once_and_the_message_follows(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    await ana.slash("/incident task @ben Restart the cache 20m", channel=room)
    await later(scene, minutes=19)
    assert nags(room) == []

    await later(scene, minutes=2)
    [nag] = nags(room)
    assert f"<@{ben.id}>, task *1* is due: Restart the cache" in nag.text
    assert labels(nag.blocks) == ["Done", "10 min more", "Drop", "Edit…"]
    await ben.click(nag, "run.9")
    await later(scene)
    assert nags(room) == []
    assert "Put off" in nag.text
    await later(scene, minutes=11)
    [again] = nags(room)
    assert again is not nag
    await asyncio.gather(ana.click(again, "run.0"), ben.click(again, "run.0"))
    await later(scene)
    assert "Task 1 done by" in again.text
    assert labels(again.blocks) == []
    told = sorted(last(one).text for one in (ana, ben))
    assert "done: Restart the cache" in told[0]
    assert "That one is over already: task 1 is done, by" in told[1]
    assert refusals(scene) == []


@pytest.mark.parametrize("traits", [{"deactivated": True}, {"guest": True}, {"foreign": True}])
async def test_who_can_own_nothing_is_refused_under_the_field_that_names_them(
    scene: Stage, traits: dict[str, bool]
) -> None:
    ana, _, room = await with_ben(scene)
    outside = scene.person("mallory", **traits)

    typed = await ana.slash("/incident task @mallory Look at the logs", channel=room)
    await ana.click(card(room), "open.task")
    await scene.settle()
    await ana.submit(text="Look at the logs", owner=outside.id)
    await later(scene)

    assert "mallory is a" in typed.text
    assert set(form(ana).errors) == {"owner"}
    assert outside.inbox() == []
    assert refusals(scene) == []


async def test_the_cards_form_adds_one_and_another_form_changes_it(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    await ana.click(card(room), "open.task")
    await scene.settle()

    await ana.submit(text="   ")
    assert set(form(ana).errors) == {"text"}
    added = await ana.submit(text=HOSTILE, owner=ben.id)
    await later(scene)
    assert added.status == "ok"
    assert "*1 open task*" in shown(card(room))
    await ana.slash("/incident tasks", channel=room)
    for one in (ana, ben):
        await one.slash("/incident tasks", channel=room)
        await one.click(last(one), "open.task_edit")
        await scene.settle()
    await ana.submit(text="Restart the cache")
    await ben.submit(text="Restart the database", owner=ana.id)
    await later(scene)
    assert "Somebody was faster" in shown(form(ben))
    assert "Restart the cache (ben)" in shown(form(ben))
    assert "Restart the database" in shown(form(ben))
    await ben.submit()
    await later(scene)
    assert "Restart the database (ana)" in shown(card(room))
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_a_bare_verb_opens_the_form_and_a_mention_offers_it(scene: Stage) -> None:
    ana, _, room = await with_ben(scene)

    await ana.slash("/incident action", channel=room)
    await scene.settle()
    await ana.submit(text="Write a runbook")
    await ana.mention("task", channel=room)
    await later(scene)
    await ana.click(last(ana), "open.task")
    await scene.settle()
    await ana.submit(text="Restart the cache")
    await later(scene)

    assert "*1 open task*" in shown(card(room))
    assert "1 open action item" in shown(card(room))
    assert refusals(scene) == []


@pytest.mark.long
async def test_fifty_tasks_fit_on_the_card_and_the_list_has_pages(scene: Stage) -> None:
    ana, _, room = await with_ben(scene)
    none = await ana.slash("/incident tasks", channel=room)
    for n in range(50):
        await ana.slash(f"/incident task {'&' * 280} {n}", channel=room)
    await later(scene)

    assert "No open task" in none.text
    assert "… and 45 more" in shown(card(room))
    for line in ("tasks", "task list", "tâche INC-1 liste"):
        listed = await ana.slash(f"/incident {line}", channel=room)
        assert "50 open tasks" in listed.text, line
    seen = 0
    for page in range(1, 8):
        listed = await ana.slash(f"/incident tasks page {page}", channel=room)
        seen += labels(listed.blocks).count("Done")
    assert seen == 50
    assert refusals(scene) == []


async def test_what_is_left_at_the_end_becomes_action_items_in_one_press(scene: Stage) -> None:
    ana, ben, room = await with_ben(scene)
    for text in ("Restart the cache", "Look at the logs"):
        await ana.slash(f"/incident task @ben {text}", channel=room)
    await ben.slash("/incident resolve Rolled back", channel=room)
    await leap(scene, hours=10)

    asked = next(one for one in ben.inbox() if "You resolved *INC-1*" in one.text)
    assert "2 tasks were not finished" in asked.text
    await ben.click(asked, "run.0")
    await later(scene)

    assert "Task 1 carried: Restart the cache" in last(ben).text
    assert "Action item 2: Look at the logs (ben, due" in last(ben).text
    assert "*2 open action items*" in shown(card(room))
    again = await ben.click(asked, "run.1")
    await later(scene)
    assert again.status == "ok"
    assert "Nothing was left to do" in last(ben).text
    assert refusals(scene) == []


async def test_what_is_private_is_given_to_those_inside_only(scene: Stage) -> None:
    ana = scene.person("ana")
    ben = scene.person("ben")
    await ana.slash("/incident declare private sev1 Data leak")
    await later(scene)

    refused = await ana.slash("/incident task INC-1 @ben Look at the logs")
    await later(scene)

    assert "ben is not in this private channel" in refused.text
    assert ben.inbox() == []


@pytest.mark.long
async def test_in_french_everything_reads_french(tmp_path: Path) -> None:
    async with stage(tmp_path, config="locale: fr\n") as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana", locale="fr-FR")
        await ana.slash("/incident déclarer sev1 Le paiement échoue")
        await later(scene)
        room = scene.room(scene.rooms[0])

        noted = await ana.slash("/incident tâche Relancer le cache 20 min", channel=room)
        await later(scene, minutes=21)

        assert "Tâche 1" in noted.text
        [nag] = nags(room)
        assert "sans personne" in nag.text
        assert "10 min de plus" in labels(nag.blocks)
        assert "1 tâche ouverte" in shown(card(room))
