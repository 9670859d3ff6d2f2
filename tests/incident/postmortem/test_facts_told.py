"""Each fact has its sentence in a document, or is left out of it knowingly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.later_said import OF_THE_REVIEW, SILENT
from bot.incident.postmortem.sentences import Teller
from bot.incident.postmortem.timeline_part import TOLD
from bot.incident.repeats import Earlier
from bot.incident.timeline import KEY_FACTS, Fact
from bot.language import Tongue
from tests.storage.values import any_of, incident


def kinds(of: Any) -> Iterator[Any]:
    """The classes of a union, whatever it is made of."""
    if isinstance(of, type):
        yield of
    else:
        for part in get_args(of):
            if isinstance(part, type) or get_args(part):
                yield from kinds(part)


FACTS = {kind.model_fields["kind"].default: kind for kind in kinds(Fact)}
FEW = settings(
    max_examples=10,
    phases=(Phase.generate,),
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
ANY_NUMBER = range(-(2**31), 2**31)


def teller(visible: Any = ANY_NUMBER) -> Teller:
    earlier = Earlier.model_construct(visible=visible)
    return Teller(Evidence(incident=incident(), earlier=earlier), Tongue())


def says(kind: str, told: Teller) -> bool:
    try:
        find(any_of(FACTS[kind]), lambda fact: bool(told.fact(fact)), settings=FEW)
    except NoSuchExample:
        return False
    return True


@pytest.mark.parametrize("kind", sorted(FACTS))
def test_each_fact_has_a_sentence_or_is_silent_knowingly(kind: str) -> None:
    assert says(kind, teller()) == (kind not in SILENT)


def test_every_kind_that_is_named_is_one() -> None:
    assert {*FACTS} >= SILENT | OF_THE_REVIEW | TOLD | KEY_FACTS
    assert SILENT.isdisjoint(OF_THE_REVIEW | TOLD)


@pytest.mark.parametrize(
    "kind", ["related_linked", "related_unlinked", "repeat_confirmed", "repeat_denied"]
)
def test_an_incident_that_not_everybody_may_see_is_not_named(kind: str) -> None:
    assert not says(kind, teller(visible=()))
