"""The phrases that seek somebody at fault or judge with hindsight, in English and in French."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class WordingKind(StrEnum):
    COUNTERFACTUAL = "counterfactual"
    PERSON = "person"
    HINDSIGHT = "hindsight"
    JUDGEMENT = "judgement"
    ABSOLUTE = "absolute"
    WHY = "why"
    SINGULAR = "singular"


SHIPPED_KINDS = (WordingKind.COUNTERFACTUAL, WordingKind.PERSON)
"""Few, for whoever is corrected too often stops reading."""

PERSON = "PERSON"
"""Stands in a phrase for whatever names a person."""
_WHO_EN = (
    r"(?:the|our|an?)?\s?(?:[\w-]+\s){0,2}(?:engineers?|operators?|developers?|devs?|admins?"
    r"|administrators?|dbas?|on-?call|sres?|teams?|commander|managers?|persons?|people|colleagues?"
    r"|contractors?|interns?|responders?|scribe|staff)"
)
_WHO_FR = (
    r"(?:l'|le\s|la\s|les\s|un\s|une\s|notre\s|nos\s)?(?:[\w-]+\s){0,1}(?:ingénieure?s?|opérat\w+"
    r"|développeu\w+|administrat\w+|astreinte|équipes?|pilote|collègues?|prestataires?|stagiaires?"
    r"|exploitants?|techniciene?n?e?s?)"
)
_PRONOUN = (
    r"he|she|they|we|you|i|who|somebody|someone|anybody|anyone|nobody"
    r"|il|elle|ils|elles|on|nous|vous|tu|qui|quelqu'un|personne"
)
ANY_PERSON = rf"(?:(?:{_PRONOUN}|<@\w+>|@[\w.-]+|{_WHO_EN}|{_WHO_FR})(?!\w))"

_MAY = r"(?:\s(?:not|never|also|perhaps|probably|just|easily|have to))?"
_SOME = r"(?:\s(?!the\b|a\b|an\b|to\b)[\w-]+){0,2}?"
_PEU = r"(?:\s(?!le\b|la\b|les\b|du\b|de\b|un\b|une\b)[\w-]+){0,2}?"
_AURAIT = r"aur(?:ais|ait|ions|iez|aient)"
_A = r"(?:ai|as|a|avons|avez|ont|avais|avait|avions|aviez|avaient)"
_INFINITIVE = r"(?:\s[\w'-]+){0,2}?\s[\w']*(?:er|ir|re|oir)(?!\w)"

PHRASES: Mapping[WordingKind, tuple[str, ...]] = {
    WordingKind.COUNTERFACTUAL: (
        rf"(?:should|could|would)(?:n't)?{_MAY}(?:\shave|'ve)",
        r"(?:should|could|would)a",
        r"if only(?=[^.!?]*\b(?:had|we|they|he|she|i|you|somebody|someone)\b)",
        r"(?<!what )(?<!who )(?<!how )(?<!when )(?<!where )(?<!why )(?<!which )"
        r"had (?:they|we|he|she|i|you|somebody|someone|anybody|anyone) (?:not )?\w+",
        rf"{PERSON}{_SOME} (?:fail(?:ed|s)? to|neglect(?:ed|s)? to)",
        r"(?:didn't|did not) (?:even )?bother",
        rf"{_AURAIT}(?: pas)?{_PEU} (?:dûe?s?|pue?s?|fallu|suffi)",
        rf"{_AURAIT}(?: pas)?{_PEU} du(?={_INFINITIVE})",
        r"il (?:ne )?fallait(?!\s(?:\d|(?:\w+\s){0,3}(?:minutes?|heures?|secondes?|jours?)))",
        r"il suffisait",
        r"si seulement(?=[^.!?]*\b(?:\w*av(?:ait|aient|ions|iez|ais)|(?:on|nous|vous|ils?|elles?)"
        r"|j'\w+|était|étaient)\b)",
        rf"n'{_A} (?:même )?pas (?:pensé|songé|pris la peine)",
        rf"{_A} (?:omis|négligé)(?: de| d')",
    ),
    WordingKind.PERSON: (
        r"(?:human|operator|user|pilot) error",
        r"careless(?:ly|ness)?",
        rf"(?:mistake|error|fault|blunder)s? (?:by|of|from|made by) {PERSON}",
        rf"{PERSON}{_SOME} (?:broke|forgot|screwed up|messed up|messed it up)",
        r"(?:who|he|she|they|we|i|you|was|is|were|are) at fault",
        r"to blame(?! for the line)",
        r"culprits?",
        r"(?:who|whoever) (?:did|broke|caused) (?:this|that|it)",
        r"whose fault",
        r"erreurs? humaines?",
        r"erreurs? d'(?:opérateur|opératrice|inattention|exploitation)",
        r"par (?:la|sa|leur|ma|notre|votre) faute",
        r"(?:c'est|c'était|est|était) (?:de )?(?:la|sa|leur|ma|notre|votre) faute",
        r"la faute (?:à|au|aux)",
        r"négligences?",
        r"(?<!d')inattentions?",
        r"coupables?",
        r"responsables? de (?:la |l'|cette |ce )(?:panne|coupure|interruption|erreur|problème)",
        r"qui a (?:fait|cassé) (?:ça|cela)",
        rf"{PERSON}{_PEU} (?:{_A}|s'est) (?:\w+ment )?(?:cassé|trompée?s?)",
        rf"{_A} (?:encore |tout simplement )?oublié",
    ),
    WordingKind.HINDSIGHT: (
        r"obviously",
        r"clearly",
        r"simply",
        r"just(?!\s(?:before|after|as|now|in time|under|over|about|below|above|then|been|\d))",
        r"eas(?:y|ily)",
        r"of course",
        r"everyone knows",
        r"everybody knows",
        r"basic(?:ally)?",
        r"évidemment",
        r"clairement",
        r"simplement",
        r"il suffit",
        r"tout le monde sait",
        r"forcément",
    ),
    WordingKind.JUDGEMENT: (
        r"bad(?:ly)?(?!\s(?:gateway|request|sector|block|actor|checksum))",
        r"stupid(?:ly|ity)?",
        r"wrong(?:ly)?",
        r"reckless(?:ly|ness)?",
        r"sloppy",
        r"incompeten(?:t|ce)",
        r"poor judge?ment",
        r"mauvaise?s?",
        r"bêtes?",
        r"bêtement",
        r"n'importe quoi",
        r"bâclée?s?",
        r"incompéten\w+",
    ),
    WordingKind.ABSOLUTE: (
        r"always(?!\s?-?\s?on\b)",
        r"never",
        r"nobody",
        r"no one",
        r"everyone",
        r"everybody",
        r"toujours",
        r"jamais",
        r"personne(?=\s(?:ne\s|n'))",
        r"tout le monde",
    ),
    WordingKind.WHY: (
        rf"why (?:did|didn't|has|hasn't) {PERSON}",
        r"pourquoi (?:n')?(?:as-tu|avez-vous|a-t-(?:il|elle|on)|ont-(?:ils|elles))(?: pas)?",
        r"pourquoi (?:tu|vous|il|elle|ils|elles) (?:n')?(?:as|avez|a|ont)",
    ),
    WordingKind.SINGULAR: (
        r"the (?:single |only )?root cause",
        r"(?:caused|due) (?:solely|only|entirely) (?:by|to)",
        r"(?:solely|only|entirely) (?:caused by|due to)",
        r"la (?:seule )?cause (?:racine|unique)",
        r"(?:uniquement|exclusivement) (?:dû|due|dus|dues) (?:à|au|aux)",
    ),
}
"""Regular expressions over text in lower case; accents stand as people write them."""
