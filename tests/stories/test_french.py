"""A French colleague: private answers and forms in French, the channel in the team's language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.language.french import faults
from bot.sandbox.people import Person
from bot.slack.views.blocks import BUTTON_LIMIT
from tests.stage import Stage, stage
from tests.stories.seeing import card, form, labels, last, patient, refusals, shown


@pytest.fixture
async def chloe(scene: Stage) -> Person:
    """Slack has told the bot who she is."""
    chloe = scene.person("chloe", locale="fr-FR")
    await chloe.change(tz="Europe/Paris")
    await scene.settle()
    return chloe


@pytest.fixture
async def french(tmp_path: Path) -> AsyncIterator[Stage]:
    """A team that works in French."""
    async with stage(tmp_path, config="locale: fr\n") as scene, scene.bot_running():
        yield patient(scene)


async def test_the_answer_is_french_and_the_channel_is_the_teams(
    scene: Stage, chloe: Person
) -> None:
    answer = await chloe.slash("/incident déclarer sev1 Le paiement échoue")
    await scene.settle()

    room = scene.room("inc-1-le-paiement-echoue")
    assert "Ouverture de *INC-1*, SEV1 critique" in answer.text
    assert last(chloe).text == f"*INC-1* a son canal\u00a0: <#{room.id}>"
    assert "*Severity*" in shown(card(room))
    assert "investigating" in room.topic


async def test_her_form_is_french(scene: Stage, chloe: Person) -> None:
    await chloe.slash("/incident déclarer")
    await scene.settle()

    view = form(chloe)
    assert view.title == "Déclarer un incident"
    assert "Que se passe-t-il\u202f?" in shown(view)
    assert "SEV1 critique" in shown(view)
    answer = await chloe.submit(title="   ")
    assert "par exemple\u00a0: Le paiement échoue" in answer.errors["title"]


async def test_a_canadian_reads_french_and_a_german_english(scene: Stage) -> None:
    luc, uwe = scene.person("luc", locale="fr-CA"), scene.person("uwe", locale="de-DE")
    for person in (luc, uwe):
        await person.change(tz="Etc/UTC")
    await scene.settle()

    assert "Aucun incident ouvert" in (await luc.slash("/incident liste")).text
    assert "No open incident" in (await uwe.slash("/incident list")).text


@pytest.mark.long
async def test_somebody_met_for_the_first_time_has_the_link_in_their_language(
    scene: Stage,
) -> None:
    luc = scene.person("luc", locale="fr-FR")

    await luc.slash("/incident declare sev1 Le paiement échoue")
    await scene.settle()

    assert "a son canal" in last(luc).text


async def test_who_changes_language_is_followed(scene: Stage, chloe: Person) -> None:
    await chloe.change(locale="en-GB")
    await scene.settle()

    assert "No open incident" in (await chloe.slash("/incident liste")).text


async def test_a_french_team_has_french_channels(french: Stage) -> None:
    ana = french.person("ana", locale="fr-FR")
    await ana.change(tz="Europe/Paris")
    french.slack.faults.fail("pins.add", "too_many_pins", times=3)

    await ana.slash("/incident déclarer critique Le paiement échoue")
    await french.settle()

    room = french.room("inc-1-le-paiement-echoue")
    assert room.topic == "INC-1 · SEV1 critique · en cours d\u2019analyse · Le paiement échoue"
    assert "*Gravité*" in shown(room.messages[0])
    assert "l\u2019épinglage de la fiche\u00a0: refusé" in room.messages[1].text
    assert labels(room.messages[1].blocks) == ["Réparer"]
    assert labels(french.announcements[0].blocks) == [
        "Rejoindre",
        "Poser une question",
        "S\u2019abonner",
    ]
    assert refusals(french) == ["pins.add: too_many_pins"]


async def test_an_english_speaker_in_a_french_team_reads_english(french: Stage) -> None:
    ana = french.person("ana", locale="en-GB")
    await ana.change(tz="Europe/London")
    await french.settle()

    assert "No open incident" in (await ana.slash("/incident list")).text


LINES = (
    "",
    "aide",
    "aide déclarer",
    "liste rien",
    "voir x",
    "voir INC-9",
    "declaer sev1 Le paiement échoue",
    "déclarer p0 Fuite de données possible",
    "déclarer p0 Le paiement échoue",
    "déclarer sev1 Le paiement échoue",
    "liste",
    "voir 1",
    "vérifier",
)


@pytest.mark.long
async def test_all_that_she_hears_is_well_printed_and_vouvoie(scene: Stage, chloe: Person) -> None:
    for line in LINES:
        await chloe.slash(f"/incident {line}")
        await scene.settle()

    heard = [message.text for message in chloe.private]
    assert len(heard) >= len(LINES)
    assert not [text for text in heard if " the " in text or " your " in text]
    assert not [(text, found) for text in heard if (found := faults(text))]
    assert not [t for t in heard if any(w in t.lower().split() for w in ("tu", "ton", "tes"))]
    buttons = [label for message in chloe.private for label in labels(message.blocks)]
    assert not [label for label in buttons if len(label) > BUTTON_LIMIT]
    assert refusals(scene) == []


VERBS = [
    ("déclarer privé sev1 Connexions suspectes", "INC-1"),
    ("ouvrir sev1 Le site est lent", "Ouverture de *INC-2*"),
    ("nouveau sev1 La recherche échoue", "Ouverture de *INC-3*"),
    ("liste", "*3 incidents ouverts*"),
    ("afficher 9", "Je ne connais pas d\u2019incident INC-9"),
    ("verifier", "Vérification en cours"),
    ("AIDE", "Ce que vous pouvez taper"),
]


async def test_french_verbs_with_and_without_accents(scene: Stage, chloe: Person) -> None:
    for line, part in VERBS:
        assert part in (await chloe.slash(f"/incident {line}")).text


async def test_a_moment_by_its_french_verb_sets_the_moment(scene: Stage, chloe: Person) -> None:
    await chloe.slash("/incident déclarer sev2 Paiement en panne")
    await scene.settle()
    room = scene.room("inc-1-paiement-en-panne")

    read = await chloe.slash("/incident résolu il y a 5 min", channel=room)
    mitigated = await chloe.slash("/incident atténué", channel=room)
    ended = await chloe.slash("/incident résolu Retour arrière", channel=room)

    assert "2025-12-31 23:55" in read.text
    assert "État" not in read.text
    assert "sous surveillance" in mitigated.text
    assert "Fait\u00a0: Retour arrière" in ended.text
