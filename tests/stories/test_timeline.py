"""The timeline: logged, decided, marked, followed, corrected, and read page by page."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.incident.entry import Entry
from bot.incident.ids import ChannelId
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.stage import Stage, stage
from tests.stories.running import declared, later, ledger
from tests.stories.seeing import disturbed, labels, last, patient, refusals, shown

HOSTILE = "<!channel> & <@U1> *bold* `x`"


async def room_of_two(scene: Stage) -> tuple[Person, Person, Channel]:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)
    await later(scene)
    return ana, ben, room


async def entries(scene: Stage, room: Channel) -> list[Entry]:
    """Those that are shown, oldest first."""
    async with ledger(scene) as database, database.look() as work:
        incident = await work.incidents.in_channel(ChannelId(room.id))
        assert incident is not None
        found = await work.entries.of(incident.id)
    return [entry for entry in found if entry.shown]


async def texts(scene: Stage, room: Channel) -> list[str]:
    return [entry.text for entry in await entries(scene, room)]


def said(room: Channel, mark: str) -> list[Message]:
    return [m for m in room.messages if m.text.startswith(mark) and not m.deleted]


async def timeline(person: Person, room: Channel, line: str = "timeline") -> str:
    return shown(await person.slash(f"/incident {line}", channel=room))


async def test_what_is_logged_is_one_line_for_all_and_an_answer_with_change(scene: Stage) -> None:
    ana, ben, room = await room_of_two(scene)

    answer = await ana.slash("/incident log Errors gone", channel=room)
    await later(scene)

    assert "On the timeline, as of now: Errors gone" in answer.text
    assert labels(answer.blocks) == ["Change…"]
    [line] = said(room, ":memo:")
    assert line.text.endswith("Errors gone (ana)")
    quiet = await ben.slash("/incident noter -q 14:00 Only for the record", channel=room)
    await later(scene)
    assert "On the timeline at 2025-12-31 14:00, UTC" in quiet.text
    assert said(room, ":memo:") == [line]
    assert await texts(scene, room) == ["Only for the record", "Errors gone"]
    for text in ("may be DNS", "500 errors", "sun cert expired"):
        await ana.slash(f"/incident log {text}", channel=room)
    assert set(await texts(scene, room)) > {"may be DNS", "500 errors", "sun cert expired"}
    assert refusals(scene) == []
    assert disturbed(scene) == []


async def test_a_mention_is_its_own_line_and_is_struck_when_it_is_deleted(scene: Stage) -> None:
    ana, _, room = await room_of_two(scene)
    root = await ana.say("What do we see?", channel=room)

    asked = await ana.mention("log 14:02 cache is cold", channel=room, thread=root)
    await later(scene)

    assert said(room, ":memo:") == []
    [entry] = await entries(scene, room)
    assert (entry.text, entry.ts, entry.thread) == ("cache is cold", asked.ts, root.ts)
    await ana.delete(asked)
    await later(scene)
    [entry] = await entries(scene, room)
    assert (entry.text, entry.struck, entry.by) == ("", True, ana.id)
    assert "deleted by its author" in await timeline(ana, room)
    assert refusals(scene) == []


@pytest.mark.parametrize(
    ("mark", "kind"),
    [("pushpin", "note"), ("scales::skin-tone-3", "decision"), ("parking", "parked")],
)
async def test_an_entry_follows_its_message(scene: Stage, mark: str, kind: str) -> None:
    ana, ben, room = await room_of_two(scene)
    before = len(room.messages)
    root = await ana.say("It began at 13:58", channel=room)
    reply = await ben.say("Half of the pods are gone", channel=room, thread=root)

    for person in (ana, ben):
        await person.react(reply, mark)
    await later(scene)

    [entry] = await entries(scene, room)
    assert (entry.text, entry.kind, entry.by) == ("Half of the pods are gone", kind, ben.id)
    assert entry.occurred_at.timestamp() == pytest.approx(float(reply.ts), abs=1e-3)
    assert "writing_hand" in reply.reactions
    assert len(room.messages) == before + 1, "a mark is answered by a reaction alone"
    await ben.edit(reply, "Two thirds of the pods are gone")
    await later(scene)
    assert await texts(scene, room) == ["Two thirds of the pods are gone"]
    await ben.delete(reply)
    await later(scene)
    [entry] = await entries(scene, room)
    assert (entry.struck, entry.text, entry.by) == (True, "", ben.id)
    assert refusals(scene) == []


async def test_the_last_mark_that_goes_takes_the_entry_with_it(scene: Stage) -> None:
    ana, ben, room = await room_of_two(scene)
    message = await ana.say("Half of the pods are gone", channel=room)
    for person in (ana, ben):
        await person.react(message, "pushpin")
    await later(scene)

    await ana.unreact(message, "pushpin")
    await later(scene)
    assert len(await entries(scene, room)) == 1, "ben's mark stands"
    await ben.unreact(message, "pushpin")
    await later(scene)
    assert await entries(scene, room) == []
    assert "writing_hand" not in message.reactions
    await ana.react(message, "pushpin")
    await later(scene)
    assert await texts(scene, room) == ["Half of the pods are gone"]
    assert "writing_hand" in message.reactions
    assert refusals(scene) == []


async def test_a_native_pin_is_a_mark_and_the_bots_own_is_none(scene: Stage) -> None:
    ana, ben, room = await room_of_two(scene)
    assert await entries(scene, room) == [], "its card is pinned"

    message = await ana.say("Runbook step 3 failed", channel=room)
    await ben.pin(message)
    await later(scene)
    assert await texts(scene, room) == ["Runbook step 3 failed"]
    await ben.unpin(message)
    await later(scene)
    assert await entries(scene, room) == []


async def test_a_decision_is_shown_and_may_be_objected_to_for_ten_minutes(scene: Stage) -> None:
    ana, ben, room = await room_of_two(scene)

    await ana.slash(f"/incident decide We stay on the old release {HOSTILE}", channel=room)
    await later(scene)

    [decision] = said(room, ":scales:")
    assert "Decided: *We stay on the old release" in decision.text
    assert labels(decision.blocks) == ["I object"]
    await ben.click(decision, "object")
    await ben.click(decision, "object")
    await later(scene)
    [objection] = said(room, ":raised_hand:")
    assert "*ben* objects: We stay on the old release" in objection.text
    assert "Your objection stands" in last(ben).text
    await ben.click(last(ben), "open.entry")
    await scene.settle()
    await ben.submit(text="The old release has the leak")
    await later(scene)
    [objection] = said(room, ":raised_hand:")
    assert ">The old release has the leak" in objection.text
    kinds = [entry.kind.value for entry in await entries(scene, room)]
    assert kinds == ["decision", "objection"]
    await later(scene, minutes=10)
    assert labels(decision.blocks) == []
    assert refusals(scene) == []
    assert disturbed(scene) == []


async def rule_out(scene: Stage, person: Person, room: Channel) -> None:
    """The newest hypothesis, from the list of them."""
    listed = await person.slash("/incident timeline hypotheses", channel=room)
    assert "*hypothesis* May be the cache (ana)" in shown(listed)
    await person.click(last(person), "open.entry")
    await scene.settle()
    await person.submit(state="dropped")
    await later(scene)


async def test_an_entry_is_corrected_hidden_and_ruled_out(scene: Stage) -> None:
    ana, ben, room = await room_of_two(scene)
    message = await ana.say("May be the cache", channel=room)
    await ana.shortcut("add_to_timeline", message)
    await scene.settle()
    await ana.submit(kind="hypothesis")
    await later(scene)
    [entry] = await entries(scene, room)
    assert (entry.kind, entry.text) == ("hypothesis", "May be the cache")

    await rule_out(scene, ben, room)
    assert "_Ruled out:_ May be the cache" in await timeline(ana, room)
    await ana.edit(message, "May be the cache of the gateway")
    await later(scene)
    assert await texts(scene, room) == ["May be the cache of the gateway"]
    await ben.click(last(ben), "open.entry")
    await scene.settle()
    await ben.submit(text="It was not the cache", state="hidden")
    await later(scene)
    assert await entries(scene, room) == []
    assert "It was not the cache" not in await timeline(ana, room)
    assert "It was not the cache" in await timeline(ana, room, "timeline hidden")
    assert refusals(scene) == []


async def test_all_that_the_scribe_writes_is_kept_if_they_want_that(scene: Stage) -> None:
    ana, ben, room = await room_of_two(scene)
    refused = await ben.slash("/incident scribe on", channel=room)
    assert "That is for the scribe" in refused.text

    await ben.slash("/incident take scribe", channel=room)
    await ben.say("Before", channel=room)
    await later(scene)
    answer = await ben.slash("/incident scribe on", channel=room)
    assert "Everything you write" in answer.text
    await later(scene)
    noted = await ben.say("14 pods restarted", channel=room)
    await ana.say("Not mine", channel=room)
    await later(scene)
    assert await texts(scene, room) == ["14 pods restarted"]
    assert noted.reactions == {}
    await later(scene)
    await ana.slash("/incident take scribe!", channel=room)
    await later(scene)
    await ben.say("After", channel=room)
    await later(scene)
    assert await texts(scene, room) == ["14 pods restarted"]
    assert refusals(scene) == []


async def test_the_timeline_is_read_by_pages_days_and_kinds(scene: Stage) -> None:
    ana, _, room = await room_of_two(scene)
    for number in range(15):
        await ana.slash(f"/incident log -q yesterday 10:{number:02} step {number}", channel=room)

    first = await ana.slash("/incident timeline", channel=room)
    assert "page 1 of 2" in first.text
    assert "Older" in labels(first.blocks)
    assert "Newer" not in labels(first.blocks)
    assert shown(first).index("step 14") < shown(first).index("step 13")
    assert "{date_long}|2026-" in shown(first)
    await ana.click(last(ana), "run.0")
    await scene.settle()
    assert "step 0" in shown(last(ana))
    assert "step 14" not in shown(last(ana))
    changes = await timeline(ana, room, "chronologie changements")
    assert "*change* Declared" in changes or "*change*" in changes
    assert "step" not in changes
    refused = await ana.slash("/incident timeline colours", channel=room)
    assert "can be narrowed to: changes" in refused.text
    for line in ("décisions", "à revoir", "masqué", "hypothèses", "changements"):
        assert "can be narrowed" not in await timeline(ana, room, f"chronologie {line}")
    assert refusals(scene) == []


async def test_a_time_that_was_twice_is_asked_about_and_one_press_answers(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene, scene.bot_running():
        patient(scene)
        ana = scene.person("ana", tz="Europe/Paris")
        _, room = await declared(scene)
        asked = await ana.slash("/incident log 2025-10-26T02:30 twice that night", channel=room)
        assert "was twice in Europe/Paris" in asked.text
        await ana.click(last(ana), "run.1")
        await later(scene)
        [entry] = await entries(scene, room)
        assert entry.text == "twice that night"
        assert f"{entry.occurred_at:%H:%M}" == "01:30"
        future = await ana.slash("/incident log 2030-01-01T10:00 later", channel=room)
        assert "still to come" in future.text


async def test_in_an_incidents_channel_words_are_logged_or_declared(scene: Stage) -> None:
    ana, _, room = await room_of_two(scene)

    answer = await ana.slash("/incident the queue is full again", channel=room)

    assert labels(answer.blocks) == ["Log it", "New incident"]
    await ana.click(last(ana), "run.0")
    await later(scene)
    assert await texts(scene, room) == ["the queue is full again"]
