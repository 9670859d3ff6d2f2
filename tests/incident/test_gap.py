"""A channel as it reads now, against what was heard of it: what was missed, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.incident.gap import Judged, Missed, Reading, has_moved, lacking, missed, struck
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.message import (
    ANYBODY,
    PIN,
    Content,
    Heard,
    HeardKind,
    Message,
    mark_key,
    messages_of,
    moment_of,
)

ROOM = ChannelId("C1")
ROOT, REPLY, NEW = (MessageTs(f"1767225{n}.000100") for n in (600, 610, 620))
NOW = moment_of(NEW) + timedelta(hours=1)
EDITED = "1767225700.000001"
LATER = moment_of("1767225800.000001")
AFTER = f"{NOW.timestamp() + 60:.6f}"


def heard(ts: MessageTs, text: str = "hello", **more: Any) -> Heard:
    told: dict[str, Any] = {
        "channel": ROOM,
        "ts": ts,
        "kind": HeardKind.POSTED,
        "at": moment_of(ts),
        "heard_at": moment_of(ts),
        "by": "U1",
        "content": Content(text=text),
    }
    return Heard(**told | more)


def edited(ts: MessageTs, text: str) -> Heard:
    return heard(ts, text, kind=HeardKind.EDITED, key=EDITED, at=moment_of(EDITED))


KNOWN = [heard(ROOT), heard(REPLY, thread=ROOT)]
MARK = heard(
    ROOT,
    kind=HeardKind.REACTION,
    key=mark_key("eyes", "U2", "1767225601.000001"),
    content=None,
)
PINNED = heard(
    ROOT, kind=HeardKind.PIN, key=mark_key(PIN, ANYBODY, "1767225601.000001"), content=None
)
AS_KNOWN = [Reading(one) for one in KNOWN]


def anything(message: Message) -> bool:
    return True


def what(
    known: list[Heard], read: list[Reading], judged: Judged = anything, asked_at: datetime = NOW
) -> list[tuple[str, str]]:
    found = missed(known, read, asked_at, judged)
    return [(one.ts, one.kind.value) for one in found.heard]


def test_what_reads_as_it_was_heard_is_no_gap() -> None:
    assert missed(KNOWN, AS_KNOWN, NOW, anything) == Missed()


def test_a_message_that_nobody_heard_of_counts_unless_it_may_still_come() -> None:
    read = [*AS_KNOWN, Reading(heard(NEW))]

    found = missed(KNOWN, read, NOW, anything)
    assert (found.messages, found.changes, found.first) == (1, 0, moment_of(NEW))
    young = missed(KNOWN, read, moment_of(NEW) + timedelta(seconds=30), anything)
    assert (len(young.heard), young.messages, young.first) == (1, 0, None)


def test_what_slack_notes_by_itself_is_recorded_and_no_message() -> None:
    found = missed(KNOWN, [*AS_KNOWN, Reading(heard(NEW, subtype="channel_topic"))], NOW, anything)

    assert (len(found.heard), found.messages, found.changes) == (1, 0, 0)


def test_an_edit_counts_when_it_changes_words() -> None:
    assert what(KNOWN, [Reading(edited(ROOT, "other")), AS_KNOWN[1]]) == [(ROOT, "edited")]
    assert what(KNOWN, [Reading(edited(ROOT, "hello")), AS_KNOWN[1]]) == []
    assert what(KNOWN, [Reading(heard(ROOT, "drawn otherwise")), AS_KNOWN[1]]) == []
    assert missed(KNOWN, [Reading(edited(ROOT, "other"))], NOW, nothing).first == moment_of(EDITED)


def nothing(message: Message) -> bool:
    return False


def test_a_bot_changes_its_words_and_slack_does_not_say_so() -> None:
    other = Reading(heard(ROOT, "firing: 3"), by_bot=True)

    found = missed(KNOWN, [other], NOW, nothing)

    [message] = [one for one in messages_of([*KNOWN, *found.heard]) if one.ts == ROOT]
    assert [one.content.text for one in message.revisions] == ["hello", "firing: 3"]
    assert missed([*KNOWN, *found.heard], [other], NOW, nothing).heard == ()
    since = heard(ROOT, "ok", kind=HeardKind.EDITED, key=AFTER, at=moment_of(AFTER))
    assert missed([*KNOWN, since], [other], NOW, nothing).heard == ()


def test_an_edit_that_was_heard_while_the_channel_was_read_is_newer() -> None:
    later = heard(ROOT, "third", kind=HeardKind.EDITED, key="1767225800.000001", at=LATER)

    assert what([*KNOWN, edited(ROOT, "other"), later], [Reading(edited(ROOT, "other"))]) == [
        (REPLY, "deleted")
    ]


def test_what_is_lacking_is_deleted() -> None:
    assert what(KNOWN, AS_KNOWN[:1]) == [(REPLY, "deleted")]
    assert what(KNOWN, [Reading(KNOWN[0], is_gone=True), AS_KNOWN[1]]) == [(ROOT, "deleted")]


def test_what_would_not_be_read_here_is_not_taken_for_deleted() -> None:
    """A thread's replies do not stand in the channel's history, and its root in no page."""
    assert what(KNOWN, [], lambda message: not message.is_reply) == [(ROOT, "deleted")]
    assert what(KNOWN, [], lambda message: message.is_reply) == [(REPLY, "deleted")]
    assert what(KNOWN, [], nothing) == []


def test_what_was_heard_since_the_reading_began_is_newer_than_it() -> None:
    """Even when this machine's clock is far ahead of Slack's."""
    new = heard(NEW, heard_at=NOW + timedelta(seconds=1))

    assert what([*KNOWN, new], AS_KNOWN) == []
    assert what([*KNOWN, new], AS_KNOWN, asked_at=NOW + timedelta(seconds=2)) == [(NEW, "deleted")]


def test_of_messages_that_left_no_tombstone_the_replies_are_gone_too() -> None:
    absent = lacking(KNOWN, set())
    gone = struck(KNOWN, set(), NOW, lambda message: message.is_reply)

    assert absent == {ROOT}
    assert lacking(KNOWN, {ROOT}) == set()
    assert [(one.ts, one.kind.value) for one in gone.heard] == [(REPLY, "deleted")]
    assert (gone.messages, gone.changes) == (0, 1)


@pytest.mark.parametrize("subtype", ["channel_topic", "reminder_add"])
def test_what_slack_may_not_show_again_is_not_taken_for_deleted(subtype: str) -> None:
    assert what([*KNOWN, heard(NEW, subtype=subtype)], AS_KNOWN) == []


def test_what_is_deleted_already_is_not_deleted_again() -> None:
    gone = heard(REPLY, kind=HeardKind.DELETED, thread=ROOT, content=None)

    assert what([*KNOWN, gone], AS_KNOWN[:1]) == []


def test_marks_are_set_and_taken_back_as_far_as_slack_names_them() -> None:
    other = frozenset({("pushpin", "U3")})

    assert what([*KNOWN, MARK], [Reading(KNOWN[0], other), AS_KNOWN[1]]) == [
        (ROOT, "reaction"),
        (ROOT, "reaction"),
    ]
    some = [Reading(KNOWN[0], other, all_marks=False), AS_KNOWN[1]]
    assert what([*KNOWN, MARK], some) == [(ROOT, "reaction")]


def test_marks_of_what_was_deleted_are_not_taken_back() -> None:
    """A tombstone shows none."""
    gone = heard(ROOT, kind=HeardKind.DELETED, content=None)
    tombstone = [Reading(KNOWN[0], is_gone=True), AS_KNOWN[1]]

    assert what([*KNOWN, MARK, PINNED], tombstone) == [(ROOT, "deleted")]
    assert what([*KNOWN, MARK, PINNED, gone], tombstone) == []


def test_pins_are_set_and_taken_back() -> None:
    pinned = [Reading(KNOWN[0], pinned_by="U3"), AS_KNOWN[1]]

    found = missed(KNOWN, pinned, NOW, anything)
    assert [(one.kind, one.by, one.present) for one in found.heard] == [(HeardKind.PIN, "U3", True)]
    assert what([*KNOWN, *found.heard], pinned) == []
    assert what([*KNOWN, PINNED], pinned) == []
    assert what([*KNOWN, PINNED], AS_KNOWN) == [(ROOT, "pin")]
    taken = missed([*KNOWN, PINNED], AS_KNOWN, NOW, anything).heard
    assert not messages_of([*KNOWN, PINNED, *taken])[0].pinned


def test_what_was_read_back_makes_the_record_what_slack_shows() -> None:
    read = [
        Reading(edited(ROOT, "other"), frozenset({("pushpin", "U3")}), pinned_by="U2"),
        Reading(heard(NEW, "new")),
    ]
    known = [*KNOWN, MARK]
    found = missed(known, read, NOW, anything)

    now = {one.ts: one for one in messages_of([*known, *found.heard])}

    assert now[ROOT].revisions[-1].content.text == "other"
    assert now[ROOT].marks == {("pushpin", "U3")}
    assert now[ROOT].pinned
    assert now[REPLY].deleted_at == NOW
    assert now[NEW].revisions[-1].content.text == "new"
    assert missed([*known, *found.heard], read, NOW, anything).heard == ()
    assert (found.messages, found.changes) == (1, 5)


@pytest.mark.parametrize(
    ("told", "moved"),
    [
        ({"reply_count": 2, "latest_reply": REPLY}, False),
        ({"reply_count": 2}, False),
        ({"reply_count": 3, "latest_reply": REPLY}, True),
        ({"reply_count": 2, "latest_reply": NEW}, True),
    ],
)
def test_a_thread_has_moved_when_its_first_message_tells_of_other_replies(
    told: dict[str, object], moved: bool
) -> None:
    assert has_moved(told, (2, REPLY)) is moved
    assert has_moved(told, None)


def test_what_was_missed_adds_up() -> None:
    one, other = Missed((MARK,), 1, 2, LATER), Missed((), 3, 4, moment_of(ROOT))

    assert one + other == Missed((MARK,), 4, 6, moment_of(ROOT))
    assert (one + Missed()).first == LATER
