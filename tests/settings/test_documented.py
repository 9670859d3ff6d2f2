"""Every setting is documented with its default and an example, and the examples load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.incident.policy import Policy
from bot.settings import load
from bot.settings.secret import Secret
from bot.settings.settings import Settings
from bot.settings.team_file import TeamFile
from bot.settings.team_levels import Level, ListedLevel
from bot.settings.team_link import TeamLink
from bot.settings.variables import EVERY_NAME, FILE, VARIABLES, Variable
from tests.settings.examples import NAMED, NO_MOUNTS, SCHEDULES, loaded

NONE = "\N{EN DASH}"
REQUIRED = f"{NONE} (required)"
ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
ENV_EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
CONFIG_EXAMPLE = (ROOT / "config.example.yml").read_text(encoding="utf-8")
KEYS = [(model, key) for model in (TeamFile, ListedLevel, TeamLink) for key in model.model_fields]


def rows(section: str) -> dict[str, list[str]]:
    """The table of a section: first column to the others, without their backticks."""
    body = re.split(r"\n##+ ", DOCS.split(f" {section}\n", 1)[1], maxsplit=1)[0]
    lines = re.findall(r"^\| `(\w+)`.*$", body, flags=re.MULTILINE)
    cells = re.findall(r"^(\| `\w+`.*)$", body, flags=re.MULTILINE)
    found = [re.split(r" \| ", line.strip("| ")) for line in cells]
    return {
        name: [cell.strip("` ") for cell in row[1:]] for name, row in zip(lines, found, strict=True)
    }


def switched_on(text: str) -> str:
    """With every line that is switched off (`#name`, not `# prose`) switched on."""
    return re.sub(r"^(\s*)#(?=[^\s#])|^#(?=  )", r"\1", text, flags=re.MULTILINE)


def variables_in(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_each_variable_is_documented(variable: Variable) -> None:
    default, example, meaning = rows("Environment variables")[variable.name]

    assert default == (variable.default or (REQUIRED if variable.required else NONE))
    assert example == variable.example
    assert meaning
    assert (f"`{variable.name}` 🔑" in DOCS) == variable.secret
    assert (variable.file_name in rows("Environment variables")) == variable.secret


def test_no_variable_is_documented_that_does_not_exist() -> None:
    assert set(rows("Environment variables")) == set(EVERY_NAME)


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_the_settings_have_a_field_for_each_variable(variable: Variable) -> None:
    name = "config" if variable.name == "INCIDENT_BOT_CONFIG" else variable.name.lower()
    annotation = Settings.model_fields[name].annotation

    assert (annotation in (Secret, Secret | None)) == variable.secret


@pytest.mark.parametrize(("model", "key"), KEYS, ids=[f"{m.__name__}.{key}" for m, key in KEYS])
def test_each_key_is_documented(model: type[TeamFile | ListedLevel | TeamLink], key: str) -> None:
    section = {TeamFile: "The config file", ListedLevel: "One severity", TeamLink: "One link"}
    default, example, meaning = rows(section[model])[key]
    field = model.model_fields[key]

    assert (default == REQUIRED) == field.is_required()
    assert [example] == field.examples
    assert field.description
    assert meaning


@pytest.mark.parametrize("key", TeamFile.model_fields)
def test_the_documented_defaults_are_true(key: str) -> None:
    default = rows("The config file")[key][0]
    shipped = TeamFile.model_fields[key].get_default(call_default_factory=True)

    as_yaml: object = {"null": None, "true": True, "false": False, "{}": {}}.get(default, default)
    if default.isdecimal():
        as_yaml = int(default)
    if re.fullmatch(r"\[[\w, ]*\]", default):
        as_yaml = [word for word in default[1:-1].split(", ") if word]
    assert (
        key
        in {"severities", "private_words", "checklists", "marks", "on_call", "alerts", "wording"}
        or as_yaml == shipped
    )


def test_the_shipped_private_words_are_listed() -> None:
    listed = DOCS.split("Shipped: ")[1].strip().rstrip(".").replace("\n", " ").split(", ")

    assert tuple(listed) == Policy().private_words


@pytest.mark.parametrize(
    ("model", "section"),
    [(TeamFile, "The config file"), (ListedLevel, "One severity"), (TeamLink, "One link")],
)
def test_no_key_is_documented_that_does_not_exist(
    model: type[TeamFile | ListedLevel | TeamLink], section: str
) -> None:
    assert set(rows(section)) == set(model.model_fields)


@pytest.mark.parametrize(("model", "key"), KEYS, ids=[f"{m.__name__}.{key}" for m, key in KEYS])
def test_the_example_of_each_key_is_accepted(
    tmp_path: Path, model: type[TeamFile | ListedLevel | TeamLink], key: str
) -> None:
    [example] = model.model_fields[key].examples or []
    required = {ListedLevel: "key: sev1", TeamLink: "title: a, url: https://a.example.com"}
    given = f'"{example}"' if key == "channel_pattern" else example
    if model is TeamFile:
        config = f"{key}: {given}{SCHEDULES if key == 'on_call' else ''}"
    else:
        others = [part for part in required[model].split(", ") if not part.startswith(f"{key}:")]
        inner = ", ".join([*others, f"{key}: {given}"])
        config = f"{'links' if model is TeamLink else 'severities'}: [{{{inner}}}]"

    assert loaded(tmp_path, config, **NAMED).warnings == ()


def test_the_environments_example_loads_as_it_is(tmp_path: Path) -> None:
    settings = load(variables_in(ENV_EXAMPLE), folder=tmp_path, mounts=NO_MOUNTS)

    assert settings.warnings == ()


def test_the_environments_example_loads_with_all_of_it_switched_on(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "config.yml").write_text(CONFIG_EXAMPLE, encoding="utf-8")
    environ = {**variables_in(switched_on(ENV_EXAMPLE)), **NAMED}

    assert load(environ, folder=tmp_path, mounts=NO_MOUNTS).warnings == ()


def test_the_environments_example_is_complete_and_shows_the_defaults() -> None:
    environ = variables_in(switched_on(ENV_EXAMPLE))

    assert set(environ) == {variable.name for variable in VARIABLES}
    defaults = {variable.name: variable.default for variable in VARIABLES if variable.default}
    assert {name: environ[name] for name in defaults} == defaults
    assert FILE in ENV_EXAMPLE


def test_the_config_files_example_changes_nothing_as_it_is(tmp_path: Path) -> None:
    policy = loaded(tmp_path, CONFIG_EXAMPLE).policy
    shipped = Policy()

    assert list(policy.severities) == list(shipped.severities)
    assert policy.model_dump(exclude={"severities"}) == shipped.model_dump(exclude={"severities"})


def test_the_config_files_example_loads_with_all_of_it_switched_on(tmp_path: Path) -> None:
    policy = loaded(tmp_path, switched_on(CONFIG_EXAMPLE), **NAMED).policy

    assert policy.severities["sev1"].invite_users == ("U012AB3CD", "U045EF6GH")
    assert policy.severities["sev4"].ticket_url == "https://tickets.example.com/new"
    assert [link.title for link in policy.links] == ["Dashboards"]
    assert str(policy.without_the_bot) == "https://wiki.example.com/without-the-bot"
    assert "whistleblower" in policy.private_words


def test_the_config_files_example_is_complete() -> None:
    text = switched_on(CONFIG_EXAMPLE)
    keys = {key for model in (TeamFile, Level, TeamLink) for key in model.model_fields}

    assert {key for key in keys if not re.search(rf"\b{key}:", text)} == set()
