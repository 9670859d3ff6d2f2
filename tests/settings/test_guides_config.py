"""Services and checklists in the config file: documented, exemplified, and refused by name."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.incident.checklist import Phase, Sight
from bot.incident.shipped_checklists import SHIPPED_CHECKLISTS
from bot.settings.team_guides import OwnChecklists, TeamGuide, TeamItem, TeamService
from tests.settings.examples import NAMED, SCHEDULES, loaded, only_problem, refused
from tests.settings.test_documented import CONFIG_EXAMPLE, DOCS, REQUIRED, rows, switched_on

SECTIONS: dict[type[BaseModel], str] = {
    TeamService: "One service",
    TeamGuide: "One runbook",
    TeamItem: "One checklist item",
}
KEYS = [(model, key) for model in SECTIONS for key in model.model_fields]
GUIDE = "title: a, url: https://a.example.com"
AROUND = {
    TeamService: ("services: {{checkout: {{{}}}}}", ""),
    TeamGuide: ("services: {{checkout: {{runbooks: [{{{}}}]}}}}", GUIDE),
    TeamItem: ("checklists: {{monitor: [{{{}}}]}}", "text: a"),
}


@pytest.mark.parametrize(("model", "key"), KEYS, ids=[f"{m.__name__}.{key}" for m, key in KEYS])
def test_each_key_is_documented_and_its_example_is_accepted(
    tmp_path: Path, model: type[BaseModel], key: str
) -> None:
    default, example, meaning = rows(SECTIONS[model])[key]
    field = model.model_fields[key]

    assert (default == REQUIRED) == field.is_required()
    assert [example] == field.examples
    assert field.description
    assert meaning
    around, others = AROUND[model]
    kept = [part for part in others.split(", ") if part and not part.startswith(f"{key}:")]
    config = around.format(", ".join([*kept, f"{key}: {example}"])) + SCHEDULES
    assert loaded(tmp_path, config).warnings == ()


@pytest.mark.parametrize("model", SECTIONS)
def test_no_key_is_documented_that_does_not_exist(model: type[BaseModel]) -> None:
    assert set(rows(SECTIONS[model])) == set(model.model_fields)


def test_every_phase_and_sight_is_named_in_the_documents_and_the_example() -> None:
    assert set(OwnChecklists.model_fields) == set(Phase)
    assert [word for word in (*Phase, *Sight) if f"`{word}`" not in DOCS] == []
    assert [phase for phase in Phase if phase not in CONFIG_EXAMPLE] == []


def test_the_example_names_a_service_and_a_checklist(tmp_path: Path) -> None:
    policy = loaded(tmp_path, switched_on(CONFIG_EXAMPLE), **NAMED).policy

    [checkout] = policy.services
    assert checkout.key == "checkout"
    assert checkout.groups == ("S012AB3CD", "S034CD5EF")
    assert checkout.runbooks[0].reviewed == date(2026, 3, 1)
    drained, mitigated = [i for i in policy.checklists if i.phase is Phase.MONITOR]
    assert (drained.text["fr"], drained.after, drained.down_to) == (
        "File vidée",
        timedelta(minutes=15),
        2,
    )
    assert mitigated.sight is Sight.MITIGATED
    others = [i for i in SHIPPED_CHECKLISTS if i.phase is not Phase.MONITOR]
    assert [i for i in policy.checklists if i.phase is not Phase.MONITOR] == others


def test_an_empty_list_leaves_a_phase_without_items(tmp_path: Path) -> None:
    items = loaded(tmp_path, "checklists: {after: []}").policy.checklists

    assert {item.phase for item in items} == set(Phase) - {Phase.AFTER}


@pytest.mark.parametrize(
    ("config", "key", "hint"),
    [
        ("services: {Checkout: {}}", "services.Checkout", ""),
        ("services: {a: {nam: x}}", "services.a.nam", "Was name meant?"),
        ("services: {a: {runbooks: [{titel: x}]}}", "services.a.runbooks[0].titel", "title"),
        ("services: {a: {owner_group: payments}}", "services.a.owner_group", "ID is not its name"),
        (
            "services: {a: {dashboards: [{title: x, url: here}]}}",
            "services.a.dashboards[0].url",
            "",
        ),
        ("checklists: {monito: []}", "checklists.monito", "Was monitor meant?"),
        ("checklists: {monitor: [Drained]}", "checklists.monitor[0]", ""),
        ("checklists: {monitor: [{txt: x}]}", "checklists.monitor[0].txt", "Was text meant?"),
        ("checklists: {monitor: [{text: x, down_to: 0}]}", "checklists.monitor[0].down_to", ""),
        (
            "checklists: {monitor: [{text: x, ticked_by: me}]}",
            "checklists.monitor[0].ticked_by",
            "",
        ),
    ],
)
def test_mistakes_are_named_where_they_stand(
    tmp_path: Path, config: str, key: str, hint: str
) -> None:
    problems = refused(tmp_path, config).problems

    found = next(problem for problem in problems if problem.key == key)
    assert hint in found.hint
    assert found.expected


def test_more_services_than_slack_can_offer_are_refused(tmp_path: Path) -> None:
    many = ", ".join(f"s{n}: {{}}" for n in range(100))

    assert "up to 99" in only_problem(tmp_path, f"services: {{{many}}}").expected
