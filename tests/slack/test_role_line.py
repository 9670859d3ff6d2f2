"""The lines after the verbs of roles, and how people in a line are told from its words."""

from __future__ import annotations

import pytest

from bot.incident.ids import UserId
from bot.incident.role_errors import NobodyNamed, NotARole, RoleSwitchedOff
from bot.incident.roles import SHIPPED_ROLES, Role
from bot.slack.commands import parse
from bot.slack.role_line import (
    Reply,
    is_all,
    person_meant,
    read_role_line,
    reply_in,
    role_meant,
    with_me,
)
from bot.slack.words import plain_text, typed_line, unnamed_people, with_names

BEN = UserId("UBEN")


@pytest.mark.parametrize(
    ("rest", "word", "at_once", "after"),
    [
        ("ic <@UBEN|ben>", "ic", False, ""),
        ("<@UBEN> incident commander", "incident commander", False, ""),
        ("ic! <@UBEN>", "ic", True, ""),
        ("ic !<@UBEN>", "ic", True, ""),
        ("all <@UBEN|ben> look at <@UANA|ana>'s  queue", "all", False, "look at @ana's queue"),
        ("ic, <@UBEN>", "ic", False, ""),
    ],
)
def test_a_role_and_somebody_in_either_order(
    rest: str, word: str, at_once: bool, after: str
) -> None:
    line = read_role_line(rest)

    assert (line.word, line.at_once, line.after) == (word, at_once, after)
    assert line.people[0] == BEN


def test_one_person_is_meant_and_me_is_one() -> None:
    assert person_meant(read_role_line(with_me("ic me", BEN)), "ic") == BEN
    assert person_meant(read_role_line(with_me("ic Moi", BEN)), "ic") == BEN
    assert with_me("ic <@UANA> me", BEN) == "ic <@UANA> me"
    for rest in ("ic ben", "ic <@UBEN> <@UANA>", ""):
        with pytest.raises(NobodyNamed):
            person_meant(read_role_line(rest), "ic")


def test_a_role_is_understood_or_what_there_is_is_said() -> None:
    assert role_meant("Pilote", SHIPPED_ROLES, "take ic") is Role.IC
    with pytest.raises(NotARole):
        role_meant("bananas", SHIPPED_ROLES, "take ic")
    with pytest.raises(RoleSwitchedOff):
        role_meant("deputy", SHIPPED_ROLES, "take ic")


def test_answers_to_a_handover_in_both_languages() -> None:
    assert reply_in("Accepter") is Reply.ACCEPT
    assert reply_in("refuser") is Reply.DECLINE
    assert reply_in("withdraw") is Reply.WITHDRAW
    assert reply_in("ic") is None
    assert is_all("Tout")
    assert not is_all("ic")


def test_people_stay_in_a_typed_line_and_everything_else_is_plain() -> None:
    sent = "assign ic <@UBEN|ben> in <#C1|ops> &amp; <https://x.example|here>, <!channel>"

    line = typed_line(sent)

    assert line == "assign ic <@UBEN|ben> in #ops & https://x.example, @channel"
    assert with_names(line) == plain_text(sent)
    assert unnamed_people("<@UBEN> and <@UANA|ana>") == ["UBEN"]
    assert with_names("<@UBEN> and <@UANA|ana>", {"UBEN": "ben"}) == "@ben and @ana"
    assert with_names("<@UBEN>") == "@UBEN"


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("asign ic <@U1|ben>", "assign"),
        ("tke ic", "take"),
        ("tale of two cities", None),
        ("drip feed is broken", None),
        ("rolls are burnt", None),
        ("hand over ic", None),
        ("handovr all <@U1|ben> mind the cache", "handover"),
    ],
)
def test_a_misspelt_verb_is_told_from_a_title(line: str, nearest: str | None) -> None:
    found = parse(line).nearest

    assert (found.name if found else None) == nearest
