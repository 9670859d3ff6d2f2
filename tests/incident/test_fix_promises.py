"""Promises of a fix time: found where one is made, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.fix_promises import promises

MADE = [
    "This should be fixed soon.",
    "We expect to be back by 15:00.",
    "We'll be back online shortly",
    "Service will be restored within 30 minutes.",
    "The team hopes to resolve it in about an hour.",
    "It will be over by noon",
    "Payments should be working again before 3 pm UTC.",
    "Everything will be fixed tomorrow.",
    "We are going to have it repaired by the end of the day.",
    "ETA 15:30",
    "ETA: 2 hours",
    "ETA is tomorrow",
    "Fix within 30 min.",
    "Back online by 15:00.",
    "Full recovery in a few minutes",
    "By 16:00 we expect the service to be fully operational.",
    "We aim to have normal service in the next 20 minutes.",
    "A fix is expected shortly.",
    "If the rollback works, everything will be back within ten minutes.",
    "Rolled back 8f2c. Checkout should recover in 5-10 minutes.",
    "We are on track to restore logins by Monday.",
    "We will have it fixed any minute now.",
    "Le service sera rétabli d'ici 15 h.",
    "Le problème devrait être corrigé dans les prochaines minutes.",
    "Nous espérons un retour à la normale sous peu.",
    "Tout rentrera dans l'ordre d'ici une heure.",
    "Rétablissement d'ici 15 h 30",
    "Retour à la normale sous 30 minutes",
    "Rétablissement estimé : 15 h 30",
    "Heure de rétablissement prévue à 16:00",
    "Les paiements seront à nouveau disponibles avant midi.",
    "Nous allons corriger cela dans l'heure.",
    "Le service va bientôt reprendre.",
    "Un correctif est prévu pour demain.",
    "La résolution est attendue dans 20 minutes",
    "Le paiement fonctionnera normalement d'ici ce soir.",
    "Nous rétablirons le service dans quelques instants.",
]

NONE_MADE = [
    "",
    "We fixed it by restarting the gateway.",
    "The issue was resolved at 14:02 UTC.",
    "It was fixed within 10 minutes.",
    "Restored at 14:05.",
    "Recovered within 5 minutes of the restart.",
    "Back online since 14:05.",
    "Next update by 15:00.",
    "We will post an update on the fix by 15:00.",
    "We will tell you more within the hour.",
    "The next update on the fix comes in 30 minutes.",
    "We are working to resolve this as soon as possible.",
    "Our engineers will fix it as soon as they can.",
    "No ETA yet.",
    "ETA unknown",
    "ETA: being assessed",
    "There is no estimate of when it will be fixed; more at 15:00.",
    "We do not know whether it can be fixed by 15:00.",
    "It is unlikely to be fixed before tomorrow.",
    "We cannot promise that it will be fixed by noon.",
    "We will roll back in 10 minutes.",
    "We will restore the database from the backup of 14:00.",
    "We will restore from a snapshot at 14:30.",
    "Between 13:42 and 14:05 about 61 % of payments failed.",
    "Latency will be over 100 ms for 5 minutes.",
    "The certificate expires in 10 minutes.",
    "Customers should retry in 10 minutes.",
    "Please retry shortly.",
    "We should decide on the fix by 15:00.",
    "Since 13:42 errors are back to 2 %.",
    "A fix is in place and we are watching it until 15:00.",
    "The fixed-price plan will change tomorrow.",
    "We will call you back in an hour.",
    "Traffic should fall back to the other region in a minute.",
    "Version 2.0 resolved it. The release will be tagged tomorrow.",
    "A fix was released at 14:02; latency should stay below 50 ms.",
    "Nous avons rétabli le service à 14 h 05.",
    "A fix is in place; it will be watched until 15:00.",
    "We have fixed 3 of 5 nodes; the others follow by 15:00.",
    "Orders placed before 15:00 are not affected and will be delivered tomorrow.",
    "Le service a été rétabli à 14 h 05.",
    "Le problème était résolu en 10 minutes.",
    "Rétablissement constaté à 14 h 05.",
    "Prochain point d'ici 15 h.",
    "Nous vous informerons du rétablissement d'ici 15 h.",
    "Nous travaillons à rétablir le service au plus vite.",
    "Nous ne savons pas si ce sera corrigé d'ici 15 h.",
    "Pas encore d'heure de rétablissement.",
    "Aucune estimation : rétablissement en cours d'évaluation.",
    "Vous pouvez réessayer dans quelques minutes.",
    "Le certificat expirera dans 10 minutes.",
    "Depuis 13 h 42, une partie des paiements échoue.",
    "Nous ferons un point sur le correctif dans une heure.",
    "Une réunion sur la correction aura lieu à 15 h.",
    "Le correctif a été déployé à 14 h, nous surveillons.",
    "Les clients seront remboursés sous 5 jours.",
]


@pytest.mark.parametrize("text", MADE)
def test_a_promise_is_found(text: str) -> None:
    assert len(list(promises(text))) == 1


@pytest.mark.parametrize("text", NONE_MADE)
def test_what_is_no_promise_is_left_alone(text: str) -> None:
    assert list(promises(text)) == []


def test_apostrophes_and_spaces_as_they_are_printed_are_understood() -> None:
    text = "Le service sera rétabli d\u2019ici 15\u202fh\u00a030."

    assert list(promises(text)) == ["rétabli d'ici 15 h 30"]


def test_the_phrase_is_quoted_and_each_sentence_counts() -> None:
    text = "Rolled back. It should be fixed soon! Next update 15:00. Logins will be back by 16:00."

    assert list(promises(text)) == ["fixed soon", "be back by 16:00"]


@given(st.text(max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert all(
        found in text.replace("\u202f", " ").replace("\u00a0", " ") for found in promises(text)
    )


@pytest.mark.parametrize(
    "piece", ["fix ", "by 15:00 ", "will be fixed by ", "d'ici ", "ETA ", "a-"]
)
def test_long_texts_take_no_time(piece: str) -> None:
    started = time.process_time()

    list(promises(piece * 5_000))

    assert time.process_time() - started < 2.0
