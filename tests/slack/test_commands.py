"""The grammar: verbs, aliases, misspelt words, and the one line of `declare`."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.severities import Severities
from bot.incident.text import folded
from bot.slack.commands import parse, usage_hint, verb_named
from bot.slack.declaration_line import PRIVATE, Line, read_line
from bot.slack.grammar import GRAMMAR, LIST, SHOW, Verb
from bot.slack.router import HANDLERS
from bot.slack.words import labelled, plain_text, without_mention

LEVELS = Severities()
NAMES = [(verb, name) for verb in GRAMMAR for name in (verb.name, *verb.aliases)]


def test_every_verb_has_a_listener_an_example_that_parses_and_help() -> None:
    assert set(HANDLERS) == set(GRAMMAR)
    for verb in GRAMMAR:
        assert parse(verb.example).verb is verb
        assert verb.usage.startswith(verb.name)
        assert verb.help


@pytest.mark.parametrize(("verb", "name"), NAMES)
def test_each_name_in_any_case_with_or_without_accents(verb: Verb, name: str) -> None:
    for written in (name, name.upper(), folded(name), f"  {name}  "):
        assert parse(f"{written} and more").verb is verb
        assert parse(f"{written} and more").rest == "and more"


def test_no_two_verbs_share_a_name() -> None:
    folded_names = [folded(name) for _, name in NAMES]

    assert len(set(folded_names)) == len(folded_names)


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_nothing_is_bare(text: str) -> None:
    assert parse(text).is_bare


@given(st.text(max_size=60))
def test_any_line_is_a_verb_bare_or_a_title(text: str) -> None:
    typed = parse(text)

    assert typed.is_bare == (not text.split())
    assert typed.verb is None or verb_named(typed.verb.name) is typed.verb


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("delcare", "declare"),
        ("declrae sev1 x", "declare"),
        ("declaree", "declare"),
        ("decl", None),
        ("lits", "list"),
        ("lisst mine", "list"),
        ("shwo 12", "show"),
        ("show", None),
        ("shop is down", None),
        ("list of users is empty", None),
        ("lost connection", None),
        ("open", None),
        ("opne sev1 x", "declare"),
        ("heelp", "help"),
        ("hello", None),
        ("chek", "check"),
        ("check", None),
        ("checks fail in production", None),
        ("afficer INC-3", "show"),
    ],
)
def test_only_one_or_two_letters_off_with_a_sensible_rest(text: str, nearest: str | None) -> None:
    found = parse(text).nearest

    assert (found.name if found else None) == nearest


def test_the_hint_fits_into_the_manifest() -> None:
    assert len(usage_hint()) <= 1000
    assert all(verb.name in usage_hint() for verb in GRAMMAR)


SEVERITY = ("sev1", "SEV 2", "p3")


@pytest.mark.parametrize(("word", "code"), list(itertools.product(sorted(PRIVATE), SEVERITY)))
def test_private_stands_before_or_after_the_severity(word: str, code: str) -> None:
    for line in (f"{word} {code} Odd log-ins", f"{code} {word} Odd log-ins"):
        read = read_line(line, LEVELS)
        assert read.title == "Odd log-ins"
        assert read.private
        assert read.severity is LEVELS.spelled(code)


@pytest.mark.parametrize(
    ("line", "private", "severity", "title"),
    [
        ("", False, None, ""),
        ("Sécurité: sev1 Odd log-ins", True, "sev1", "Odd log-ins"),
        ("privé Odd log-ins sev2", True, "sev2", "Odd log-ins"),
        ("sev1", False, "sev1", ""),
        ("private", True, None, ""),
        ("sev1 privately funded shop is down", False, "sev1", "privately funded shop is down"),
        ("sev1 Odd log-ins private", True, "sev1", "Odd log-ins private"),
        ("Checkout   is  failing", False, None, "Checkout is failing"),
    ],
)
def test_the_line_of_declare(line: str, private: bool, severity: str | None, title: str) -> None:
    read = read_line(line, LEVELS)

    assert (read.title, read.private) == (title, private)
    assert (read.severity.key if read.severity else None) == severity


def test_nothing_said_is_an_empty_line() -> None:
    assert read_line("  ", LEVELS) == Line()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("&lt;b&gt; &amp;amp; more", "<b> &amp; more"),
        ("<@U1|ana> and <@U2>", "@ana and @U2"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!here> <!channel|channel> <!subteam^S1|@oncall>", "@here @channel @oncall"),
        ("<https://example.com/?a=1&amp;b=2>", "https://example.com/?a=1&b=2"),
        ("<https://example.com|example.com>", "https://example.com"),
        ("<mailto:a@example.com|a@example.com>", "a@example.com"),
        ("a &lt; b &gt; c", "a < b > c"),
        ("<>", ""),
        ("tab\tnull\x00bell\x07", "tab null bell"),
    ],
)
def test_what_slack_marks_up_becomes_plain_text(typed: str, text: str) -> None:
    assert plain_text(typed) == text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<@UBOT> list", "list"),
        ("  <@UBOT|incident>: list", "list"),
        ("<@UBOT>", ""),
        ("<@UBOT>, please", "please"),
        ("hey <@UBOT> list", None),
        ("<@UBOTTOM> list", None),
        ("list", None),
    ],
)
def test_only_what_begins_with_the_bots_name_is_for_it(text: str, rest: str | None) -> None:
    assert without_mention(text, "UBOT") == rest


def test_a_deployments_mark() -> None:
    assert labelled("staging-", "INC-1") == "[staging] INC-1"
    assert labelled("", "INC-1") == "INC-1"


def test_a_short_word_is_taken_for_a_verb_only_where_no_title_could_be_meant() -> None:
    assert parse("lst").nearest is LIST
    assert parse("shw INC-4").nearest is SHOW
    assert parse("opn checkout").nearest is None
    assert parse("shw is down").nearest is None
