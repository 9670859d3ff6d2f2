"""What is worth a second look before an update goes out, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.audience import SHIPPED_AUDIENCES, AudienceKind
from bot.incident.masking import Masker
from bot.incident.update_warnings import CUT, LONG, WORDS, Caution, CautionKind, cautions
from bot.incident.update_words import UpdateMoment
from tests.incident.secrets_made_up import TOKENS

MASKER = Masker()
BY_KIND = {audience.kind: audience for audience in SHIPPED_AUDIENCES}
CUSTOMERS = (AudienceKind.CUSTOMERS,)


def found(
    *texts: str,
    to: tuple[AudienceKind, ...] = CUSTOMERS,
    impact: str = "Payments fail",
    **more: Any,
) -> list[Caution]:
    audiences = [BY_KIND[kind] for kind in to]
    return cautions(texts, impact=impact, audiences=audiences, masker=MASKER, **more)


def kinds(*texts: str, **more: Any) -> list[CautionKind]:
    return [caution.kind for caution in found(*texts, **more)]


def test_a_plain_update_is_fine() -> None:
    assert found("61 % of card payments fail. We roll back. Next update at 15:00.") == []
    assert found("", "  ") == []


def test_an_impact_is_missed_only_where_somebody_is_to_be_told_of_it() -> None:
    assert kinds("x", impact=" ") == [CautionKind.NO_IMPACT]
    assert kinds("x", impact="", to=(AudienceKind.RESPONDERS,)) == []
    ended = (UpdateMoment.RESOLVED, UpdateMoment.CANCELLED)
    assert kinds("x", impact="", moments=ended) == []
    assert kinds("x", impact="", moments=(*ended, UpdateMoment.UPDATE)) == [CautionKind.NO_IMPACT]


def test_a_promise_is_quoted() -> None:
    assert found("It will be fixed soon.") == [Caution(CautionKind.PROMISE, "fixed soon")]
    assert kinds("It will be fixed soon.", to=(AudienceKind.RESPONDERS,)) == []


@pytest.mark.parametrize(
    "text", ["<!channel> look", "<@U012AB3CD> knows", "thanks @ana", "(@here)", "<#C012AB3CD|x>"]
)
def test_a_mention_is_seen(text: str) -> None:
    assert kinds(text, to=(AudienceKind.RESPONDERS,)) == [CautionKind.MENTION]


@pytest.mark.parametrize(
    "text",
    ["write to status@example.com", "https://x.example/@ana", "a < b > c", "5 @ 3", "@", "see <b>"],
)
def test_what_mentions_nobody_is_left_alone(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("payments.svc.cluster.local is down", "payments.svc.cluster.local"),
        ("see grafana.corp", "grafana.corp"),
        ("https://wiki.internal/x", "wiki.internal"),
        ("10.12.0.3 does not answer", "10.12.0.3"),
        ("at 192.168.1.1:8080", "192.168.1.1"),
        ("on 172.20.0.4", "172.20.0.4"),
        ("http://localhost:9090", "localhost"),
        ("ip-10-0-3-12 lost its disk", "ip-10-0-3-12"),
        ("db-prod-01 is full", "db-prod-01"),
        ("restarted eu-web-prod-3", "eu-web-prod-3"),
        ("prod-eu-west-db2 failed over", "prod-eu-west-db2"),
        ("db03 is slow", "db03"),
        ("checkout-7d9c5b6f4-x2x7z crashed", "checkout-7d9c5b6f4-x2x7z"),
        ("see build.acme.example", "build.acme.example"),
        ("ACME.EXAMPLE is away", "ACME.EXAMPLE"),
    ],
)
def test_the_name_of_a_machine_is_seen(text: str, name: str) -> None:
    caution = Caution(CautionKind.HOST, name)

    assert found(text, internal_domains=["acme.example"]) == [caution]
    assert found(text, internal_domains=["acme.example"], to=(AudienceKind.INTERNAL,)) == []


@pytest.mark.parametrize(
    "text",
    [
        "INC-42 and sev-1, utf-8, covid-19, web-2.0, v1.2.3, api-v2, node-18, i18n-3",
        "www.example.com and status.example.com/incidents",
        "8.8.8.8 and 172.15.0.1 and 1.10.0.0.1 and 10 000 users",
        "2026-11-21 14:05, 61 %, app-store, dev-tools, web-app, end-to-end, k8s, the local team",
        "prod is fine; staging and production-ready; a local outage; corp. cards",
        "acme.example.com and notacme.example and ana@acme.example",
        "l'hôte a répondu : état-major, après-midi, rendez-vous, 14 h 05",
    ],
)
def test_what_is_no_machine_is_left_alone(text: str) -> None:
    assert found(text, internal_domains=["acme.example"]) == []


@pytest.mark.parametrize("kind", ["github-pat", "stripe-access-token", "private-key"])
def test_a_secret_is_named_by_its_kind_and_never_shown(kind: str) -> None:
    [caution] = found(f"it was {TOKENS[kind]} all along")

    assert caution.kind is CautionKind.SECRET
    assert TOKENS[kind] not in caution.quote
    assert caution.quote


def test_long_is_said_and_too_long_is_said_instead() -> None:
    assert found("x" * LONG) == []
    assert found("x" * (LONG + 1)) == [Caution(CautionKind.LONG, "501")]
    assert found("x" * (CUT + 1)) == [Caution(CautionKind.CUT, "2501")]


def test_each_kind_is_said_once_and_by_its_first_case() -> None:
    told = found("@ana db-prod-01", "@bo db-prod-02", impact="")

    assert told == [
        Caution(CautionKind.NO_IMPACT),
        Caution(CautionKind.MENTION, "@ana"),
        Caution(CautionKind.HOST, "db-prod-01"),
    ]


@given(st.text(max_size=3_000))
def test_any_text_can_be_looked_at(text: str) -> None:
    for caution in found(text, to=tuple(AudienceKind)):
        assert len(caution.quote) <= 60
        assert WORDS[caution.kind]
