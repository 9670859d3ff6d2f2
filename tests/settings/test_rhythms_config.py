"""How often an audience hears, as a team writes it; and the shipped table, as it is documented."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.incident.rhythm import SHIPPED_RHYTHMS, Rhythm
from bot.incident.severity import Severity
from bot.settings.team_rhythms import TeamRhythm
from tests.settings.examples import loaded, only_problem

DOCS = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
SECTION = re.split(r"\n### ", DOCS.split("### How often an audience hears\n", 1)[1])[0]


def level(folder: Path, config: str) -> Severity:
    return loaded(folder, config).policy.severities["sev2"]


def test_what_a_team_writes_takes_the_place_of_one_audiences_rhythm(tmp_path: Path) -> None:
    changed = level(
        tmp_path,
        "severities: {sev2: {updates: {executives: {at_once: true, every: 2h}, customers: null}}}",
    )

    assert changed.updates["executives"] == Rhythm(at_once=True, every=timedelta(hours=2))
    assert changed.updates["customers"] == Rhythm(at_resolve=False)
    assert changed.updates["internal"] == SHIPPED_RHYTHMS["sev2"]["internal"]
    assert changed.briefing_after is None


def test_a_list_of_severities_has_the_shipped_rhythms_where_the_keys_are_the_shipped_ones(
    tmp_path: Path,
) -> None:
    levels = loaded(tmp_path, "severities: [{key: sev1, briefing_after: 2h}, {key: minor}]")

    assert levels.policy.severities["sev1"].updates == SHIPPED_RHYTHMS["sev1"]
    assert levels.policy.severities["sev1"].briefing_after == timedelta(hours=2)
    assert levels.policy.severities["minor"].updates == {}


@pytest.mark.parametrize(
    ("written", "key", "hint"),
    [
        ("{executives: {evry: 1h}}", "severities.sev2.updates.executives.evry", "every meant"),
        ("{executives: {every: 30}}", "severities.sev2.updates.executives.every", "A unit"),
        ("{executives: {before: A B}}", "severities.sev2.updates.executives.before", ""),
    ],
)
def test_a_mistake_in_it_is_named(tmp_path: Path, written: str, key: str, hint: str) -> None:
    problem = only_problem(tmp_path, f"severities: {{sev2: {{updates: {written}}}}}")

    assert problem.key == key
    assert hint in problem.hint
    assert problem.expected


@pytest.mark.parametrize("key", TeamRhythm.model_fields)
def test_each_key_is_documented_with_its_default_and_an_example_that_loads(
    tmp_path: Path, key: str
) -> None:
    field = TeamRhythm.model_fields[key]
    row = next(line for line in SECTION.splitlines() if line.startswith(f"| `{key}` |"))
    default, example, meaning = (cell.strip("` ") for cell in row.strip("| ").split(" | ")[1:])

    assert default == {None: "null", True: "true", False: "false"}[field.default]
    assert [example] == field.examples
    assert meaning
    config = f"severities: {{sev2: {{updates: {{executives: {{{key}: {example}}}}}}}}}"
    assert loaded(tmp_path, config).warnings == ()


def test_the_shipped_table_is_documented() -> None:
    rows = [line.strip("| ").split(" | ") for line in SECTION.splitlines() if "at once" in line]
    told = {
        (audience, f"sev{number}"): cell.strip()
        for names, *cells in rows
        for audience in re.findall(r"`(\w+)`", names)
        for number, cell in enumerate(cells, 1)
    }

    for severity, rhythms in SHIPPED_RHYTHMS.items():
        for audience, rhythm in rhythms.items():
            if rhythm.every is not None:
                hours, rest = divmod(rhythm.every, timedelta(hours=1))
                pause = f"{hours}h" if hours else f"{rest // timedelta(minutes=1)}m"
                assert told[audience, severity].startswith(f"at once, then {pause}")
                assert rhythm.monitoring in (None, 2 * rhythm.every)
                watched = "not while monitoring" not in told[audience, severity]
                assert watched == (rhythm.monitoring is not None)


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ("severities: {sev1: {updates: {executive: null}}}", "severities.sev1.updates.executive"),
        (
            "severities: [{key: bad, updates: {support: {before: client}}}]",
            "severities[0].updates.support.before",
        ),
    ],
)
def test_an_audience_that_does_not_exist_is_named(tmp_path: Path, config: str, key: str) -> None:
    problem = only_problem(tmp_path, config)

    assert problem.key == key
    assert problem.expected == "the key of an audience"
