"""The catalogues are whole: all that the code says, and nothing else, in both languages."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from bot.language import LOCALES, catalogues
from bot.language.catalogues import compile_all, problems, update

CODE = """
GREETING = N_("Hello {name}, it is {time}.")
def talk(tongue):
    tongue.say("Nobody is on call.")
    tongue.count("{n} incident is open", "{n} incidents are open", 3)
"""
FRENCH = {
    "Hello {name}, it is {time}.": "Bonjour {name}, il est {time}.",
    "Nobody is on call.": "Personne n\u2019est d\u2019astreinte.",
}
PLURALS = ("{n} incident ouvert", "{n} incidents ouverts")


class Workshop:
    """A small program with its catalogues, in a folder of its own."""

    def __init__(self, top: Path) -> None:
        self.code, self.folder = top / "bot", top / "bot" / "language"
        self.folder.mkdir(parents=True)
        self.write_code(CODE)

    def write_code(self, code: str) -> None:
        (self.code / "talk.py").write_text(code, encoding="utf-8")

    def update(self) -> None:
        update(self.folder, self.code)

    def problems(self) -> list[str]:
        return problems(self.folder, self.code)

    def path(self, locale: str) -> Path:
        return self.folder / locale / "LC_MESSAGES" / "messages.po"

    def replace(self, before: str, after: str, locale: str = "fr") -> None:
        text = self.path(locale).read_text(encoding="utf-8")
        assert before in text
        self.path(locale).write_text(text.replace(before, after), encoding="utf-8")

    def translate(self) -> None:
        for message, said in FRENCH.items():
            self.replace(f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{said}"')
        for number, said in enumerate(PLURALS):
            self.replace(f'msgstr[{number}] ""', f'msgstr[{number}] "{said}"')


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Everything extracted, and translated."""
    shop = Workshop(tmp_path)
    shop.update()
    shop.translate()
    return shop


@pytest.mark.long
def test_both_catalogues_hold_all_that_the_bot_says_and_nothing_else() -> None:
    assert problems() == []


def test_a_translated_program_has_no_problems(workshop: Workshop) -> None:
    assert workshop.problems() == []


def test_english_fills_itself(workshop: Workshop) -> None:
    english = workshop.path("en").read_text(encoding="utf-8")

    assert 'msgstr "Nobody is on call."' in english
    assert 'msgstr[1] "{n} incidents are open"' in english


def test_what_is_not_yet_translated_is_missing(workshop: Workshop) -> None:
    workshop.write_code(CODE + 'LATER = N_("Two words")\n')

    assert set(workshop.problems()) == {"en: missing: 'Two words'", "fr: missing: 'Two words'"}

    workshop.update()

    assert workshop.problems() == ["fr: missing: 'Two words'"]


def test_half_a_plural_is_missing(workshop: Workshop) -> None:
    workshop.replace("{n} incidents ouverts", "")

    assert workshop.problems() == ["fr: missing: '{n} incident is open'"]


def test_what_nobody_says_any_more_is_unused_until_updated(workshop: Workshop) -> None:
    workshop.write_code(CODE.replace('tongue.say("Nobody is on call.")', "..."))

    unused = "unused: 'Nobody is on call.'"
    assert workshop.problems() == [f"en: {unused}", f"fr: {unused}"]

    workshop.update()

    assert workshop.problems() == []


def test_an_obsolete_entry_is_unused(workshop: Workshop) -> None:
    with workshop.path("fr").open("a", encoding="utf-8") as end:
        end.write('\n#~ msgid "Gone"\n#~ msgstr "Parti"\n')

    assert workshop.problems() == ["fr: unused: 'Gone'"]


def test_a_fuzzy_entry_is_a_problem(workshop: Workshop) -> None:
    workshop.replace('msgid "Nobody', '#, fuzzy\nmsgid "Nobody')

    assert workshop.problems() == ["fr: fuzzy: 'Nobody is on call.'"]


def test_other_placeholders_than_the_message_has_are_a_problem(workshop: Workshop) -> None:
    workshop.replace("il est {time}", "il est {heure}")

    assert [line.split(":")[1] for line in workshop.problems()] == [
        " other {parts} than 'Hello {name}, it is {time}.'"
    ]


def test_the_french_singular_names_the_number_for_zero_reads_it_too(workshop: Workshop) -> None:
    workshop.replace('"{n} incident ouvert"', '"un incident ouvert"')

    assert len(workshop.problems()) == 1


def test_english_that_was_changed_by_hand_is_a_problem(workshop: Workshop) -> None:
    workshop.replace('msgstr "Nobody is on call."', 'msgstr "No one."', locale="en")

    assert workshop.problems() == ["en: not what the code says: 'Nobody is on call.'"]


def test_french_words_that_we_avoid_are_a_problem(workshop: Workshop) -> None:
    workshop.replace("Personne n\u2019est d\u2019astreinte.", "La secrétaire va investiguer !")

    assert len(workshop.problems()) == 3


def test_update_keeps_translations_and_mends_their_spaces(workshop: Workshop) -> None:
    workshop.replace("Bonjour {name}, il est {time}.", "Bonjour {name} ! Il est : {time}.")

    workshop.update()

    french = workshop.path("fr").read_text(encoding="utf-8")
    assert "Bonjour {name}\u202f! Il est\u00a0: {time}." in french
    assert "Personne n\u2019est d\u2019astreinte." in french
    assert workshop.problems() == []


def test_update_twice_changes_nothing(workshop: Workshop) -> None:
    workshop.update()
    once = {locale: workshop.path(locale).read_bytes() for locale in LOCALES}

    workshop.update()

    assert once == {locale: workshop.path(locale).read_bytes() for locale in LOCALES}


def test_people_of_the_sandbox_are_not_the_bot(workshop: Workshop) -> None:
    (workshop.code / "sandbox").mkdir()
    (workshop.code / "sandbox" / "play.py").write_text('ana.say("It is slow")', encoding="utf-8")

    assert workshop.problems() == []


def test_compiling_makes_what_gettext_reads(workshop: Workshop) -> None:
    compile_all(workshop.folder)

    said = gettext.translation("messages", workshop.folder, ["fr"])
    assert said.gettext("Nobody is on call.") == "Personne n\u2019est d\u2019astreinte."
    assert said.ngettext("{n} incident is open", "{n} incidents are open", 0) == PLURALS[0]
    assert said.ngettext("{n} incident is open", "{n} incidents are open", 2) == PLURALS[1]


def test_compiling_again_touches_only_what_is_stale(workshop: Workshop) -> None:
    compile_all(workshop.folder)
    compiled = {locale: workshop.path(locale).with_suffix(".mo") for locale in LOCALES}
    before = {locale: path.stat().st_ino for locale, path in compiled.items()}
    later = compiled["fr"].stat().st_mtime_ns + 1_000_000_000
    os.utime(workshop.path("fr"), ns=(later, later))

    compile_all(workshop.folder)

    assert compiled["en"].stat().st_ino == before["en"]
    assert compiled["fr"].stat().st_ino != before["fr"]
    assert {path.name for path in compiled["fr"].parent.iterdir()} == {"messages.po", "messages.mo"}


def test_an_unknown_word_on_the_command_line_is_answered_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert catalogues.main(["translate"]) == 2
    assert "extract | update | compile | check" in capsys.readouterr().err
