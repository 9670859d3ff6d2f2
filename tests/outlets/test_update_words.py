"""Every template of an update, in every language: it renders, it is inert, it fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest

from bot.incident.audience import SHIPPED_AUDIENCES, Audience, AudienceKind
from bot.incident.policy import Policy
from bot.incident.update_words import Rendered, UpdateFacts, UpdateMoment
from bot.language import LOCALES
from bot.language.french import faults
from bot.outlets.update_check import LITTLE, MUCH, NOON
from bot.outlets.update_renderer import UpdateRenderer
from bot.shipped import shipped
from bot.slack.views import blocks
from bot.slack.views.blocks import Mrkdwn
from tests.lengths import quick
from tests.outlets.hostile import HOSTILE, endless

POLICY = Policy()
RENDERER = UpdateRenderer(lambda: POLICY)
BY_KIND = {audience.kind: audience for audience in SHIPPED_AUDIENCES}
EACH = [(locale, kind) for locale in LOCALES for kind in AudienceKind]
SOME = quick(EACH, 0, 10)
TAGS = {"html", "head", "meta", "title", "body", "p", "strong", "br", "ul", "li"}
OURS = re.compile(r"<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>|]*>|<#C0>")


def audience(kind: AudienceKind, locale: str = "en", zone: str = "Europe/Paris") -> Audience:
    return BY_KIND[kind].model_copy(update={"locale": locale, "zone": zone})


def render(
    kind: AudienceKind,
    moment: UpdateMoment,
    facts: UpdateFacts = MUCH,
    locale: str = "en",
    zone: str = "Europe/Paris",
) -> Rendered:
    return RENDERER.render(audience(kind, locale, zone), moment, facts)


def moments(locale: str, kind: AudienceKind, facts: UpdateFacts) -> Iterator[Rendered]:
    for moment in UpdateMoment:
        yield render(kind, moment, facts, locale)


class Seen(HTMLParser):
    """The tags of a page, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("locale", LOCALES)
def test_there_is_a_template_for_every_audience_and_moment(locale: str) -> None:
    wanted = {f"{kind}/{moment}.j2" for kind in AudienceKind for moment in UpdateMoment}
    folder = shipped("templates") / locale / "updates"

    assert {path.relative_to(folder).as_posix() for path in folder.glob("*/*.j2")} == wanted


@pytest.mark.parametrize(("locale", "kind"), SOME)
@pytest.mark.parametrize("facts", [MUCH, LITTLE], ids=["much", "little"])
def test_every_form_says_something_and_shows_no_gap(
    locale: str, kind: AudienceKind, facts: UpdateFacts
) -> None:
    for said in moments(locale, kind, facts):
        assert len(said.plain.splitlines()) >= 2
        for form in (said.subject, said.slack, said.plain, said.html):
            assert "None" not in form
            assert "  " not in form.replace("\n  ", "")
            assert not [line for line in form.splitlines() if not line.strip()]
        assert "\n" not in said.subject
        assert said.passed_over == ()
        assert said.slack.splitlines()[0] == f"*{said.subject}*"
        assert "INC-1" in said.subject


@pytest.mark.parametrize(("locale", "kind"), SOME)
def test_what_people_typed_stays_text(locale: str, kind: AudienceKind) -> None:
    for said in moments(locale, kind, HOSTILE):
        assert OURS.sub("", said.slack).count("<") == 0
        assert OURS.sub("", said.slack).count(">") == 0
        assert "{{ 7*7 }}" in said.plain
        assert "{{ 7*7 }}" in said.html
        page = Seen(said.html)
        assert page.tags <= TAGS
        assert "<script>alert(1)</script>" in page.text
        assert said.html.count("</body>") == 1
        for form in (said.subject, said.slack, said.plain, said.html):
            assert not set(form) & set("\x00\x1b\r\u202e")
            form.encode()
        assert "\n" not in said.subject


@pytest.mark.parametrize(("locale", "kind"), SOME)
def test_any_length_fits_into_what_slack_and_mail_take(locale: str, kind: AudienceKind) -> None:
    for said in moments(locale, kind, endless()):
        shown = blocks.sections(Mrkdwn(said.slack))
        assert len(shown) <= 50
        assert all(len(block["text"]["text"]) <= blocks.SECTION_LIMIT for block in shown)
        assert "".join(block["text"]["text"] for block in shown).count("\n") > 0
        assert len(said.slack) < 30_000
        assert len(said.subject) < 400
        assert len(said.plain) < 25_000
        assert OURS.sub("", said.slack).count("<") == 0
        assert not re.search(r"&(?!amp;|lt;|gt;)", said.slack)


@pytest.mark.parametrize("kind", AudienceKind)
def test_french_is_printed_as_french_wants_it(kind: AudienceKind) -> None:
    typed = MUCH.model_copy(update={"title": "Le paiement échoue", "cause": "Une clé périmée"})
    for said in moments("fr", kind, typed):
        assert faults(said.subject) == []
        assert faults(said.plain) == []
        assert faults(Seen(said.html).text.replace("\n", " ")) == []


