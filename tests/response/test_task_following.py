"""Tasks follow the messages they were made of, whatever is heard first and however often."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from bot.incident.changes import TaskAdded, TaskChanged, TaskEnded
from bot.incident.decision import Choice, Way
from bot.incident.errors import AlreadyNoted
from bot.incident.ids import MessageTs, UserId
from bot.incident.incident import Incident
from bot.incident.listing import Listing, search_words
from bot.incident.message import Content, Heard, HeardKind, mark_key
from bot.incident.relief import Relief
from bot.incident.roles import Role
from bot.incident.task import Task, TaskKind, TaskState
from bot.response import tasks as verbs
from bot.response.decide import decide_way
from bot.response.handover import offer
from bot.response.log import Place
from bot.response.merge import merge, unmerge
from bot.response.record import Told, record_messages
from bot.response.roles import take
from bot.response.task_writing import NewTask
from bot.response.tasks import Which
from bot.storage.ledger import Database
from tests.all_rows import tables_with
from tests.lengths import quick
from tests.response.conftest import Office
from tests.response.test_declare import ANA, BOB, opened, said
from tests.response.test_guides import stored
from tests.response.test_tasks import asks, promises, tasks_of
from tests.response.test_verbs import ROOM, an_incident

WORD = "zebrafinch"
FIRST = Which(TaskKind.ACTION, 1)


class Talk:
    """A message, and what can be heard of it, each thing at its own second."""

    def __init__(self, at: datetime, text: str = f"Tell {WORD} the hosts") -> None:
        self.ts = MessageTs(f"{at.timestamp():.6f}")
        self.source = f"{ROOM}:{self.ts}"
        self._at = at
        self._text = text

    def posted(self) -> Heard:
        return self._heard(HeardKind.POSTED, 0, content=Content(text=self._text))

    def edited(self, text: str, after: float = 1) -> Heard:
        return self._heard(HeardKind.EDITED, after, key=self._ts(after), content=Content(text=text))

    def marked(self, after: float = 2, by: UserId = ANA, *, present: bool = True) -> Heard:
        key = mark_key("dart", by, self._ts(after))
        return self._heard(HeardKind.REACTION, after, key=key, by=by, present=present)

    def deleted(self, after: float = 9) -> Heard:
        return self._heard(HeardKind.DELETED, after)

    def _ts(self, after: float) -> str:
        return f"{(self._at + timedelta(seconds=after)).timestamp():.6f}"

    def _heard(self, kind: HeardKind, after: float, **more: Any) -> Heard:
        at = self._at + timedelta(seconds=after)
        told = {"channel": ROOM, "ts": self.ts, "kind": kind, "at": at, "heard_at": at, "by": ANA}
        return Heard(**{**told, **more})


async def hear(office: Office, *heard: Heard) -> None:
    """One after another, each at its own moment."""
    for one in heard:
        await office.clock.forward(seconds=1)
        now = one.model_copy(update={"heard_at": office.clock.now()})
        await record_messages(office.desk, [Told(now)])


async def facts(office: Office, incident: Incident) -> list[Any]:
    async with office.desk.ledger.look() as work:
        entries = await work.timeline.of(incident.id)
    return [e.fact for e in entries if isinstance(e.fact, TaskAdded | TaskChanged | TaskEnded)]


async def found(office: Office, words: str) -> int:
    async with office.desk.ledger.look() as work:
        asked = Listing(by=ANA, words=search_words(words))
        return (await work.search.page(asked)).total


async def holding(office: Office) -> list[str]:
    """The tables that hold the word."""
    assert isinstance(office.desk.ledger, Database)
    return await tables_with(office.desk.ledger, WORD)


async def an_item(office: Office, incident: Incident, talk: Talk) -> Task:
    await hear(office, talk.posted(), talk.marked())
    return (await tasks_of(office, incident))[-1]


async def test_a_message_is_one_action_item_and_its_last_mark_takes_it_away(office: Office) -> None:
    incident, talk = await an_incident(office), Talk(office.clock.now())
    await hear(office, talk.posted(), talk.marked(2), talk.marked(3, BOB), talk.marked(3, BOB))
    new = NewTask(kind=TaskKind.ACTION, text="Tell", source=talk.source)
    with pytest.raises(AlreadyNoted, match="action item 1"):
        await verbs.add(office.desk, asks(incident, "form"), new)
    assert await promises(office, incident) == [f"action_marked {ANA}"]

    await hear(office, talk.marked(4, present=False))
    [task] = await tasks_of(office, incident)
    assert task.is_open, "bob's mark is still there"
    await hear(office, talk.marked(5, BOB, present=False))
    [dropped] = await tasks_of(office, incident)
    await hear(office, talk.marked(6), talk.marked(5, BOB, present=False))
    [again] = await tasks_of(office, incident)
    await verbs.give(office.desk, asks(incident, "give"), FIRST, BOB)
    await hear(office, talk.marked(7, present=False))

    assert (dropped.state, dropped.ended_by) == (TaskState.DROPPED, BOB)
    assert again.is_open
    [task] = await tasks_of(office, incident)
    assert (task.state, task.owner, task.text) == (TaskState.OPEN, BOB, f"Tell {WORD} the hosts")


async def test_what_somebody_dropped_comes_back_by_a_new_mark_only(office: Office) -> None:
    incident, talk = await an_incident(office), Talk(office.clock.now())
    await an_item(office, incident, talk)
    await office.clock.forward(seconds=1)
    await verbs.end(office.desk, asks(incident, "drop"), FIRST, TaskState.DROPPED)

    await hear(office, talk.marked(), talk.edited("Something else"))
    [task] = await tasks_of(office, incident)
    assert task.state is TaskState.DROPPED
    await hear(office, talk.marked(8, BOB))

    [task] = await tasks_of(office, incident)
    assert task.is_open


@pytest.mark.parametrize("part", quick(range(6), 3))
async def test_in_whatever_order_and_twice_it_ends_the_same(office: Office, part: int) -> None:
    incident, start = await an_incident(office), office.clock.now()
    orders = list(permutations(range(4)))[part::6]
    talks = [Talk(start + timedelta(minutes=n)) for n in range(len(orders))]
    for talk, order in zip(talks, orders, strict=True):
        told = [talk.posted(), talk.edited(f"{WORD}s, all"), talk.marked(), talk.deleted()]
        await hear(office, *(told[n] for n in order), *(told[n] for n in order))

    tasks = await tasks_of(office, incident)
    ends = {(task.source, task.state, task.text, task.struck) for task in tasks}
    assert ends == {(talk.source, TaskState.OPEN, "", True) for talk in talks}
    assert len(tasks) == len(talks)
    assert await holding(office) == []
    assert await found(office, WORD) == 0


async def test_a_mark_taken_back_leaves_nothing_to_do_in_any_order(office: Office) -> None:
    incident, start = await an_incident(office), office.clock.now()
    for number, order in enumerate(permutations(range(3))):
        talk = Talk(start + timedelta(minutes=number))
        told = [talk.posted(), talk.marked(1), talk.marked(2, present=False)]
        await hear(office, *(told[n] for n in order), *(told[n] for n in order))

    assert not any(task.is_open for task in await tasks_of(office, incident))


async def test_an_edit_changes_the_text_until_somebody_has_written_it(office: Office) -> None:
    incident, talk = await an_incident(office), Talk(office.clock.now(), "Tell the  <!here> hosts")
    task = await an_item(office, incident, talk)
    await hear(office, talk.edited("Tell all hosts", 3))
    [after] = await tasks_of(office, incident)
    new = NewTask(kind=TaskKind.ACTION, text="Tell nobody")
    await verbs.rewrite(office.desk, asks(incident, "edit"), task.id, new, lambda _: True)
    await hear(office, talk.edited("Tell everybody", 5))

    assert (task.text, after.text) == ("Tell the @here hosts", "Tell all hosts")
    [last] = await tasks_of(office, incident)
    assert (last.text, last.by_hand) == ("Tell nobody", True)
    told = [(fact.kind, fact.text, fact.by_hand) for fact in await facts(office, incident)]
    assert told == [
        ("task_added", "Tell the @here hosts", False),
        ("task_changed", "Tell all hosts", False),
        ("task_changed", "Tell nobody", True),
    ]


async def test_text_that_somebody_wrote_outlives_the_message_but_not_its_words(
    office: Office,
) -> None:
    incident, talk = await an_incident(office), Talk(office.clock.now())
    task = await an_item(office, incident, talk)
    new = NewTask(kind=TaskKind.ACTION, text="Tell the owners", owner=BOB)
    await office.clock.forward(seconds=1)
    await verbs.rewrite(office.desk, asks(incident, "edit"), task.id, new, lambda _: True)

    await hear(office, talk.deleted())

    [task] = await tasks_of(office, incident)
    assert (task.text, task.struck) == ("Tell the owners", False)
    told = [(fact.text, fact.struck) for fact in await facts(office, incident)]
    assert told == [("", True), ("Tell the owners", False)]
    assert await holding(office) == []
    assert (await found(office, WORD), await found(office, "owners")) == (0, 1)


@pytest.mark.parametrize("keeps", [True, False])
async def test_kept_words_are_kept_with_the_message_and_nowhere_else(
    office: Office, keeps: bool
) -> None:
    policy = office.policy.model_copy(update={"keep_deleted": keeps})
    office.desk = replace(office.desk, policy=lambda: policy)
    incident, talk = await an_incident(office), Talk(office.clock.now())
    await an_item(office, incident, talk)
    await verbs.end(office.desk, asks(incident, "done"), FIRST, TaskState.DONE)

    await hear(office, talk.deleted())

    held = await holding(office)
    assert held == (["heard"] if keeps else [])
    [task] = await tasks_of(office, incident)
    assert (task.state, task.struck) == (TaskState.DONE, True)
    assert incident.id in office.alarm.woken


async def test_a_form_holds_to_its_message_unless_it_says_something_else(office: Office) -> None:
    incident, start = await an_incident(office), office.clock.now()
    talks = [Talk(start + timedelta(minutes=n), f"{WORD} {n}") for n in range(3)]
    await hear(office, *(talk.posted() for talk in talks), talks[2].deleted())
    for number, (talk, by_hand) in enumerate(zip(talks, (False, True, False), strict=True)):
        new = NewTask(
            kind=TaskKind.TASK, text=f"As typed {number}", source=talk.source, by_hand=by_hand
        )
        await verbs.add(office.desk, asks(incident, f"form {number}"), new)
    made = await tasks_of(office, incident)
    assert [task.text for task in made] == [f"{WORD} 0", "As typed 1", ""]

    await verbs.carry(office.desk, asks(incident, "carry"), Which(TaskKind.TASK, 1))
    await hear(office, *(talk.deleted() for talk in talks))

    tasks = sorted(await tasks_of(office, incident), key=lambda one: (one.kind, one.number))
    assert [(task.text, task.struck) for task in tasks] == [
        ("", True),
        ("", True),
        ("As typed 1", False),
        ("", True),
    ]
    assert await holding(office) == []


async def test_what_went_into_another_incident_is_struck_there_too(office: Office) -> None:
    incident, talk = await an_incident(office), Talk(office.clock.now())
    other = (await opened(office, said("k2", title="Search is slow"))).incident
    await an_item(office, incident, talk)
    await merge(office.desk, asks(incident, "merge"), other.id)

    await hear(office, talk.deleted())

    assert {*office.alarm.woken[-2:]} == {incident.id, other.id}
    assert await holding(office) == []
    await unmerge(office.desk, asks(incident, "unmerge"))
    [task] = await tasks_of(office, incident)
    assert (task.is_open, task.struck) == (True, True)


async def test_a_handovers_summary_follows_and_an_answer_given_again_has_no_words(
    office: Office,
) -> None:
    incident, talk = await an_incident(office), Talk(office.clock.now())
    await an_item(office, incident, talk)
    await take(office.desk, asks(incident, "take"), Role.IC)
    await offer(office.desk, asks(incident, "offer"), [], BOB)
    ended = await verbs.end(office.desk, asks(incident, "done"), FIRST, TaskState.DONE)

    await hear(office, talk.deleted())

    async with office.desk.ledger.look() as work:
        [told] = [e for e in await work.effects.of(incident.id) if "relief" in e.detail]
    [running] = Relief.model_validate_json(told.detail["relief"]).running
    assert (running.text, running.struck) == ("", True)
    again = await verbs.end(office.desk, asks(incident, "done"), FIRST, TaskState.DONE)
    done = [one for one in (*ended.facts, *again.facts) if isinstance(one, TaskEnded)]
    assert [one.text for one in done] == [f"Tell {WORD} the hosts", ""]
    assert [one.struck for one in done] == [False, True]


async def test_a_decision_typed_as_a_message_goes_with_it(office: Office) -> None:
    incident = await an_incident(office)
    talk = Talk(office.clock.now(), f"<@UBOT> decide roll back: {WORD}")
    place = Place(channel=ROOM, ts=talk.ts)
    await hear(office, talk.posted())
    note = Choice(Way.ROLL_BACK, f"the {WORD}")
    await decide_way(office.desk, asks(incident, "decide"), note, place=place)
    assert await found(office, WORD) == 1

    await hear(office, talk.deleted(), talk.deleted())

    assert await holding(office) == []
    assert await found(office, WORD) == 0
    now = await stored(office, incident)
    assert (now.way, now.way_note, now.way_by, now.way_struck) == ("roll_back", "", ANA, True)
    assert now.words_erased_at is not None
    await decide_way(office.desk, asks(incident, "again"), Choice("Stay on 41"))
    assert (await stored(office, incident)).way_struck is True, "own words, and nobody had asked"
    await decide_way(office.desk, asks(incident, "third"), Choice(Way.DEGRADE))
    assert (await stored(office, incident)).way_struck is False
