"""A team's own templates of updates: file by file, and never a silence when one is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.incident.audience import SHIPPED_AUDIENCES, AudienceKind
from bot.incident.policy import Policy
from bot.incident.update_words import Rendered, UpdateFacts, UpdateMoment
from bot.outlets.own_templates import OwnTemplates
from bot.outlets.update_check import LITTLE, MUCH, template_problems, update_problems
from bot.outlets.update_renderer import UpdateRenderer
from bot.shipped import shipped as shipped_folder

POLICY = Policy()
LATE = "en/updates/customers/late.j2"
BY_KIND = {audience.kind: audience for audience in SHIPPED_AUDIENCES}


class Team:
    """A folder of templates, and whoever hears of those that are passed over."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard: list[tuple[str, str]] = []
        self.renderer = UpdateRenderer(lambda: POLICY, OwnTemplates(folder), warn=self._warn)

    def _warn(self, path: str, why: str) -> None:
        self.heard.append((path, why))

    def writes(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")
        self.reloads()

    def reloads(self) -> None:
        self.renderer.reload(OwnTemplates(self.folder))

    def says(
        self,
        kind: AudienceKind = AudienceKind.CUSTOMERS,
        moment: UpdateMoment = UpdateMoment.LATE,
        facts: UpdateFacts = MUCH,
    ) -> Rendered:
        return self.renderer.render(BY_KIND[kind], moment, facts)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def shipped() -> Rendered:
    renderer = UpdateRenderer(lambda: POLICY)
    return renderer.render(BY_KIND[AudienceKind.CUSTOMERS], UpdateMoment.LATE, MUCH)


OWN = """{% extends "en/updates/customers/update.j2" %}
{% block subject %}Late: {{ title }}{% endblock %}
{% block lines %}
{{ impact }}
{{ super() }}
{% endblock %}
"""


def test_one_file_replaces_one_template_and_no_other(team: Team) -> None:
    team.writes(LATE, OWN)

    said = team.says()

    assert said.subject == "Late: Title"
    assert said.plain.splitlines()[:2] == ["Impact", "Status: identified"]
    assert said.passed_over == ()
    assert team.says(moment=UpdateMoment.UPDATE).subject == "INC-1 Identified: Title"
    assert team.says(AudienceKind.PUBLIC).subject == "Late: Title"


def test_a_file_that_others_share_changes_them_all(team: Team) -> None:
    lines = Path("templates/en/updates/lines.j2").read_text(encoding="utf-8")
    team.writes("en/updates/lines.j2", lines.replace('"Impact:"', '"What you may notice:"'))

    assert "What you may notice: Impact" in team.says().plain
    assert "What you may notice: Impact" in team.says(AudienceKind.EXECUTIVES).plain


def test_one_form_can_be_replaced_alone(team: Team) -> None:
    page = '{% block html %}<h1>{{ title }}</h1>{{ "<b>" }}{% endblock %}'
    team.writes(LATE, '{% extends "en/updates/customers/update.j2" %}' + page)

    said = team.says(facts=MUCH.model_copy(update={"title": "a < b"}))

    assert said.html == "<h1>a &lt; b</h1>&lt;b&gt;"
    assert "Status: identified" in said.plain


@pytest.mark.parametrize(
    "broken",
    [
        OWN.replace("{{ impact }}", "{{ nobody_knows_this }}"),
        OWN.replace("{{ impact }}", "{{ impact.__class__.__mro__ }}"),
        OWN.replace("{{ impact }}", "{{ 1 // 0 }}"),
        OWN.replace("{{ impact }}", "{{ impact + 1 }}"),
        OWN.replace("{{ impact }}", "{{ impact.nothing.at_all }}"),
        OWN.replace("{{ impact }}", "{{ impact() }}"),
        OWN.replace("{{ impact }}", "{% for n in range(99999999) %}x{% endfor %}"),
        OWN.replace("{{ impact }}", "{% for n in range(50000) %}x{% endfor %}"),
        OWN.replace("{{ impact }}", "<!channel> look"),
        OWN.replace("{{ impact }}", "<@U012AB3CD> look"),
        OWN.replace("{% endblock %}", "", 1),
        OWN.replace("customers/update", "customers/absent"),
        OWN.replace("{{ title }}", "{{ title * 500 }}"),
        "{% extends 'en/updates/customers/late.j2' %}",
        "{% if form == 'html' %}{{ nobody }}{% else %}fine{% endif %}",
        "{% if form != 'subject' %}fine{% endif %}",
        "",
    ],
)
def test_a_broken_file_falls_back_to_the_shipped_one_and_is_heard_of(
    team: Team, broken: str
) -> None:
    team.writes(LATE, broken)

    said = team.says()

    assert said.model_copy(update={"passed_over": ()}) == shipped()
    [told] = said.passed_over
    assert told.startswith(f"{LATE}: ")
    assert len(told) > len(LATE) + 5
    assert [path for path, _ in team.heard] == [LATE]


def test_why_it_was_passed_over_quotes_nothing_that_people_wrote(team: Team) -> None:
    team.writes(LATE, OWN.replace("{{ impact }}", "{{ {}[impact] }}{{ impact | round }}"))

    said = team.says(facts=MUCH.model_copy(update={"impact": "the CEO's salary"}))

    assert len(said.passed_over) == 1
    assert "salary" not in said.passed_over[0]


def test_a_file_is_read_anew_when_operators_say_so(team: Team) -> None:
    before = team.says()
    (team.folder / LATE).parent.mkdir(parents=True)
    (team.folder / LATE).write_text(OWN, encoding="utf-8")
    assert team.says() == before

    team.reloads()

    assert team.says().subject == "Late: Title"


def test_a_template_is_tried_on_much_and_on_little(team: Team) -> None:
    team.writes(LATE, OWN.replace("{{ impact }}", "{{ impact + '!' }}"))
    customers = BY_KIND[AudienceKind.CUSTOMERS]

    assert team.renderer.problem(customers, UpdateMoment.LATE, MUCH) is None
    assert team.renderer.problem(customers, UpdateMoment.LATE, LITTLE) == f"{LATE}: TypeError"


@pytest.mark.long
def test_a_check_names_every_file_that_would_be_passed_over_once(team: Team) -> None:
    team.writes(LATE, OWN.replace("{{ impact }}", "{{ impact + '!' }}"))
    team.writes("fr/updates/internal/initial.j2", "{{ absent }}")
    team.writes("en/updates/support/late.j2", "{% if")
    team.writes("en/updates/internal/initial.j2", OWN)
    team.writes("en/updates/internal/inital.j2", OWN)

    found = template_problems(OwnTemplates(team.folder), POLICY)

    assert found[0] == "en/updates/internal/inital.j2: there is no shipped template of this name"
    assert found[1].startswith("en/updates/support/late.j2: ")
    assert found[2] == f"{LATE} and 1 more: TypeError"
    assert found[3] == "fr/updates/internal/initial.j2: 'absent' is undefined"
    assert len(found) == 4
    assert team.says(facts=LITTLE).passed_over


def test_a_folder_without_templates_of_updates_is_fine(team: Team) -> None:
    assert template_problems(OwnTemplates(team.folder), POLICY) == []
    assert template_problems(None, POLICY) == []


@pytest.mark.long
def test_every_shipped_template_stands_the_check() -> None:
    assert (
        update_problems(UpdateRenderer(lambda: POLICY, OwnTemplates(shipped_folder("templates"))))
        == []
    )
