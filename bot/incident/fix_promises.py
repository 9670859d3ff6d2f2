"""Finds promises of a time by which something will work again, in English and in French.

A promise is one sentence with something that gets well, a time ahead, and a word that looks ahead.
What happened, what is merely hoped "as soon as possible", and when the next update comes are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NEAR = 80
"""So many characters may stand between what gets well and when."""
_PLAIN = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2019": "'"})
_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.:](?=\d)[^.!?;\n]+)*")


@dataclass(frozen=True, slots=True)
class _Tongue:
    well: re.Pattern[str]
    when: re.Pattern[str]
    ahead: re.Pattern[str]
    bare: re.Pattern[str]
    """A noun for it at the beginning needs no verb that looks ahead."""
    denied: re.Pattern[str]
    news: re.Pattern[str]
    """Between it and the time: that is when people hear more, and no promise."""
    plain: re.Pattern[str]
    """A promise by itself."""


def _words(*parts: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)


_CLOCK = r"(?:\d{1,2}\s?[:.h]\s?\d{2}|\d{1,2}\s?(?:am|pm|a\.m|p\.m|o'clock|utc|gmt|cet|cest|h))"
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_COUNT = r"(?:\d+(?:\s?-\s?\d+)?|an?|one|two|three|five|ten|fifteen|twenty|thirty|forty|a few|some)"
_UNIT = (
    r"(?:min(?:ute)?s?|hours?|hrs?|h|days?|seconds?|moments?|half hour|half an hour|couple of \w+)"
)

ENGLISH = _Tongue(
    well=_words(
        r"fix(?:ed|es)?",
        r"resolv(?:e|es|ed)|resolution",
        r"restor(?:e|es|ed|ation)(?!\s(?:from|(?:the|a|our)\s(?:\w+\s)?(?:backup|snapshot|database|replica|config\w*)))",
        r"repair(?:ed|s)?|solved?|recover(?:s|ed|y)?|mitigated|resum(?:e|es|ed)",
        r"(?:be|is|are|come|comes|get|bring|service|everything|it) back",
        r"back (?:up|online|to normal|in service|on track)",
        r"up and running|all clear|normal service|fully operational",
        r"(?:work|works|working|running|available|operational|normal|fine|up|usable) again",
        r"(?:be|is) over(?!\s\d)",
    ),
    when=re.compile(
        rf"(?<![\w-])(?:by|before|around|at|no later than)\s(?:about\s|around\s|~)?"
        rf"(?:{_CLOCK}|noon|midnight|midday|tonight|tomorrow|eod|lunch(?:time)?|{_DAYS}"
        rf"|(?:the\s)?end of (?:the\s)?(?:day|hour|week|morning|afternoon|evening)"
        rf"|this (?:morning|afternoon|evening|hour))(?![\w-])"
        rf"|(?<![\w-])(?:within|in)\s(?:the next\s|about\s|around\s|under\s|less than\s|another\s)?"
        rf"(?:{_COUNT}\s?(?:more\s)?{_UNIT}|the (?:hour|day)|minutes|hours|no time)(?![\w-])"
        rf"|(?<![\w-])(?<!as\s)(?:soon(?!\sas)|shortly|momentarily|imminently|before long"
        rf"|any (?:minute|moment)(?: now)?|later today|tonight|tomorrow)(?![\w-])",
        re.IGNORECASE,
    ),
    ahead=re.compile(
        r"(?<![\w-])(?:will|shall|should|would|going to|gonna|expect(?:s|ed|ing)?|anticipat\w+"
        r"|estimat\w+|aim(?:s|ing)?|hop(?:e|es|ing)|plan(?:s|ned|ning)? to|promis\w+|guarantee\w*"
        r"|likely|to be|on track|target\w*|must)(?![\w-])|\w'll(?!\w)",
        re.IGNORECASE,
    ),
    bare=re.compile(
        r"\s*(?:(?:a|the|full)\s)*(?:fix|restoration|resolution|recovery"
        r"|back (?:up|online|to normal)|(?:service|everything|all) back)(?![\w-])",
        re.IGNORECASE,
    ),
    denied=_words(
        r"no (?:fix|estimate|eta|resolution|idea|time)\b[^,]*",
        r"not|cannot|can't|don't|doesn't|won't|isn't|unknown|unclear|unlikely",
        r"too early|never|whether|was|were|had|yesterday|last (?:week|month|year|night)",
    ),
    news=_words(
        r"updates?|news|inform(?:ed)?|report(?: back)?|post|let you know|tell|told|check back|meet"
        r"|meeting|decide[sd]?|decision|review(?:ed)?|write|hear|call|look again|message"
    ),
    plain=re.compile(
        rf"(?<![\w-])ETA(?![\w-])\s?(?:is|of|for (?:the )?(?:fix|recovery))?\s?[:=~-]?\s?"
        rf"(?:about\s|around\s|in\s|by\s|within\s)?(?:{_CLOCK}|\d+\s?{_UNIT}|{_COUNT}\s{_UNIT}|noon"
        rf"|midnight|tonight|tomorrow|soon|shortly)(?![\w-])",
        re.IGNORECASE,
    ),
)

_HEURE = r"(?:\d{1,2}\s?(?:h|heures?|:)\s?(?:\d{2})?|midi|minuit)"
_NOMBRE = r"(?:\d+(?:\s?(?:-|à)\s?\d+)?|une?|deux|trois|cinq|dix|quinze|vingt|trente|quelques)"
_DUREE = r"(?:min(?:utes?)?|heures?|h|jours?|instants?|demi-heures?|quarts? d'heure|secondes?)"
_BIEN = (
    r"disponibles?|opérationnel(?:le)?s?|en service|accessibles?|en ligne|normal(?:e|ement)?|debout"
)

FRENCH = _Tongue(
    well=_words(
        r"corrig\w+|correctif|correction|r[ée]tabl\w+|r[ée]sol\w+|r[ée]soudr\w+|r[ée]par\w+",
        r"r[ée]gl(?:er|era|erons|é|ée|és|ées)",
        r"(?:rentr\w+|revien\w+|reven\w+) (?:dans l'ordre|à la normale)",
        r"retours? (?:à la normale|du service|en ligne)|reprise|reprendr\w+",
        rf"(?:à|de) nouveau (?:\w+ )?(?:{_BIEN})",
        r"(?:re)?fonctionner\w*|marcher\w*|termin(?:é|ée|er|era)",
    ),
    when=re.compile(
        rf"(?<![\w-])(?:d'ici|avant|vers|à|pour|au plus tard à)\s(?:à\s|environ\s)?"
        rf"(?:{_HEURE}|demain|ce soir|cet après-midi|ce midi|la fin|lundi|mardi|mercredi|jeudi"
        rf"|vendredi|samedi|dimanche|{_NOMBRE}\s?{_DUREE})(?![\w-])"
        rf"|(?<![\w-])(?:dans|sous)\s(?:environ\s|moins d'|les\s)?"
        rf"(?:{_NOMBRE}\s?(?:prochaine?s?\s)?{_DUREE}|prochaines?\s{_DUREE}"
        rf"|la (?:journée|soirée|matinée|minute)"
        rf"|l'(?:heure|après-midi)|peu)(?![\w-])"
        rf"|(?<![\w-])(?:bientôt|prochainement|incessamment|sous peu|très vite|demain|ce soir"
        rf"|d'(?:un instant|une minute) à l'autre)(?![\w-])",
        re.IGNORECASE,
    ),
    ahead=re.compile(
        r"(?<![\w-])(?:sera|seront|serait|seraient|devrait|devraient|devrions|va|vont|allons|prévu\w*"
        r"|prévoyons|estim\w+|espérons|attendu\w*|comptons|pensons|doit|doivent|pourra\w*"
        r"|\w+(?:er|ir|d)(?:a|ons|ont))(?![\w-])",
        re.IGNORECASE,
    ),
    bare=re.compile(
        r"\s*(?:(?:un|le|notre)\s)?(?:r[ée]tablissement|retour à la normale|correctif|r[ée]solution"
        r"|reprise(?: du service)?)(?![\w-])(?![^.]*(?<![\w-])(?:à|vers)\s\d)",
        re.IGNORECASE,
    ),
    denied=_words(
        r"pas|aucune?|ne sav\w+|impossible|inconnue?s?|ignor\w+|jamais|était|étaient|a été|ont été"
        r"|avai\w+|hier|si"
    ),
    news=_words(
        r"points?|nouvelles?|inform\w+|au courant|reviendr\w+|prévien\w+|préviendr\w+|dir\w+"
        r"|réunion|décid\w+|décision|appel|message"
    ),
    plain=re.compile(
        rf"(?<![\w-])(?:heure (?:estimée |prévue )?de )?(?:r[ée]tablissement|r[ée]solution)"
        rf"\s(?:estimée?|prévue?)\s?(?:à|vers|pour|:|dans|d'ici)\s?"
        rf"(?:{_HEURE}|{_NOMBRE}\s{_DUREE}|demain)(?![\w-])",
        re.IGNORECASE,
    ),
)


def promises(text: str) -> Iterator[str]:
    """Each sentence that promises, from what gets well to when, or the other way round."""
    for sentence in _SENTENCE.finditer(text.translate(_PLAIN)):
        for tongue in (ENGLISH, FRENCH):
            if found := _promise(sentence[0], tongue):
                yield found
                break


def _promise(sentence: str, tongue: _Tongue) -> str | None:
    if tongue.denied.search(sentence):
        return None
    if plain := tongue.plain.search(sentence):
        return plain[0]
    if not (tongue.ahead.search(sentence) or tongue.bare.match(sentence)):
        return None
    for when in tongue.when.finditer(sentence):
        if tongue.news.search(sentence[: when.start()]):
            return None
        for well in tongue.well.finditer(sentence):
            start, end = min(well.start(), when.start()), max(well.end(), when.end())
            if end - start <= _NEAR and not _overlap(well, when):
                return sentence[start:end]
    return None


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()
