"""Which words are pointed out, as a team writes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.incident.wording import Wording, hits
from bot.incident.wording_phrases import WordingKind
from bot.settings.team_review import TeamWording
from tests.settings.examples import loaded, only_problem

DOCS = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
SECTION = re.split(r"\n### ", DOCS.split("### Wording of post-mortems\n", 1)[1])[0]


def test_a_team_chooses_kinds_and_phrases(tmp_path: Path) -> None:
    written = "wording: {kinds: [hindsight], phrases: {judgement: [odd]}, fine: [of course]}"

    assert loaded(tmp_path, written).policy.wording == Wording(
        kinds=(WordingKind.HINDSIGHT,),
        more={WordingKind.JUDGEMENT: ("odd",)},
        fine=("of course",),
    )


@pytest.mark.parametrize(
    ("written", "key", "hint"),
    [
        ("{kinds: [hindsigt]}", "wording.kinds[0]", "hindsight meant"),
        ("{kinds: [rude]}", "wording.kinds[0]", "The kinds are counterfactual"),
        ("{phrases: {blame: [odd]}}", "wording.phrases", "The kinds are"),
        ("{phrase: {}}", "wording.phrase", "phrases meant"),
        ("{fine: ['']}", "wording.fine[0]", ""),
    ],
)
def test_a_mistake_in_it_is_named(tmp_path: Path, written: str, key: str, hint: str) -> None:
    problem = only_problem(tmp_path, f"wording: {written}")

    assert problem.key.startswith(key)
    assert hint in problem.hint
    assert problem.expected


@pytest.mark.parametrize("key", TeamWording.model_fields)
def test_each_key_is_documented_and_its_example_is_accepted(tmp_path: Path, key: str) -> None:
    [example] = TeamWording.model_fields[key].examples or []

    assert f"| `{key}` |" in SECTION
    assert f"`{example}`" in SECTION
    assert loaded(tmp_path, f"wording: {{{key}: {example}}}").warnings == ()


def test_the_documented_kinds_find_their_examples() -> None:
    listed = re.findall(r"^\| `(\w+)` \| ([^|`]+) \| ([^|`]+) \|$", SECTION, flags=re.MULTILINE)

    assert [kind for kind, *_ in listed] == [kind.value for kind in WordingKind]
    for kind, *phrases in listed:
        for phrase in phrases:
            found = hits(f"It was {phrase} Léa who…", Wording(kinds=(WordingKind(kind),)))
            assert found, phrase
