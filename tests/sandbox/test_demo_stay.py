"""`incident-bot demo --stay`: what is typed at its prompt, also when that is rubbish."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from bot.incident.errors import NoSuchIncident
from bot.language import Tongue
from bot.sandbox.demo_form import BadAnswer, read_answer, read_answers
from bot.sandbox.demo_office import open_office
from bot.sandbox.demo_prompt import stay_open
from bot.sandbox.view import View
from tests.sandbox.playing import dialogue, paper, play, read

Json = dict[str, Any]

FORM = "ana sees the form “Declare an incident”"
IN_FRENCH, _, _ = Tongue("fr").say(NoSuchIncident.message, reference="INC-1").partition("INC-1")
DIALOGUE = (
    ("hello there", "ana in #general  hello there"),
    ("/incident", "1 [ Declare an incident ]"),
    ("1", FORM),
    ("form", "What is happening?"),
    ("Search is slow", "(•) sev3: SEV3"),
    ("", "Who is affected"),
    ("Half of Europe", "Who may see it?"),
    ("maybe", "private is yes or no."),
    ("yes", "🔒 #inc-1-search-is-slow 📌 pinned"),
    ("form", "“Incident” has nothing to fill in; close closes it."),
    ("close", "The form is closed."),
    ("close", "ana has no form open."),
    ("/incident Mails", FORM),
    ('form title="Mails', "A quotation mark is missing"),
    ("form subject=Mails", "the fields are title, severity, impact, private"),
    ("form severity=sev9", "severity is one of: sev1, sev2, sev3, sev4."),
    ("form", "Enter keeps what is there"),
    ("cancel", "Nothing was sent; the form is still open."),
    ('form title="" severity=sev2', "! Please complete this required field."),
    ('form title="Mails are late" severity=sev2', "#inc-2-mails-are-late 📌 pinned"),
    ("as zoe fr", "You are zoe, in #general; Slack in fr."),
    ("in inc-1-search-is-slow", "zoe sees no channel #inc-1-search-is-slow."),
    ("/incident show INC-1", IN_FRENCH),
    ("@incident list sev2", "SEV2 majeur"),
    ("99", "There is no button 99."),
    ("/deploy now", "Slack knows no command /deploy here."),
    ("as ana de", "The bot speaks en and fr"),
    ("as 12_", "“12_” cannot be a person."),
    ("as incident", "“incident” cannot be a person."),
    ("people", "zoe (you)  Slack in fr-FR"),
    ("channels", "#general (you)"),
    ("in incidents", "[ Join ]"),
    ("say show", "zoe in #incidents  show"),
    ("quit now", "zoe in #incidents  quit now"),
    ("help", "presses the button with that number"),
)


async def test_the_prompt_is_a_slack_with_people_in_it(tmp_path: Path) -> None:
    typed = "".join(f"{line}\n" for line, _ in DIALOGUE)
    console = paper()

    async with open_office(tmp_path, console) as office:
        await stay_open(office, io.StringIO(typed))

    heard = dialogue(read(console))
    assert [line for line, _ in heard] == [line for line, _ in DIALOGUE]
    for (line, shown), (_, expected) in zip(heard, DIALOGUE, strict=True):
        assert expected in shown, f"after {line!r}: {shown}"


@pytest.mark.long
def test_a_button_is_pressed_once_and_quit_ends_it(tmp_path: Path) -> None:
    typed = "/incident delcare sev4 Logo is blurred\n1\n1\n\xff\nquit\nnever read\n"

    played = play(tmp_path, "--stay", typed=typed)

    assert (played.code, played.left, played.complaints) == (0, [], "")
    heard = dialogue(played.shown)
    assert "Did you mean" in heard[0][1]
    assert "ana presses  [ Yes, declare ]" in heard[1][1]
    assert "#inc-5-logo-is-blurred 📌 pinned" in heard[1][1]
    assert "The button [ Yes, declare ] is gone." in heard[2][1]
    assert [line for line, _ in heard][-1] == "quit"


def form() -> View:
    def choice(name: str) -> Json:
        return {"value": name, "text": {"type": "plain_text", "text": name}}

    severity = {"type": "static_select", "options": [choice("sev1"), choice("sev2")]}
    private = {"type": "checkboxes", "options": [choice("private")]}
    elements: dict[str, Json] = {
        "title": {"type": "plain_text_input"},
        "severity": severity,
        "private": private,
        "teams": {"type": "checkboxes", "options": [choice("web"), choice("data")]},
    }
    blocks = [
        {"type": "input", "block_id": name, "element": {**element, "action_id": name}}
        for name, element in elements.items()
    ]
    return View("V1", "U1", {"blocks": blocks}, "h", "V1")


def test_a_line_fills_in_fields_by_name() -> None:
    answers = read_answers(form(), "title='Search is slow' severity=sev2 private=no teams=web,data")

    assert answers == {
        "title": "Search is slow",
        "severity": "sev2",
        "private": False,
        "teams": ["web", "data"],
    }


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title", "“title”: write field=value"),
        ("subject=x", "the fields are title, severity, private, teams"),
        ("severity=sev9", "severity is one of: sev1, sev2"),
        ("teams=web,ops", "teams is one of: web, data"),
        ("private=perhaps", "private is yes or no"),
        ("title='x", "quotation mark"),
    ],
)
def test_a_line_that_does_not_fit_says_what_would(line: str, told: str) -> None:
    with pytest.raises(BadAnswer, match=told):
        read_answers(form(), line)


def test_yes_ticks_a_box() -> None:
    (block,) = [block for block in form().blocks if block["block_id"] == "private"]

    assert read_answer(block, "Yes") is True
