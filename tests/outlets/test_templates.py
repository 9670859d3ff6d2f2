"""Templates: a team's own file wins, a broken one never silences the bot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.language import LOCALES
from bot.outlets.own_templates import OwnTemplates
from bot.outlets.templates import TemplateRefused, Templates
from bot.shipped import shipped

NAME = "when-the-bot-is-down"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A shipped folder with one template, and an empty one for the team."""
    ours, own = tmp_path / "shipped", tmp_path / "own"
    _write(ours, "en/greeting.j2", "Shipped: {{ title }}\n")
    own.mkdir()
    return ours, own


def _write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def test_the_shipped_file_is_used_where_the_team_has_none(folders: tuple[Path, Path]) -> None:
    ours, own = folders

    said = Templates(OwnTemplates(own), folder=ours).render(
        "en", "greeting", title="Checkout is failing"
    )

    assert said == "Shipped: Checkout is failing"


def test_the_teams_file_replaces_the_shipped_one(folders: tuple[Path, Path]) -> None:
    ours, own = folders
    _write(own, "en/greeting.j2", "Own: {{ title }}")

    said = Templates(OwnTemplates(own), folder=ours).render("en", "greeting", title="x")

    assert said == "Own: x"


@pytest.mark.parametrize(
    "broken",
    [
        "{% if title %}never closed",
        "{{ nobody_gave_this }}",
        "{{ title.__class__.__mro__ }}",
        "{{ 1 // 0 }}",
        "{{ title + 1 }}",
        "{{ [][7].name }}",
        "{% include 'en/absent.j2' %}",
        "{% include 'en/greeting.j2' %}",
    ],
)
def test_a_broken_override_falls_back_and_is_heard_of(
    folders: tuple[Path, Path], broken: str
) -> None:
    ours, own = folders
    _write(own, "en/greeting.j2", broken)
    heard: list[tuple[str, str]] = []

    templates = Templates(
        OwnTemplates(own), folder=ours, warn=lambda path, why: heard.append((path, why))
    )

    assert templates.render("en", "greeting", title="x") == "Shipped: x"
    assert [path for path, _ in heard] == ["en/greeting.j2"]
    assert all(why for _, why in heard)


def test_a_file_that_is_no_text_falls_back(folders: tuple[Path, Path]) -> None:
    ours, own = folders
    _write(own, "en/greeting.j2", "")
    (own / "en/greeting.j2").write_bytes(b"\xff\xfe\x00 not UTF-8")

    assert (
        Templates(OwnTemplates(own), folder=ours).render("en", "greeting", title="x")
        == "Shipped: x"
    )


def test_a_warning_quotes_nothing_that_people_wrote(folders: tuple[Path, Path]) -> None:
    ours, own = folders
    _write(own, "en/greeting.j2", "{{ title | int | round(title) }}{{ {}[title] + 1 / 0 }}")
    heard: list[str] = []

    templates = Templates(OwnTemplates(own), folder=ours, warn=lambda _, why: heard.append(why))
    templates.render("en", "greeting", title="the CEO's salary")

    assert len(heard) == 1
    assert "salary" not in heard[0]


def test_a_part_missing_from_the_shipped_template_is_an_error(folders: tuple[Path, Path]) -> None:
    ours, _ = folders

    with pytest.raises(TemplateRefused, match="title"):
        Templates(folder=ours).render("en", "greeting")


def test_html_is_escaped_and_other_text_is_not(folders: tuple[Path, Path]) -> None:
    ours, _ = folders
    _write(ours, "en/page.html.j2", "<p>{{ title }}</p>")
    templates = Templates(folder=ours)

    assert templates.render("en", "page.html", title="a < b") == "<p>a &lt; b</p>"
    assert templates.render("en", "greeting", title="a < b") == "Shipped: a < b"


def test_problems_name_each_file_that_would_be_passed_over(folders: tuple[Path, Path]) -> None:
    ours, own = folders
    _write(ours, "en/other.j2", "fine")
    _write(own, "en/other.j2", "also fine")
    _write(own, "en/greeting.j2", "{% for")
    _write(own, "en/greting.j2", "misspelt")

    found = Templates(OwnTemplates(own), folder=ours).problems()

    assert [line.split(":")[0] for line in found] == ["en/greeting.j2", "en/greting.j2"]
    assert Templates(folder=ours).problems() == []


def test_a_folder_of_links_is_read_as_mounted_configuration_has_them(
    folders: tuple[Path, Path],
) -> None:
    ours, own = folders
    _write(own, "..data/en/greeting.j2", "Own: {{ title }}")
    (own / "en").symlink_to(own / "..data" / "en")

    templates = Templates(OwnTemplates(own), folder=ours)

    assert templates.render("en", "greeting", title="x") == "Own: x"
    assert templates.problems() == []


def test_slack_locales_find_the_nearest_template() -> None:
    templates = Templates()
    parts = {"incidents_channel": "#incidents", "page": None}

    assert templates.render("fr-CA", NAME, **parts) == templates.render("fr", NAME, **parts)
    assert templates.render("ja-JP", NAME, **parts) == templates.render("en", NAME, **parts)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", [None, "https://wiki.example.org/down"])
def test_what_people_get_when_the_ledger_is_down_is_short(locale: str, page: str | None) -> None:
    said = Templates().render(locale, NAME, incidents_channel="#incidents", page=page)

    assert 4 <= len(said.splitlines()) <= 8
    assert len(said) < 1_000
    assert "#incidents" in said
    assert page is None or f"<{page}|" in said


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_for_days_without_the_bot_opens_with_what_the_bot_says(locale: str) -> None:
    page = shipped("docs") / "when-the-bot-is-down.md"
    said = Templates().render(locale, NAME, incidents_channel="`#incidents`", page=None)

    for line in said.splitlines()[1:-1]:
        assert line.replace("*", "**") in page.read_text(encoding="utf-8").splitlines()


def test_jinja_is_not_loaded_before_something_is_rendered() -> None:
    code = "import sys, bot.outlets.templates as t; t.Templates(); print('jinja2' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "False"
