"""A key entry follows its message, whatever was heard first and however often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.entry import Correction, Entry, EntryKind, corrected
from bot.incident.entry_following import Following, followed, made_by_hand
from bot.incident.ids import ChannelId, IncidentId, MessageTs, UserId
from bot.incident.message import Content, File, Heard, HeardKind, mark_key
from bot.incident.policy import SHIPPED_MARKS
from bot.incident.scribing import Scribing, begun, ended, scribes_now

AT = datetime(2026, 1, 1, 14, 2, tzinfo=UTC)
TS = MessageTs(f"{AT.timestamp():.6f}")
ANA, BEN, BOT = "U0ANA", "U0BEN", "U0BOT"
BY = Following(incident=IncidentId("i"), marks=SHIPPED_MARKS, ignored={BOT})


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def heard(kind: HeardKind, at: float = 0, **more: Any) -> Heard:
    told: dict[str, Any] = {"channel": ChannelId("C1"), "ts": TS, "kind": kind, "by": ANA}
    return Heard(**told | {"at": after(at), "heard_at": after(at)} | more)


def posted(text: str = "first words", **more: Any) -> Heard:
    return heard(HeardKind.POSTED, content=Content(text=text), **more)


def edited(text: str, at: float) -> Heard:
    key = f"{after(at).timestamp():.6f}"
    return heard(HeardKind.EDITED, at, key=key, content=Content(text=text))


def deleted(at: float) -> Heard:
    return heard(HeardKind.DELETED, at)


def reaction(name: str, who: str, at: float, *, present: bool = True) -> Heard:
    key = mark_key(name, who, f"{after(at).timestamp():.6f}")
    return heard(HeardKind.REACTION, at, key=key, by=who, present=present)


def pin(who: str, at: float, *, present: bool = True) -> Heard:
    key = mark_key("pin", "anybody", f"{after(at).timestamp():.6f}")
    return heard(HeardKind.PIN, at, key=key, by=who, present=present)


def entry_of(*told: Heard, by: Following = BY, before: Entry | None = None) -> Entry | None:
    return followed(before, told, by, after(100))


@pytest.mark.parametrize(
    ("marks", "kind"),
    [
        ([reaction("pushpin", ANA, 1)], EntryKind.NOTE),
        ([reaction("pushpin::skin-tone-2", ANA, 1)], EntryKind.NOTE),
        ([reaction("rotating_light", BEN, 1)], EntryKind.NOTE),
        ([pin(BEN, 1)], EntryKind.NOTE),
        ([reaction("parking", BEN, 1)], EntryKind.PARKED),
        ([pin(BEN, 1), reaction("parking", BEN, 2)], EntryKind.PARKED),
        ([reaction("parking", BEN, 1), reaction("scales", ANA, 2)], EntryKind.DECISION),
    ],
)
def test_marks_make_an_entry_of_their_kind(marks: list[Heard], kind: EntryKind) -> None:
    entry = entry_of(posted(), *marks)

    assert entry is not None
    assert (entry.kind, entry.text, entry.by) == (kind, "first words", ANA)
    assert entry.occurred_at == AT
    assert entry.shown


@pytest.mark.parametrize(
    "marks",
    [
        [],
        [reaction("eyes", BEN, 1)],
        [reaction("pushpin", BOT, 1)],
        [pin(BOT, 1)],
        [reaction("pushpin", BEN, 1), reaction("pushpin", BEN, 2, present=False)],
        [pin(BEN, 1), pin(ANA, 2, present=False)],
    ],
)
def test_anything_else_makes_none(marks: list[Heard]) -> None:
    assert entry_of(posted(), *marks) is None


def test_a_mark_whose_message_nobody_heard_of_is_none_yet() -> None:
    assert entry_of(reaction("pushpin", BEN, 1)) is None


def test_a_message_that_is_only_a_file_is_its_name() -> None:
    image = Content(files=(File(id="F1", name="graph.png"), File(id="F2")))

    entry = entry_of(heard(HeardKind.POSTED, content=image), pin(BEN, 1))

    assert entry is not None
    assert entry.text == "graph.png, F2"


@pytest.mark.parametrize("keeps", [True, False])
def test_a_deletion_strikes_it_and_takes_its_words_unless_they_are_kept(keeps: bool) -> None:
    by = Following(incident=BY.incident, marks=BY.marks, keep_deleted=keeps)
    before = entry_of(posted(), pin(BEN, 1), by=by)
    assert before is not None
    before = corrected(before, Correction(by=BEN, at=after(3), text="theirs"))

    entry = entry_of(posted(), pin(BEN, 1), deleted(5), by=by, before=before)

    assert entry is not None
    assert (entry.struck, entry.by, entry.occurred_at) == (True, ANA, AT)
    assert (entry.text, entry.corrections[0].text) == (("theirs",) * 2 if keeps else ("", None))
    assert entry.corrections[0].by == BEN


def test_what_was_changed_by_hand_stands() -> None:
    before = entry_of(posted(), pin(BEN, 1))
    assert before is not None
    when = after(-600)
    by_hand = Correction(by=BEN, at=after(3), text="theirs", occurred_at=when)
    before = corrected(before, by_hand)

    entry = entry_of(
        posted(), pin(BEN, 1), edited("other", 4), pin(BEN, 5, present=False), before=before
    )

    assert entry is not None
    assert (entry.text, entry.occurred_at, entry.shown) == ("theirs", when, True)
    assert entry.kind is EntryKind.NOTE


def test_a_correction_that_changes_nothing_is_none() -> None:
    entry = entry_of(posted(), pin(BEN, 1))
    assert entry is not None

    assert corrected(entry, Correction(by=BEN, at=after(3), text="first words")) is entry


def test_what_the_scribe_wrote_while_they_wanted_that_is_kept() -> None:
    periods = ended(begun((), UserId(ANA), after(-1)), after(1))
    by = Following(incident=BY.incident, marks=BY.marks, scribing=periods)

    assert entry_of(posted(), by=by) is not None
    assert entry_of(posted(by=BEN), by=by) is None
    assert entry_of(posted(subtype="channel_topic"), by=by) is None
    late = Following(incident=BY.incident, marks={}, scribing=begun((), UserId(ANA), after(1)))
    assert entry_of(posted(), by=late) is None
    early = Scribing(user=UserId(ANA), since=after(-9), until=AT)
    assert (
        entry_of(posted(), by=Following(incident=BY.incident, marks={}, scribing=(early,))) is None
    )


def test_scribing_again_ends_what_went_before() -> None:
    periods = begun(begun((), UserId(ANA), AT), UserId(BEN), after(5))

    assert [one.until for one in periods] == [after(5), None]
    assert scribes_now(periods, UserId(BEN))
    assert not scribes_now(periods, UserId(ANA))


def test_a_message_is_put_there_by_hand_unless_it_is_gone() -> None:
    made = made_by_hand([posted()], BY, after(9))

    assert made is not None
    assert not made.shown, "until somebody says so"
    assert corrected(made, Correction(by=BEN, at=after(9), kind=EntryKind.ACTION)).shown
    assert made_by_hand([posted(), deleted(1)], BY, after(9)) is None
    assert made_by_hand([], BY, after(9)) is None


EVENTS = st.lists(
    st.one_of(
        st.builds(edited, st.sampled_from(["b", "c", "d"]), st.integers(1, 40)),
        st.builds(deleted, st.integers(41, 50)),
        st.builds(
            reaction,
            st.sampled_from(["pushpin", "scales", "parking", "eyes"]),
            st.sampled_from([ANA, BEN, BOT]),
            st.integers(1, 40),
            present=st.booleans(),
        ),
        st.builds(pin, st.sampled_from([ANA, BEN, BOT]), st.integers(1, 40), present=st.booleans()),
    ),
    max_size=12,
    unique_by=lambda one: (one.kind, one.at),
)


@given(st.data())
def test_any_order_and_any_repetition_give_the_same_entry(data: st.DataObject) -> None:
    told = [posted(), *data.draw(EVENTS)]
    at_once = entry_of(*told)
    order = data.draw(st.permutations([*told, *data.draw(st.lists(st.sampled_from(told)))]))

    known: list[Heard] = []
    entry: Entry | None = None
    for one in order:
        known = list({(e.kind, e.key): e for e in [*known, one]}.values())
        entry = followed(entry, known, BY, after(100))

    shown = entry if entry is not None and entry.shown else None
    assert shown == at_once
