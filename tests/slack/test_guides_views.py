"""Checklists, services and decisions are drawn within Slack's limits, whatever a team has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.incident.changes import WayChosen
from bot.incident.checklist import Item, Phase
from bot.incident.ids import IncidentId, UserId
from bot.incident.incident import Incident, Tick
from bot.incident.lifecycle import Status
from bot.incident.moments import Moments
from bot.incident.policy import Policy
from bot.incident.service import Guide, Service, criteria
from bot.incident.shipped_checklists import SHIPPED_CHECKLISTS
from bot.incident.timeline import TimelineEntry
from bot.language import Tongue
from bot.sandbox.blockkit import check_message, check_view
from bot.sandbox.inputs import state_of
from bot.sandbox.mentions import disturbed
from bot.settings.team_guides import MOST_ITEMS, MOST_SERVICES
from bot.slack.declaration_line import Line
from bot.slack.views import card_guides, checklist, decision, forms, guides, state
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block
from bot.slack.views.scene import Facts, Scene

AT = datetime(2026, 1, 1, tzinfo=UTC)
ANA = UserId("U1")
TEXTS = {
    "plain": "Queue drained",
    "ampersands": "&" * 75,
    "broadcast": "<!channel> @here <@U1> |" * 3,
    "astral": "👨‍👩‍👧‍👦" * 10,
    "right to left": "‮الدفع gnp.exe",
    "format": "{title} {0} %s {{}}" * 3,
    "markup": "*_~`>|" * 12,
}
PUT = {"what": "decision", "put": str(AT.timestamp())}


def service(key: str, text: str) -> Service:
    url = "https://e.example.com/?" + "a&" * 900
    guide = Guide.model_validate({"title": text, "url": url, "owner": text, "reviewed": AT.date()})
    many = (guide,) * 20
    return Service(
        key=key,
        name={"en": text, "fr": text},
        runbooks=many,
        playbooks=many,
        dashboards=many,
        rollback_when=tuple(f"{n}{text}"[:75] for n in range(10)),
    )


def crowded(text: str) -> Policy:
    """As many services and items as configuration takes, all of them called like this."""
    items = tuple(
        Item(key=f"{phase}:{n}", phase=phase, text={"en": text}, after=timedelta(minutes=n))
        for phase in Phase
        for n in range(MOST_ITEMS)
    )
    services = tuple(service(f"s{n}", text) for n in range(MOST_SERVICES))
    return Policy(services=services, checklists=items)


def scene(policy: Policy, status: Status, text: str, **more: Any) -> Scene:
    ticked = {item.key: Tick(by=ANA, at=AT) for item in policy.checklists[::2]}
    ticked |= {key: Tick(by=ANA, at=AT) for key, _ in criteria(next(iter(policy.services), None))}
    one = Incident.model_construct(
        id=IncidentId("0" * 36),
        number=10**6,
        title=text,
        severity="sev1",
        status=status,
        declared_by=ANA,
        declared_at=AT,
        moments=Moments(declared=AT, resolved=AT),
        ticks=ticked,
        **{"service": "s0", "way_at": None, **more},
    )
    fact = WayChosen(way=text * 4, note=text)
    entry = TimelineEntry(incident=one.id, occurred_at=AT, recorded_at=AT, by=ANA, fact=fact)
    facts = Facts(recent=(entry,) * 5, names={ANA: text}, now=AT + timedelta(minutes=7))
    return Scene(one, policy, Tongue("fr", "/incident"), "C1", facts)


def answers(here: Scene) -> Iterator[Answer]:
    found = next(iter(here.policy.services), None)
    yield from (checklist.checklist(here), decision.asked(here))
    yield from (guides.service(here, found), guides.service(here, None))
    yield from (guides.runbooks(here, found), guides.runbooks(here, None))
    every = [(one, guide) for one in here.policy.services for guide in one.guides]
    yield from ([guides.named(here.tongue, every, AT.date())] if every else [])


def shown(here: Scene) -> list[Block]:
    drawn = [*card_guides.service(here), *card_guides.checklist(here)]
    return [block for block in drawn if block]


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_every_guide_is_taken_and_calls_nobody(text: str) -> None:
    status = Status.MERGED if text == TEXTS["plain"] else Status.INVESTIGATING
    here = scene(crowded(text), status, text)

    for answer in answers(here):
        check_message(answer.message(), text_limit=4000)
        check_view(answer.form(here.tongue))
        assert disturbed(answer.text, answer.message()["blocks"]).broadcasts == []
    for decided in (here, scene(crowded(text), status, text, way=text * 4, way_at=AT, way_by=ANA)):
        post = decision.decision_card(decided, PUT)
        check_message(post, text_limit=4000)
        assert disturbed(post["text"], post["blocks"]).people == []
    if blocks := shown(here):
        check_message({"text": "x", "blocks": blocks}, text_limit=4000)


@pytest.mark.parametrize("many", [0, 1, 50, MOST_SERVICES])
def test_the_forms_take_any_number_of_services(many: int) -> None:
    policy = Policy(services=tuple(service(f"s{n}", "&" * 75) for n in range(many)))
    here = scene(policy, Status.INVESTIGATING, "x", service="gone" if many == 1 else None)

    check_view(forms.declare_form(here.tongue, policy, Line()))
    for form in (state.CHANGE, checklist.FORM, decision.FORM):
        check_view(form.view(here))
    asked = {block.get("block_id") for block in state.CHANGE.view(here)["blocks"]}
    assert ("service" in asked) == bool(many)


def test_a_service_that_configuration_lost_stays_what_it_is_in_the_form() -> None:
    policy = Policy(services=(service("s0", "x"),))
    here = scene(policy, Status.INVESTIGATING, "x", service="gone")

    blocks = [b for b in state.CHANGE.view(here)["blocks"] if b.get("block_id") == "service"]

    chosen = state_of(blocks, {})["service"]["service"]["selected_option"]
    assert chosen["value"] == "gone"
    assert shown(here)[0]["text"]["text"] == "*Service*\N{NO-BREAK SPACE}: gone"


def test_the_card_is_quiet_about_a_service_nobody_has_named() -> None:
    here = scene(Policy(services=(service("s0", "x"),)), Status.INVESTIGATING, "x", service=None)

    assert list(card_guides.service(here)) == []


def test_every_shipped_item_fits_a_box_in_both_languages() -> None:
    for locale in ("en", "fr"):
        texts = [Tongue(locale).say(item.message) for item in SHIPPED_CHECKLISTS]
        assert [text for text in texts if len(text) > 75] == []
    assert len(set(texts)) == len(texts)
