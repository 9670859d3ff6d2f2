"""What the published schema of Block Kit refuses, the local Slack refuses as well."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from bot.sandbox.blockkit import BlockKitRefused, check_message, check_view
from tests.sandbox import blockkit_parts as parts
from tests.sandbox import blockkit_samples as samples
from tests.sandbox.blockkit_parts import Json

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "schemas" / "blockkit.schema.json"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not SCHEMA.exists(), reason="needs ../shared/schemas/blockkit.schema.json"),
]

Place = tuple[str | int, ...]
Damage = Callable[[Any], Any]
Test = Callable[[Any], bool]

LENGTHS = (12_001, 3001, 2001, 301, 256, 201, 151, 101, 76, 31, 25)
COUNTS = (101, 26, 21, 11, 6, 0)


@cache
def validator(definition: str) -> Draft7Validator:
    schema = json.loads(SCHEMA.read_text())
    return Draft7Validator(
        {"$ref": f"#/definitions/{definition}", "definitions": schema["definitions"]}
    )


def schema_takes(block: Any) -> bool:
    """Asks for the block's own definition: to go through all of them takes ten times as long."""
    words = str(block["type"]).split("_")
    return validator("".join(word.capitalize() for word in words) + "Block").is_valid(block)


def places(value: Any, here: Place = ()) -> Iterator[Place]:
    yield here
    if isinstance(value, dict):
        for key, part in value.items():
            yield from places(part, (*here, key))
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from places(part, (*here, position))


def new_places(value: Any, seen: set[str], here: Place = ()) -> Iterator[Place]:
    """Like places(), but looks only once into parts that stand in many samples."""
    yield here
    written = json.dumps(value)
    if not isinstance(value, (dict, list)) or (here and written in seen):
        return
    seen.add(written)
    keys: Iterable[Any] = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield from new_places(value[key], seen, (*here, key))


def changed(value: Any, place: Place, damage: Damage) -> Any:
    if not place:
        return damage(value)
    whole = copy.copy(value)
    whole[place[0]] = changed(value[place[0]], place[1:], damage)
    return whole


def without(key: str, value: Json) -> Json:
    return {name: part for name, part in value.items() if name != key}


def instead(other: Any, _: Any) -> Any:
    return other


def together(more: Json, value: Json) -> Json:
    return {**value, **more}


def damages(value: Any) -> Iterator[Sequence[Damage]]:
    """Ways to spoil a value: another JSON type, a key less, a key more, too long, too many.

    Each is a ladder from the worst to the mildest: when a check takes one, it takes all below.
    """
    for other in (None, True, 2, 5.5, -1, "", "odd", [], {}, [None], {"type": "odd"}):
        yield [partial(instead, other)]
    if isinstance(value, str):
        yield [partial(instead, "x" * length) for length in LENGTHS]
    elif isinstance(value, list) and value:
        yield [partial(instead, [value[-1]] * count) for count in COUNTS]
    elif isinstance(value, dict):
        yield from ([partial(together, more)] for more in ({"odd_key": 1}, {"type": "odd"}))
        yield from ([partial(without, key)] for key in value)


def at(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value


def wrongly_taken(value: Any, chosen: Iterable[Place], refused: Test, right: Test) -> list[Any]:
    """What comes out of one fault, is not refused, and would be by the schema."""
    ladders = (
        [changed(value, place, damage) for damage in ladder]
        for place in chosen
        for ladder in damages(at(value, place))
    )
    taken = (next((each for each in ladder if not refused(each)), None) for ladder in ladders)
    return [each for each in taken if each is not None and not right(each)]


def with_places(blocks: list[Json]) -> list[Any]:
    seen: set[str] = set()
    return [
        pytest.param(block, list(new_places(block, seen)), id=f"{position}-{block['type']}")
        for position, block in enumerate(blocks)
    ]


def refuses(check: Callable[[Mapping[str, Any]], None], payload: Mapping[str, Any]) -> bool:
    try:
        check(payload)
    except BlockKitRefused:
        return True
    return False


def refuses_in_modal(block: Any) -> bool:
    return refuses(check_view, parts.modal(block, submit=parts.plain("Send")))


def refuses_block(block: Any) -> bool:
    return refuses_blocks([block])


def refuses_blocks(blocks: list[Any]) -> bool:
    return refuses(check_message, {"text": "text", "blocks": blocks})


@pytest.mark.parametrize(("block", "chosen"), with_places(samples.IN_MESSAGES))
def test_what_the_schema_refuses_in_a_message_is_refused(block: Json, chosen: list[Place]) -> None:
    assert schema_takes(block)
    assert not refuses_block(block)

    assert wrongly_taken(block, chosen, refuses_block, schema_takes) == []


@pytest.mark.parametrize(("block", "chosen"), with_places(samples.ONLY_MODALS))
def test_what_the_schema_refuses_in_a_block_of_modals_is_refused(
    block: Json, chosen: list[Place]
) -> None:
    assert schema_takes(block)
    assert not refuses_in_modal(block)

    assert wrongly_taken(block, chosen, refuses_in_modal, schema_takes) == []


@pytest.mark.parametrize("view", [samples.FULL_MODAL, samples.FULL_HOME], ids=["modal", "home"])
def test_what_the_schema_refuses_of_a_view_is_refused(view: Json) -> None:
    schema = {"modal": validator("ModalView"), "home": validator("HomeView")}
    assert not refuses(check_view, view)

    taken = wrongly_taken(
        view,
        places(view),
        lambda each: refuses(check_view, each),
        lambda each: schema[each["type"]].is_valid(each),
    )

    assert taken == []


@settings(max_examples=80, deadline=None, derandomize=True)
@given(data=st.data())
def test_two_faults_at_once_are_no_way_past_the_check(data: st.DataObject) -> None:
    block: Any = copy.deepcopy(data.draw(st.sampled_from(samples.IN_MESSAGES)))
    for _ in range(2):
        place = data.draw(st.sampled_from(list(places(block))))
        ladder = data.draw(st.sampled_from(list(damages(at(block, place)))))
        damage = data.draw(st.sampled_from(ladder))
        block = changed(block, place, damage)

    assert refuses_block(block) or schema_takes(block)


@pytest.mark.parametrize("surplus", [0, 1])
def test_fifty_blocks_are_the_most_for_both(surplus: int) -> None:
    blocks = [parts.section()] * (50 + surplus)

    assert refuses_blocks(blocks) == (not validator("message").is_valid(blocks)) == bool(surplus)
