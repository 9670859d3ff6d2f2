"""An incident ends and comes back: typed, mentioned in a thread, clicked, and by its form."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.faults import RateLimited
from tests.stage import Stage, stage
from tests.stories.running import declared, later, leap
from tests.stories.seeing import card, disturbed, form, labels, last, patient, refusals, shown

HOSTILE = "Rolled back <!channel> & <@U1> \N{RIGHT-TO-LEFT OVERRIDE}עברית \N{FIRE}"


def seconds(scene: Stage, **after: float) -> int:
    """As a picker holds a time."""
    return int((scene.clock.now() + timedelta(**after)).timestamp())


async def test_the_resolve_form_lacks_only_the_final_message(scene: Stage) -> None:
    ana, room = await declared(scene)
    await scene.forward(minutes=4)

    await ana.click(card(room), "open.resolve")
    await scene.settle()
    empty = await ana.submit()
    early = await ana.submit(resolution=HOSTILE, **{"moment.resolved": seconds(scene, hours=1)})
    at = seconds(scene, minutes=-3)
    done = await ana.submit(lasting="Reports are late", **{"moment.resolved": at})
    await later(scene)

    assert "resolution" in empty.errors
    assert list(early.errors) == ["moment.resolved"]
    assert "resolved" in shown(done)
    over = shown(card(room))
    assert "Rolled back &lt;!channel&gt; &amp;" in over
    assert "Reports are late" in over
    assert f"<!date^{at}^" in shown(await ana.slash("/incident times INC-1"))
    assert "resolved" in room.topic
    _, *told = room.messages
    assert any("an update is due* for internal" in one.text for one in told)
    assert any("Post-mortem of INC-1" in one.text for one in told)
    assert disturbed(scene) == []
    assert refusals(scene) == []


async def test_resolving_by_every_other_way(scene: Stage) -> None:
    ana, room = await declared(scene)
    thread = await ana.say("It looks fine again", channel=room)

    offered = await ana.mention("resolve", thread=thread)
    await later(scene)
    assert "Open the form" in labels(last(ana).blocks)
    assert offered.thread_ts == thread.ts
    for line in (
        "resolve Rolled back",
        "fixed Rolled back",
        "résolu Rolled back",
        "resolved Rolled back",
        "status resolved Rolled back",
        "resolved -5m Rolled back",
    ):
        await ana.mention(line, thread=thread)
        await later(scene)
        assert "Done: Rolled back" in last(ana).text, line
        twice = await ana.slash("/incident resolve Again", channel=room)
        assert "nothing has changed" in twice.text
        await ana.slash("/incident reopen", channel=room)
    bare = await ana.slash("/incident status resolved", channel=room)
    await later(scene)
    assert bare.text == ""
    assert "final message" in shown(form(ana))
    await ana.slash("/incident resolve Done", channel=room)
    await ana.slash("/incident resolve", channel=room)
    await later(scene)
    assert "nothing has changed" in last(ana).text
    assert refusals(scene) == []


async def test_cancelling_is_done_at_once_and_asked_why_afterwards(scene: Stage) -> None:
    ana, room = await declared(scene)

    await ana.slash("/incident annuler", channel=room)
    await later(scene)
    assert "cancelled" in room.topic
    assert labels(last(ana).blocks)[:2] == ["False alarm", "Duplicate"]
    await ana.click(last(ana), "run.0")
    await later(scene)

    assert "Because: false alarm" in shown(card(room))
    await ana.click(card(room), "run.1", value="reopen INC-1")
    await later(scene)
    assert "investigating" in room.topic
    await ana.mention("cancel fausse alerte", channel=room)
    await later(scene)
    assert "Because: false alarm" in shown(card(room))
    assert len(room.messages) == 2
    assert refusals(scene) == []


async def test_closing_a_large_one_and_opening_it_again_take_a_reason(scene: Stage) -> None:
    ana, room = await declared(scene)
    refused = await ana.slash("/incident close Too early", channel=room)
    assert "From there it can become" in refused.text
    await ana.slash("/incident resolve Rolled back", channel=room)

    asked = await ana.slash("/incident close", channel=room)
    assert "say why" in asked.text
    await ana.click(last(ana), "open.close")
    await scene.settle()
    assert "reason" in (await ana.submit(reason="  ")).errors
    await ana.submit(reason="Covered by INC-7 & co")
    await later(scene)
    assert "closed" in room.topic
    assert "Covered by INC-7 &amp; co" in shown(card(room))

    asked = await ana.slash("/incident reopen", channel=room)
    assert "To open it again, say why" in asked.text
    stubborn = await ana.slash("/incident status investigating", channel=room)
    assert "To open it again, say why" in stubborn.text
    await ana.click(card(room), "open.reopen")
    await scene.settle()
    await ana.submit(reason="It fails again")
    await later(scene)
    assert "investigating" in room.topic
    assert refusals(scene) == []


@pytest.mark.long
async def test_why_it_was_done_is_said_with_it(scene: Stage) -> None:
    ana, room = await declared(scene)

    for line, said in [
        ("mitigated Traffic moved away", "Status: *monitoring* · Because: Traffic moved away"),
        ("cancel Nobody saw it", "Status: *cancelled* · Because: Nobody saw it"),
        ("reopen Somebody saw it", "Reopened: investigating · Because: Somebody saw it"),
    ]:
        answer = await ana.slash(f"/incident {line}", channel=room)
        await later(scene)
        assert said in answer.text, line
        assert said in shown(card(room)), line


async def test_a_reason_of_ours_reads_in_the_readers_language(scene: Stage) -> None:
    ana, room = await declared(scene)
    chloe = scene.person("chloe", locale="fr-FR")

    await ana.slash("/incident cancel false alarm", channel=room)
    read = await chloe.slash("/incident show INC-1")

    assert "fausse alerte" in read.text


async def test_a_small_one_is_closed_at_once(scene: Stage) -> None:
    ana, room = await declared(scene, severity="sev3")

    await ana.slash("/incident resolve Restarted it", channel=room)
    await later(scene)
    await ana.click(card(room), "run.0", value="close INC-1")
    await later(scene)

    assert "closed" in room.topic
    assert "will be archived" in last(ana).text


async def test_the_channel_is_archived_a_day_after_it_was_told_unless_kept(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident cancel test", channel=room)
    await leap(scene, days=12.5)
    assert len(room.messages) == 1

    await leap(scene, days=0.6)
    [_, told] = room.messages
    assert labels(told.blocks) == ["Keep"]
    await ana.click(told, "run.0")
    await ana.click(told, "run.0")
    await later(scene)
    assert "nothing has changed" in last(ana).text

    await leap(scene, days=3)
    assert not room.is_archived
    await leap(scene, days=20)
    assert (len(room.messages), room.is_archived) == (3, False)
    await leap(scene, days=1.1)
    assert room.is_archived
    scene.slack.calls.clear()
    await leap(scene, days=30)
    assert scene.slack.calls == [] or refusals(scene) == []


@pytest.mark.long
async def test_reopening_what_is_archived_says_what_an_admin_must_do(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident cancel test", channel=room)
    await leap(scene, days=14)
    await leap(scene, days=1.1)
    assert room.is_archived

    answer = await ana.slash("/incident reopen INC-1 it fails again")
    await later(scene)
    assert "I try to open it again" in answer.text
    [told] = ana.inbox()
    assert "Unarchive channel" in told.text
    assert "investigating" in scene.announcements[-1].text
    await later(scene, minutes=25)
    assert set(refusals(scene)) == {"conversations.unarchive: not_in_channel"}
    assert len(ana.inbox()) == 1

    await scene.person("admin").unarchive(room)
    await later(scene, seconds=20)
    assert "investigating" in room.topic
    assert "investigating" in shown(card(room))
    assert not any("Slack did not let me" in message.text for message in room.messages)


@pytest.mark.long
async def test_an_open_one_whose_channel_somebody_archives_says_so_and_calls_no_more(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)

    await ana.archive(room)
    await later(scene, seconds=20)
    answer = await ana.slash("/incident status INC-1 identified")
    await later(scene, seconds=20)

    assert "identified" in answer.text
    assert "identified" in scene.announcements[-1].text
    assert len(ana.inbox()) == 1
    assert set(refusals(scene)) == {"conversations.unarchive: not_in_channel"}


async def test_the_channel_is_archived_after_all_else_that_is_to_be_done_in_it(
    tmp_path: Path,
) -> None:
    """After a pause both fall due at once, and in an archived channel nothing can be edited."""
    async with stage(tmp_path) as scene:
        async with scene.bot_running():
            patient(scene)
            ana, room = await declared(scene, severity="sev3")
            await ana.slash("/incident declare sev3 Search is slow")
            await ana.slash("/incident quiet INC-1 5h")
            await ana.slash("/incident merge INC-1 INC-2 yes")
            await later(scene)
            assert "No nudges until" in shown(card(room))
        await scene.clock.step(scene.clock.now() + timedelta(hours=25))
        scene.slack.faults.fail("chat.update", RateLimited(2), times=2)
        async with scene.bot_running():
            patient(scene)
            await later(scene, seconds=10)

        assert room.is_archived
        assert "No nudges until" not in shown(card(room))
