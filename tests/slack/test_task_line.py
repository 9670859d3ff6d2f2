"""The line after `task` and `action`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.action_type import ActionType
from bot.incident.ids import UserId
from bot.slack.task_line import Act, TaskLine, act_for_all, read_action_line, read_task_line

BEN = UserId("UBEN")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("done 2", TaskLine(act=Act.DONE, number=2)),
        ("Terminée #12", TaskLine(act=Act.DONE, number=12)),
        ("drop 2", TaskLine(act=Act.DROP, number=2)),
        ("take 2", TaskLine(act=Act.TAKE, number=2)),
        ("<@UBEN|ben> 2", TaskLine(act=Act.GIVE, number=2, who=BEN)),
        ("later 2", TaskLine(act=Act.LATER, number=2)),
        ("plus tard 2 10m", TaskLine(act=Act.LATER, number=2, span=timedelta(minutes=10))),
        ("carry 2", TaskLine(act=Act.CARRY, number=2)),
        ("<@UBEN>, look at it 20m", TaskLine(act=Act.ADD, who=BEN, text="look at it 20m")),
        ("pour <@UBEN|ben> voir", TaskLine(act=Act.ADD, who=BEN, text="voir")),
        ("<@UBEN> 2 replicas are down", TaskLine(act=Act.ADD, who=BEN, text="2 replicas are down")),
        ("done 2 of 3 nodes", TaskLine(act=Act.ADD, text="done 2 of 3 nodes")),
        ("drop 20 m", TaskLine(act=Act.ADD, text="drop 20 m")),
        ("done 2: Merged as #12", TaskLine(act=Act.DONE, number=2, text="Merged as #12")),
        ("fait 2 : https://x.example", TaskLine(act=Act.DONE, number=2, text="https://x.example")),
        ("2 done", TaskLine(act=Act.DONE, number=2)),
        ("#2 abandonnée", TaskLine(act=Act.DROP, number=2)),
        ("2 more replicas", TaskLine(act=Act.ADD, text="2 more replicas")),
        ("done", TaskLine(act=Act.DONE)),
        ("ask <@UBEN> 2", TaskLine(act=Act.ADD, text="ask <@UBEN> 2")),
        ("de suivi Write it", TaskLine(act=Act.ADD, text="Write it")),
    ],
)
def test_what_becomes_of_one_or_something_new(line: str, read: TaskLine) -> None:
    assert read_task_line(line) == read


PREVENT = ActionType.PREVENT


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("prevent: Limit it 2w", TaskLine(act=Act.ADD, text="Limit it 2w", type=PREVENT)),
        ("Empêcher : le limiter", TaskLine(act=Act.ADD, text="le limiter", type=PREVENT)),
        ("[prevent] Limit it", TaskLine(act=Act.ADD, text="Limit it", type=PREVENT)),
        ("<@UBEN> prevent: it", TaskLine(act=Act.ADD, who=BEN, text="it", type=PREVENT)),
        ("prevent: <@UBEN> it", TaskLine(act=Act.ADD, who=BEN, text="it", type=PREVENT)),
        ("prevent: done 2", TaskLine(act=Act.ADD, text="done 2", type=PREVENT)),
        ("Prevent it: limit the pool", TaskLine(act=Act.ADD, text="Prevent it: limit the pool")),
        ("prevent:", TaskLine(act=Act.ADD, text="prevent:")),
        ("Cache: limit it", TaskLine(act=Act.ADD, text="Cache: limit it")),
        ("done 2", TaskLine(act=Act.DONE, number=2)),
        ("type 2 prévenir", TaskLine(act=Act.TYPE, number=2, text="prévenir")),
        ("type 2", TaskLine(act=Act.TYPE, number=2)),
        ("type 2 letters", TaskLine(act=Act.TYPE, number=2, text="letters")),
        ("type 2 letters a day", TaskLine(act=Act.ADD, text="type 2 letters a day")),
    ],
)
def test_an_action_item_says_what_it_is_for(line: str, read: TaskLine) -> None:
    assert read_action_line(line) == read


@given(st.text(max_size=50))
def test_any_line_is_something(line: str) -> None:
    assert {read_task_line(line).act, read_action_line(line).act} <= {*Act}


def test_all_of_them_are_carried_or_dropped_by_one_word() -> None:
    words = ("carry", "Abandonner", "done", "", "drop it")

    assert [act_for_all(word) for word in words] == [Act.CARRY, Act.DROP, None, None, None]
