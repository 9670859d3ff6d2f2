"""Action items that are given: accepted, declined, dropped with a reason, and late ones listed."""

from __future__ import annotations

import asyncio

from tests.stage import Stage
from tests.stories.running import declared, later, leap
from tests.stories.seeing import labels, last, refusals, shown


async def test_whoever_is_given_one_accepts_or_declines_it(scene: Stage) -> None:
    ana, room = await declared(scene)
    ben = scene.person("ben")
    await ben.join(room)
    for text in ("Alert on replica lag", "Write a runbook for the cache"):
        await ana.slash(f"/incident action @ben {text} 4w", channel=room)
        await later(scene)
    first, second = [one for one in ben.inbox() if "gave you this action item" in one.text]
    assert labels(first.blocks)[-2:] == ["I accept", "Not me"]
    listed = await ana.slash("/incident actions", channel=room)
    assert shown(listed).count("ben, not accepted yet") == 2

    line = "action INC-1 accept 1"
    await asyncio.gather(*(ben.click(first, "run.0", value=line) for _ in range(2)))
    await ben.click(second, "run.1", value="action INC-1 decline 2")
    await later(scene)

    listed = await ana.slash("/incident actions", channel=room)
    assert "not accepted yet" not in shown(listed)
    assert "Alert on replica lag (ben, due" in shown(listed)
    assert "Write a runbook for the cache (nobody yet, due" in shown(listed)
    assert "ben does not take this" in ana.inbox()[-1].text
    for typed, said in [
        ("action accept 1", "is not yours to answer for"),
        ("action accept 9", "has no action item 9"),
        ("action accept", "`/incident action"),
        ("action why 1 It is done", "is still to be done"),
        ("task accept 1", "`/incident action accept 1`"),
    ]:
        answer = await ana.slash(f"/incident {typed}", channel=room)
        assert said in answer.text, typed
    assert refusals(scene) == []


async def test_one_that_is_dropped_says_why_by_a_line_or_one_tap(scene: Stage) -> None:
    ana, room = await declared(scene)
    for text in ("Alert on replica lag", "Write a runbook for the cache", "Improve monitoring"):
        noted = await ana.slash(f"/incident action {text}", channel=room)
    assert "What will be there when it is done?" in noted.text

    said = await ana.slash("/incident action drop 1 because the cache goes", channel=room)
    silent = await ana.slash("/incident action abandonner 2", channel=room)
    assert "Why?" not in shown(said)
    assert "no longer needed" in shown(silent)
    await ana.click(last(ana), "run.1", value="action INC-1 why 2 done elsewhere")
    await later(scene)

    assert "Action item 2 is not done, says ana · Because: done elsewhere" in last(ana).text


async def test_one_says_what_it_is_for_by_line_and_by_form(scene: Stage) -> None:
    ana, room = await declared(scene)
    noted = await ana.slash("/incident action prevent: Limit the pool to 40", channel=room)
    assert "Action item 1: [prevent] Limit the pool to 40" in shown(noted)
    await ana.slash("/incident action Alert below 5 free connections", channel=room)
    await ana.slash("/incident action type 2 détecter", channel=room)
    await ana.slash("/incident action", channel=room)
    await later(scene)
    await ana.submit(text="Practise the failover", kind="action", type="learn")
    await ana.slash("/incident task Look at it", channel=room)
    await later(scene)

    listed = shown(await ana.slash("/incident actions", channel=room))
    assert "[prevent] Limit the pool to 40 (nobody yet" in listed
    assert "[detect] Alert below 5" in listed
    assert "[learn] Practise the failover" in listed
    edit = next(b for b in last(ana).blocks if b["type"] == "actions")["elements"][-1]
    await ana.click(last(ana), "open.task_edit", value=edit["value"])
    await later(scene)
    await ana.submit(type="-")
    await later(scene)
    assert "[prevent]" not in shown(await ana.slash("/incident actions", channel=room))
    for typed, said in [
        ("action type 2 prevnt", "`/incident action type 2 prevent`"),
        ("action type 2", "`/incident action type 2 prevent`"),
        ("action type 2 detect", "nothing has changed"),
        ("task type 1 learn", "`/incident action type 1"),
    ]:
        answer = await ana.slash(f"/incident {typed}", channel=room)
        assert said in answer.text, (typed, answer.text)
    assert refusals(scene) == []


async def test_what_is_late_is_listed_weekly_for_the_owner_of_the_post_mortem(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident take ic", channel=room)
    await ana.slash("/incident action Alert on replica lag 1d", channel=room)
    await ana.slash("/incident resolve Rolled back", channel=room)
    await later(scene)
    for _ in range(30):
        await leap(scene, hours=12)

    lists = [one for one in ana.inbox() if "1 action item is late" in one.text]
    assert 2 <= len(lists) <= 3
    assert "Alert on replica lag" in lists[0].text
