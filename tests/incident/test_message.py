"""A message is what was heard of it, whatever came first and however often."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.incident.ids import ChannelId, MessageTs
from bot.incident.message import (
    Content,
    Heard,
    HeardKind,
    Message,
    mark_key,
    messages_of,
    moment_of,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROOM = ChannelId("C1")
FIRST = MessageTs("1767225600.000100")


def heard(kind: HeardKind, key: str = "", text: str | None = None, **more: Any) -> Heard:
    told: dict[str, Any] = {
        "channel": ROOM,
        "ts": FIRST,
        "kind": kind,
        "key": key,
        "at": moment_of(key) if kind is HeardKind.EDITED else moment_of(FIRST),
        "heard_at": NOW,
        "by": "U1",
        "by_name": "ana",
        "content": None if text is None else Content(text=text),
    }
    return Heard(**told | more)


def only(*told: Heard) -> Message:
    [message] = messages_of(told)
    return message


def words(message: Message) -> list[str]:
    return [revision.content.text for revision in message.revisions]


def test_revisions_are_in_the_order_of_the_edits() -> None:
    message = only(
        heard(HeardKind.EDITED, "1767225700.000001", "third"),
        heard(HeardKind.EDITED, "1767225650.000001", "second"),
        heard(HeardKind.POSTED, "", "first"),
    )

    assert words(message) == ["first", "second", "third"]
    assert message.edited_at == moment_of("1767225700.000001")
    assert message.sent_at == moment_of(FIRST)


def test_the_same_words_again_are_no_revision() -> None:
    message = only(
        heard(HeardKind.POSTED, "", "same"), heard(HeardKind.EDITED, "1767225650.000001", "same")
    )

    assert words(message) == ["same"]
    assert message.edited_at is None


def test_what_was_only_reacted_to_waits_for_its_message() -> None:
    mark = heard(HeardKind.REACTION, mark_key("pushpin", "U2", "1767225601.000001"))

    assert messages_of([mark]) == []
    assert only(mark, heard(HeardKind.POSTED, "", "hello")).marks == {("pushpin", "U2")}


def test_the_latest_word_on_a_mark_counts() -> None:
    def mark(at: int, *, present: bool) -> Heard:
        key = mark_key("eyes", "U2", f"{at}.000001")
        return heard(HeardKind.REACTION, key, present=present)

    posted = heard(HeardKind.POSTED, "", "hello")
    assert only(posted, mark(3, present=True), mark(2, present=False)).marks == {("eyes", "U2")}
    assert only(posted, mark(3, present=False), mark(2, present=True)).marks == frozenset()


def test_a_deleted_message_keeps_who_and_when() -> None:
    gone = heard(HeardKind.DELETED, "", None, at=NOW + timedelta(minutes=5))

    message = only(gone)

    assert message.deleted_at == NOW + timedelta(minutes=5)
    assert (message.by, words(message)) == ("U1", [])


def test_a_reply_is_one_and_the_message_it_answers_is_not() -> None:
    root = heard(HeardKind.POSTED, "", "root", thread=FIRST)
    reply = heard(HeardKind.POSTED, "", "reply", ts=MessageTs("1767225700.000100"), thread=FIRST)

    assert [message.is_reply for message in messages_of([reply, root])] == [False, True]


TIMES = st.integers(1767225600, 1767225999).map(lambda second: f"{second}.000001")
TOLD = st.one_of(
    st.just(heard(HeardKind.POSTED, "", "first")),
    TIMES.map(lambda at: heard(HeardKind.EDITED, at, f"edited at {at}")),
    st.just(heard(HeardKind.DELETED, "", None, at=NOW)),
    st.tuples(TIMES, st.sampled_from(["eyes", "pushpin"]), st.booleans()).map(
        lambda mark: heard(HeardKind.REACTION, mark_key(mark[1], "U2", mark[0]), present=mark[2])
    ),
    st.tuples(TIMES, st.booleans()).map(
        lambda pin: heard(HeardKind.PIN, mark_key("pin", "anybody", pin[0]), present=pin[1])
    ),
)


def once(told: list[Heard]) -> list[Heard]:
    """As the ledger keeps it: of each thing the first that was heard."""
    kept: dict[tuple[str, str], Heard] = {}
    for one in told:
        kept.setdefault((one.kind, one.key), one)
    return list(kept.values())


@given(told=st.lists(TOLD, max_size=12), seed=st.integers())
def test_any_order_and_any_repetition_make_the_same_message(told: list[Heard], seed: int) -> None:
    told = once(told)
    again = [*told, *told]
    random.Random(seed).shuffle(again)  # noqa: S311

    assert messages_of(once(again)) == messages_of(told)
