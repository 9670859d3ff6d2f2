"""Every view is one that Slack takes, whatever people have written into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import HttpUrl

from bot.incident.ahead import Ahead
from bot.incident.audience import (
    SHIPPED_AUDIENCES,
    Announcement,
    Destination,
    Email,
    IncidentRoom,
    SlackChannel,
    SlackUser,
    StatuspagePage,
    Webhook,
)
from bot.incident.cadence import Due
from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.entry import Entry, EntryKind, id_of
from bot.incident.escalation import Condition, Step
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import IMPACT_LIMIT, TITLE_LIMIT, Incident
from bot.incident.lifecycle import Status
from bot.incident.on_call import Callee
from bot.incident.pages import Page, PageId
from bot.incident.policy import Link, Policy
from bot.incident.question import CHOICES, Declaration, FromForm, Question, QuestionId, QuestionKind
from bot.incident.severities import Severities
from bot.incident.severity import SHIPPED, Severity
from bot.incident.update_words import Rendered, UpdateMoment
from bot.incident.updates import UpdateId, Waiting
from bot.language import Tongue
from bot.response.findings import Finding
from bot.response.updates import Answer as UpdateAnswer
from bot.sandbox.blockkit import check_message, check_view
from bot.sandbox.inputs import state_of
from bot.sandbox.mentions import disturbed
from bot.slack.app import BUTTONS, FORMS
from bot.slack.commands import parse
from bot.slack.declaration_line import Line
from bot.slack.grammar import GRAMMAR
from bot.slack.views import (
    adopted,
    announcement,
    approvals,
    blocks,
    bulletins,
    card,
    checkup,
    drafts,
    entries,
    forms,
    help,
    listing,
    opened,
    pages,
    questions,
    topic,
    trouble,
)
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Facts, Scene

AT = datetime(2026, 1, 1, tzinfo=UTC)
TONGUES = {locale: Tongue(locale, "/incident") for locale in ("en", "fr")}
HOSTILE = {
    "plain": "Checkout is failing",
    "empty-looking": "​",
    "ampersands": "&" * 4000,
    "tags": "<>" * 2000,
    "broadcast": "<!channel> @here <@U1> " * 150,
    "astral": "👨‍👩‍👧‍👦" * 600,
    "right to left": "\u202e\u0627\u0644\u062f\u0641\u0639 gnp.exe " * 200,
    "format": "{title} {0} %s {{}}" * 200,
    "markup": "*_~`>|\n" * 500,
}
TICKET = SHIPPED[3].model_copy(update={"ticket_url": "https://tickets.example.com/" + "x" * 900})
LINKS = tuple(
    Link.model_validate({"title": "|>" * 50, "url": f"https://e.example.com/?a={n}&b=|"})
    for n in range(8)
)
FULL = Policy(
    severities=Severities((*SHIPPED[:3], TICKET)),
    prefix="staging-",
    links=LINKS,
    without_the_bot="https://wiki.example.com/without",
)
PLACES: tuple[Destination, ...] = (
    IncidentRoom(),
    Announcement(),
    SlackChannel(channel="c" * 80),
    SlackUser(user=UserId("U1")),
    Email(address="a@example.com"),
    StatuspagePage(page="p", key_from="K"),
    Webhook(name="n" * 40, url=HttpUrl("https://example.com"), secret_from="K"),
)
WORST = Severity(
    key="w" * 20,
    rank=1,
    name={"en": "N" * 200, "fr": "N" * 200},
    definition={"en": "D" * 300, "fr": "D" * 300},
)


def incident(text: str) -> Incident:
    return Incident.model_construct(
        id=IncidentId("0" * 36),
        number=10**6,
        title=text[:TITLE_LIMIT],
        severity="sev4",
        status=Status.INVESTIGATING,
        impact=text[:IMPACT_LIMIT],
        declared_by=UserId("U1"),
        declared_at=AT,
        private=True,
        alike=tuple(range(9)),
    )


def scene(text: str, tongue: Tongue, room: str | None = "C1") -> Scene:
    names = {UserId("U1"): text[:80]}
    return Scene(incident(text), FULL, tongue, room, Facts(names=names, now=AT))


def effects(text: str) -> list[Effect]:
    keys = ("channel", "topic", "purpose", "members", "card", "pin", "announcement", "link")
    made = [
        Effect(id=EffectId(key), incident=IncidentId("i"), key=key, wanted="", error=text)
        for key in (*keys, "bookmark:abc", "join:U1")
    ]
    return [e.model_copy(update={"state": EffectState.FAILED}) for e in made]


def asked(kind: QuestionKind, text: str) -> Question:
    said = Declaration(
        key="k", title=text, severity="sev4", by=UserId("U1"), origin=FromForm(view="V")
    )
    return Question(id=QuestionId("q" * 32), kind=kind, declaration=said, asked_at=AT)


def answers(text: str, tongue: Tongue) -> Iterator[Answer]:
    """Every private answer there is."""
    here, nowhere = scene(text, tongue), scene(text, tongue, None)
    yield from (opened.opened(here), opened.opened(nowhere, opened.p0_note(tongue)))
    yield from (opened.joined_room(here), opened.joined_room(nowhere), opened.in_already(here))
    many, none = (listing.Asked(text[:100], 1, total, is_open=True) for total in (40, 0))
    yield from (listing.shown(here), listing.listing([here] * listing.SHOWN, many, tongue))
    yield listing.listing([], none, tongue)
    for kind in QuestionKind:
        for about in (None, incident(text)):
            yield questions.asked(tongue, FULL, asked(kind, text), about)
    yield from (help.menu(tongue), help.all_verbs(tongue), help.no_verb(tongue, text))
    yield from (help.one_verb(tongue, verb) for verb in GRAMMAR)
    yield from (help.nearest(tongue, parse(f"delcare {text}")), help.open_form(tongue, text))
    yield help.form_failed(tongue, text)
    yield from (checkup.looking(tongue), checkup.repairing(tongue, 0), checkup.repairing(tongue, 3))
    finding = Finding(False, "{what}", "{what}", {"what": text[:300]})
    yield from (checkup.findings(tongue, [finding] * 12), checkup.findings(tongue, []))
    yield adopted.adopted(here, opened.p0_note(tongue))
    yield adopted.doubt(tongue, asked(QuestionKind.SOUNDS_PRIVATE, text).declaration)


def key_entries(text: str) -> tuple[Entry, Entry]:
    """A decision and an objection to it, in these words, by somebody of this name."""
    decision = Entry(
        id=id_of("d", text),
        incident=incident(text).id,
        kind=EntryKind.DECISION,
        occurred_at=AT,
        recorded_at=AT,
        by_name=text,
        text=text,
        typed=True,
        touched_at=AT,
    )
    objection = {"id": id_of("o", text), "kind": EntryKind.OBJECTION, "about": decision.id}
    return decision, decision.model_copy(update=objection)


def posts(text: str, tongue: Tongue) -> Iterator[dict[str, Any]]:
    """Everything that is posted for more than one person."""
    here = scene(text, tongue)
    yield from (card.card(here), announcement.announcement(here))
    yield announcement.announcement(scene(text, tongue, None))
    yield from (trouble.trouble(here, effects(text)), trouble.trouble(here, []))
    decided, objected = key_entries(text)
    yield from (entries.line(here, decided, None), entries.line(here, objected, decided))
    assumed = here.incident.model_copy(update={"severity_assumed": True})
    yield card.card(replace(here, incident=assumed))
    yield adopted.first_words(here, {"user": "U1", "at": AT.isoformat()})
    yield from updating_posts(here, text)
    yield from called(here, text)


def updating_posts(here: Scene, text: str) -> Iterator[dict[str, Any]]:
    """As long as they get: each audience has every kind of place."""
    said = Rendered(subject="s", slack=blocks.escape(text), plain="p", html="h")
    reached = [one.model_copy(update={"destinations": PLACES}) for one in SHIPPED_AUDIENCES]
    dues = [Due(audience=one, at=AT, since=AT, briefing=True) for one in reached]
    lines = [drafts.Line(due, UpdateMoment.UPDATE, said) for due in dues]
    yield drafts.draft(here, AT, lines, {})
    crisis = here.incident.model_copy(update={"severity": "sev1", "private": False})
    facts = replace(here.facts, now=AT + timedelta(hours=3))
    long = replace(here, incident=crisis, facts=facts)
    yield drafts.draft(long, AT, lines, {"answers": "2"})
    yield from (card.card(long), announcement.announcement(long))
    yield drafts.replaced(here)
    told = " ".join(one.key for one in reached)
    for answer in UpdateAnswer:
        detail = {"answer": answer.value, "by": "U1", "at": "0", "told": f"{told} gone"}
        yield drafts.answered(here, detail)
    waiting = Waiting(id=UpdateId("u"), by=UserId("U1"), at=AT)
    yield approvals.asked(here, waiting, [approvals.Line(one, said) for one in reached])
    for answered in ("approved", "refused", "replaced"):
        detail = {"answer": answered, "answered": "U1", "audiences": told}
        yield approvals.settled(here, detail)
    yield approvals.void(here, {"audiences": told})
    yield bulletins.bulletin(said.slack)


def called(here: Scene, text: str) -> Iterator[dict[str, Any]]:
    """A page of somebody who has no account, and the announcement of a step."""
    page = Page(
        id=PageId("p" * 32), at=AT, who=text[:75], by=UserId("U1"), why=text, title=text[:150]
    )
    stranger = Callee(name=text[:75], phone="+33 1 23 45 67 89")
    yield from (pages.shout(here, page, [stranger] * 20), pages.shout(here, page, []))
    yield pages.mention(here, page, [])
    step = Step(when=Condition.NOT_MITIGATED, after=timedelta(hours=1), who=text[:75])
    yield pages.soon(here, Ahead(step, AT, "k"))


@pytest.mark.parametrize("locale", TONGUES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_every_post_is_taken_and_calls_nobody(text: str, locale: str) -> None:
    for post in posts(text, TONGUES[locale]):
        check_message(post, text_limit=4000)
        found = disturbed(post["text"], post["blocks"])
        assert (found.broadcasts, found.people) == ([], [])


@pytest.mark.parametrize("locale", TONGUES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_every_answer_is_taken_as_a_message_and_as_a_form(text: str, locale: str) -> None:
    for answer in answers(text, TONGUES[locale]):
        check_message(answer.message(), text_limit=4000)
        check_view(answer.form(TONGUES[locale]))
        assert disturbed(answer.text, answer.message()["blocks"]).broadcasts == []


@pytest.mark.parametrize("locale", TONGUES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_the_form_is_taken_whatever_it_is_prefilled_with(text: str, locale: str) -> None:
    for private in (True, False):
        check_view(forms.declare_form(TONGUES[locale], FULL, Line(text, SHIPPED[0], private)))


def test_the_form_is_taken_with_a_teams_longest_severities() -> None:
    policy = Policy(severities=Severities([WORST]))

    check_view(forms.declare_form(TONGUES["fr"], policy, Line()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=300))
def test_topic_and_purpose_never_exceed_slacks_limit(text: str) -> None:
    here = scene(text, TONGUES["en"])

    assert len(topic.topic(here)) <= 250
    assert len(topic.purpose(here)) <= 250
    assert "<" not in topic.topic(here) + topic.purpose(here)


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize("severity", SHIPPED)
@pytest.mark.parametrize("title", ["Checkout is failing", "a < b & <!here>", "x" * 150])
def test_the_form_round_trips_through_its_reader(
    title: str, severity: Severity, private: bool
) -> None:
    drawn = forms.declare_form(TONGUES["fr"], Policy(), Line(title, severity, private))

    sent = {"id": "V1", "state": {"values": state_of(drawn["blocks"], {})}}
    read = forms.read_declare_form(sent, UserId("U1"), TONGUES["fr"])

    assert read == Declaration(
        key="form:V1",
        title=title,
        severity=severity.key,
        private=private,
        by=UserId("U1"),
        origin=FromForm(view="V1"),
    )


def _buttons(drawn: list[dict[str, Any]]) -> Iterator[str]:
    for block in drawn:
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if element.get("type") in ("button", "static_select"):
                yield element["action_id"]


def test_every_button_and_form_there_is_has_a_listener() -> None:
    tongue = TONGUES["en"]
    drawn = {a for answer in answers("x", tongue) for a in _buttons(list(answer.more))}
    drawn |= {action for post in posts("x", tongue) for action in _buttons(post["blocks"])}

    drawn -= {action for action in drawn if action.startswith("run.")}  # stands for a typed line

    assert drawn <= set(BUTTONS)
    elsewhere = {action for action in BUTTONS if action.startswith(("open.", "home.", "suggest."))}
    assert set(BUTTONS) - drawn <= elsewhere  # the stories press those
    assert forms.declare_form(tongue, FULL, Line())["callback_id"] in FORMS


def test_every_choice_of_a_question_is_a_button() -> None:
    for kind, choices in CHOICES.items():
        answer = questions.asked(TONGUES["en"], FULL, asked(kind, "x"), incident("x"))
        shown = {a for a in _buttons(list(answer.more)) if a.startswith(questions.PREFIX)}
        assert shown == {questions.action_id(choice) for choice in choices}
        assert {questions.choice_of(action) for action in shown} == set(choices)


def test_every_effect_has_a_name_in_both_languages() -> None:
    for effect in effects("x"):
        names = {trouble.effect_name(tongue, effect.key) for tongue in TONGUES.values()}
        assert len(names) == 2


@pytest.mark.parametrize(
    ("build", "safe"),
    [
        (lambda: blocks.link("https://x/?a=1&b=|", "a|b>c"), "<https://x/?a=1&amp;b=%7C|a¦b&gt;c>"),
        (lambda: blocks.escape("<!here> & &amp;"), "&lt;!here&gt; &amp; &amp;amp;"),
        (
            lambda: blocks.moment(AT),
            "<!date^1767225600^{date_short_pretty} {time}|2026-01-01 00:00 UTC>",
        ),
    ],
)
def test_markup_of_our_own_cannot_be_broken_open(build: Callable[[], str], safe: str) -> None:
    assert build() == safe


def test_parts_of_a_sentence_are_escaped_unless_they_are_our_own() -> None:
    told = blocks.tell(TONGUES["en"], "{a} {b}", a="<!here>", b=blocks.user("U1"))

    assert told == "&lt;!here&gt; <@U1>"