@pytest.mark.parametrize("kind", [AudienceKind.CUSTOMERS, AudienceKind.PUBLIC])
def test_people_outside_read_no_severity_no_names_and_nothing_internal(kind: AudienceKind) -> None:
    inside = ("SEV", "sev1", "Name", "Action", "Condition", "Need", "Risk", "Decision", "<#")
    for said in moments("en", kind, MUCH):
        every = said.subject + said.slack + said.plain + said.html
        assert [word for word in inside if word in every] == []


def test_the_moments_carry_what_they_have_to() -> None:
    internal, customers = AudienceKind.INTERNAL, AudienceKind.CUSTOMERS

    initial = render(internal, UpdateMoment.INITIAL, LITTLE).plain
    assert "Impact: being assessed" in initial
    assert "Estimated fix: being assessed" in initial
    resolved = render(internal, UpdateMoment.RESOLVED)
    assert resolved.subject == "[RESOLVED] INC-1: Title"
    for label in (
        "From\N{EN DASH}to: ",
        "Cause: ",
        "What was done: ",
        "Lasting effects: ",
        "Post-mortem: ",
    ):
        assert label in resolved.plain
    assert "(1 h 00 min)" in resolved.plain
    sorry = render(customers, UpdateMoment.RESOLVED).plain
    assert "We are sorry" in sorry
    assert "Post-mortem" not in sorry
    assert "none known" in render(customers, UpdateMoment.RESOLVED, LITTLE).plain
    late = render(customers, UpdateMoment.LATE).plain
    assert late.startswith("This update was promised for 12:48 CET and is 12 min late.")
    changed = render(internal, UpdateMoment.SEVERITY_CHANGED).plain
    assert "Severity: SEV2 major → SEV1 critical" in changed
    holding = render(customers, UpdateMoment.HOLDING, LITTLE).plain
    assert "Nothing new: we are still working on it." in holding


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("false alarm", "False alarm: the service was not affected."),
        ("duplicate", "second report"),
        ("planned work", "planned work and no incident"),
        ("test", "a test"),
        ("mistake", "by mistake"),
        ("a squirrel", "Cancelled: a squirrel"),
        ("", "Cancelled: there was no incident"),
    ],
)
def test_a_cancellation_says_why(reason: str, told: str) -> None:
    facts = LITTLE.model_copy(update={"cancelled_as": reason})

    said = render(AudienceKind.INTERNAL, UpdateMoment.CANCELLED, facts)

    assert told in said.plain
    assert said.subject == "[CANCELLED] INC-1: Title"


def test_people_outside_do_not_read_a_reason_that_was_typed() -> None:
    facts = LITTLE.model_copy(update={"cancelled_as": "Bob broke it"})

    said = render(AudienceKind.CUSTOMERS, UpdateMoment.CANCELLED, facts)

    assert "Bob" not in said.plain
    assert "there was no incident" in said.plain


def test_a_merged_incident_names_where_it_goes_on() -> None:
    facts = LITTLE.model_copy(update={"merged_into": "INC-7", "cancelled_as": ""})

    assert "goes on as INC-7" in render(AudienceKind.INTERNAL, UpdateMoment.CANCELLED, facts).plain


@pytest.mark.parametrize(
    ("zone", "at", "told"),
    [
        ("Etc/UTC", NOON, "12:00 UTC"),
        ("Europe/Paris", NOON, "13:00 CET"),
        ("Europe/Paris", NOON + timedelta(days=60), "2026-05-01 14:00 CEST"),
        ("America/Sao_Paulo", NOON, "09:00 America/Sao_Paulo"),
        ("Asia/Kolkata", NOON + timedelta(hours=8), "2026-03-03 01:30 IST"),
    ],
)
def test_times_name_their_zone_and_another_day(zone: str, at: datetime, told: str) -> None:
    facts = LITTLE.model_copy(update={"next_update_at": at})

    said = render(AudienceKind.INTERNAL, UpdateMoment.UPDATE, facts, zone=zone)

    assert f"Next update: {told}" in said.plain.splitlines()
    assert f"</strong> {told}</p>" in said.html
    token = f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{told}>"
    assert f"*Next update:* {token}" in said.slack.splitlines()


def test_a_secret_that_was_typed_is_masked() -> None:
    facts = LITTLE.model_copy(update={"text": "curl -u admin:hunter2hunter2 https://x.example"})

    said = render(AudienceKind.INTERNAL, UpdateMoment.UPDATE, facts)

    assert "hunter2" not in said.subject + said.slack + said.plain + said.html
    assert "••••(password)" in said.plain


def test_what_is_not_production_says_so_first() -> None:
    renderer = UpdateRenderer(lambda: Policy(prefix="staging-"))

    said = renderer.render(BY_KIND[AudienceKind.INTERNAL], UpdateMoment.UPDATE, LITTLE)

    assert said.subject.startswith("[staging] [SEV3] INC-1")
    assert said.slack.startswith("[staging] *")
    assert said.plain.startswith("[staging] Status:")


def test_a_level_that_configuration_lacks_is_told_by_its_key() -> None:
    facts = MUCH.model_copy(update={"severity": "blackout", "severity_before": "minor"})

    said = render(AudienceKind.INTERNAL, UpdateMoment.SEVERITY_CHANGED, facts)

    assert said.subject.startswith("[BLACKOUT] INC-1")
    assert "Severity: MINOR → BLACKOUT" in said.plain
