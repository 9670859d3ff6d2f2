"""A channel as it reads now, against what was heard of it: what was missed, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.incident.gap import Reading, missed
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.message import (
    Content,
    Heard,
    HeardKind,
    mark_key,
    messages_of,
    moment_of,
)

ROOM = ChannelId("C1")
ROOT, REPLY, NEW = (MessageTs(f"1767225{n}.000100") for n in (600, 610, 620))
NOW = moment_of(NEW) + timedelta(hours=1)
EDITED = "1767225700.000001"
LATER = moment_of("1767225800.000001")


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


START = moment_of(ROOT)
KNOWN = [heard(ROOT), heard(REPLY, thread=ROOT)]
MARK = heard(
    ROOT,
    kind=HeardKind.REACTION,
    key=mark_key("eyes", "U2", "1767225601.000001"),
    content=None,
)
AS_KNOWN = [Reading(one) for one in KNOWN]


def what(
    known: list[Heard], read: list[Reading], since: datetime | None = None
) -> list[tuple[str, str]]:
    found = missed(messages_of(known), read, since or START, NOW)
    return [(one.ts, one.kind.value) for one in found.heard]


def test_what_reads_as_it_was_heard_is_no_gap() -> None:
    found = missed(messages_of(KNOWN), AS_KNOWN, START, NOW)

    assert (found.heard, found.messages, found.changes) == ((), 0, 0)


def test_a_message_that_nobody_heard_of_counts_unless_it_may_still_come() -> None:
    read = [*AS_KNOWN, Reading(heard(NEW))]

    assert missed(messages_of(KNOWN), read, START, NOW).messages == 1
    young = missed(messages_of(KNOWN), read, START, moment_of(NEW) + timedelta(seconds=30))
    assert (len(young.heard), young.messages) == (1, 0)


def test_an_edit_counts_when_it_changes_words() -> None:
    assert what(KNOWN, [Reading(edited(ROOT, "other")), AS_KNOWN[1]]) == [(ROOT, "edited")]
    assert what(KNOWN, [Reading(edited(ROOT, "hello")), AS_KNOWN[1]]) == []
    assert what(KNOWN, [Reading(heard(ROOT, "drawn otherwise")), AS_KNOWN[1]]) == []


def test_an_edit_that_was_heard_while_the_channel_was_read_is_newer() -> None:
    later = heard(ROOT, "third", kind=HeardKind.EDITED, key="1767225800.000001", at=LATER)

    assert what([*KNOWN, edited(ROOT, "other"), later], [Reading(edited(ROOT, "other"))]) == [
        (REPLY, "deleted")
    ]


def test_what_is_lacking_is_deleted() -> None:
    assert what(KNOWN, AS_KNOWN[:1]) == [(REPLY, "deleted")]
    assert what(KNOWN, [Reading(KNOWN[0], is_gone=True), AS_KNOWN[1]]) == [(ROOT, "deleted")]


def test_what_is_older_than_all_that_slack_shows_is_not_taken_for_deleted() -> None:
    """Slack hides old messages under some plans, and retention takes them away."""
    assert what(KNOWN, [Reading(heard(NEW))], since=moment_of(NEW)) == [(NEW, "posted")]


def test_of_a_thread_that_is_gone_the_replies_stay() -> None:
    assert what(KNOWN, []) == [(ROOT, "deleted")]


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


def test_what_was_read_back_makes_the_record_what_slack_shows() -> None:
    read = [
        Reading(edited(ROOT, "other"), frozenset({("pushpin", "U3")})),
        Reading(heard(NEW, "new")),
    ]
    found = missed(messages_of([*KNOWN, MARK]), read, START, NOW)

    now = {one.ts: one for one in messages_of([*KNOWN, MARK, *found.heard])}

    assert now[ROOT].revisions[-1].content.text == "other"
    assert now[ROOT].marks == {("pushpin", "U3")}
    assert now[REPLY].deleted_at == NOW
    assert now[NEW].revisions[-1].content.text == "new"
    assert missed(now.values(), read, START, NOW).heard == ()
    assert NOW.tzinfo is UTC
