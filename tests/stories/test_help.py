"""Somebody does not know what to type: the menu, help, and words that are no verbs."""

from __future__ import annotations

from bot.slack.grammar import GRAMMAR
from tests.stage import Stage
from tests.stories.seeing import form, labels, last, refusals, shown


async def test_the_bare_command_is_a_menu_whose_buttons_work(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident declare sev1 Checkout is failing")
    await scene.settle()

    said = {}
    for button in ("menu.list", "menu.mine", "menu.help"):
        answer = await ana.slash("/incident")
        assert labels(answer.blocks) == ["Declare an incident", "Open incidents", "Mine", "Help"]
        await ana.click(last(ana), button)
        await scene.settle()
        said[button] = last(ana).text

    assert "*1 open incident*" in said["menu.list"]
    assert "*1 open incident*" in said["menu.mine"]
    assert "*What you can type*" in said["menu.help"]
    assert refusals(scene) == []


async def test_declare_of_the_menu_opens_the_form(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident")

    await ana.click(last(ana), "menu.declare")
    await scene.settle()

    assert form(ana).title == "Declare an incident"


HELP = ["help", "aide", "HELP", "?", "help me"]


async def test_help_lists_every_verb_that_works_today(scene: Stage) -> None:
    for line in HELP:
        answer = await scene.person("ana").slash(f"/incident {line}")

        lines = [line for block in answer.blocks for line in block["text"]["text"].splitlines()]
        usages = [line.split("`")[1] for line in lines if line.startswith("•")]
        assert [usage.split()[1] for usage in usages] == [verb.name for verb in GRAMMAR]


HELP_DECLARE = ["help declare", "aide déclarer", "help declarer", "help NEW"]


async def test_help_on_one_verb_has_an_example_and_its_aliases(scene: Stage) -> None:
    for line in HELP_DECLARE:
        answer = await scene.person("ana").slash(f"/incident {line}")

        assert "`/incident declare sev1 Checkout is failing`" in answer.text
        assert "déclarer" in answer.text
        assert "list" not in answer.text


MISSPELT = [
    ("delcare sev1 Checkout is failing", "declare sev1 Checkout is failing"),
    ("declar sev1 Checkout is failing", "declare sev1 Checkout is failing"),
    ("declaire sev1 Checkout", "declare sev1 Checkout"),
    ("lits", "list"),
    ("hlep", "help"),
    ("shwo INC-1", "show INC-1"),
    ("chekc", "check"),
]


async def test_a_misspelt_verb_names_the_nearest_with_a_button(scene: Stage) -> None:
    for line, meant in MISSPELT:
        answer = await scene.person("ana").slash(f"/incident {line}")

        assert f"Did you mean `/incident {meant}`?" in answer.text
        assert labels(answer.blocks) == [f"Yes, {meant.split()[0]}", "No, declare an incident"]


TITLES = ["lift is stuck", "checkout is failing", "shop is down"]


async def test_a_title_that_begins_like_a_verb_is_a_title(scene: Stage) -> None:
    ana = scene.person("ana")
    for line in TITLES:
        await ana.slash(f"/incident {line}")
        await scene.settle()

        assert form(ana).state["title"]["title"]["value"] == line


async def test_yes_runs_what_was_meant(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident delcare sev1 Checkout is failing & <slow>")

    await ana.click(last(ana), "help.run")
    await scene.settle()

    assert scene.rooms == ["inc-1-checkout-is-failing-slow"]
    assert "INC-1" in ana.private[0].text
    assert labels(ana.private[0].blocks) == []


async def test_a_double_click_on_yes_is_one_incident(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident delcare sev1 Checkout is failing")
    asked = last(ana)
    buttons = list(asked.blocks)

    await ana.click(asked, "help.run")
    asked.blocks = buttons
    await ana.click(asked, "help.run")
    await scene.settle()

    assert len(scene.rooms) == 1
    assert "You declared that just now" not in shown(asked)


async def test_no_opens_the_form_with_what_was_typed(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident declar Checkout is failing")

    await ana.click(last(ana), "help.open_form")
    await scene.settle()

    assert form(ana).state["title"]["title"]["value"] == "declar Checkout is failing"


async def test_a_very_long_line_is_no_problem(scene: Stage) -> None:
    ana = scene.person("ana")

    await ana.slash("/incident delcare sev1 " + "x & " * 1800)
    await ana.slash("/incident " + "word " * 1500)
    await ana.slash("/incident list " + "word " * 1500)
    await ana.slash("/incident show " + "<word> " * 1000)
    await scene.settle()

    assert len(ana.private) == 3
    assert form(ana).title == "Declare an incident"
    assert refusals(scene) == []
