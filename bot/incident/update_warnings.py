"""What somebody may want to look at again before an update goes out. It never stops one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.incident.audience import Audience, AudienceKind
from bot.incident.fix_promises import promises
from bot.incident.masking import Masker
from bot.incident.text import shortened
from bot.incident.update_words import UpdateMoment
from bot.language import N_

LONG = 500
"""Readers stop before that."""
CUT = 2_500
"""Whatever is longer does not fit into what is sent."""
_QUOTED = 60


class CautionKind(StrEnum):
    NO_IMPACT = "no-impact"
    PROMISE = "promise"
    MENTION = "mention"
    HOST = "host"
    SECRET = "secret"  # noqa: S105 - the name of a kind
    LONG = "long"
    CUT = "cut"


WORDS: Mapping[CautionKind, str] = {
    CautionKind.NO_IMPACT: N_("It does not say what people notice: set the impact."),
    CautionKind.PROMISE: N_("“{quote}” reads like a promise of when it is fixed."),
    CautionKind.MENTION: N_("“{quote}” calls nobody here: mentions go out as plain text."),
    CautionKind.HOST: N_("“{quote}” looks like the name of an internal machine."),
    CautionKind.SECRET: N_("It seems to hold a secret ({quote}), which goes out masked."),
    CautionKind.LONG: N_("It has {quote} characters: people read about 500."),
    CautionKind.CUT: N_("It has {quote} characters: what goes beyond 2,500 is cut off."),
}
"""Each with the part of the text that it is about."""

_ENDS = frozenset({UpdateMoment.RESOLVED, UpdateMoment.CANCELLED})
_MENTION = re.compile(r"<[@#!][^>]{1,80}>|(?<![\w.@/])@[\w][\w.-]*")
_PRIVATE_NAME = (
    r"(?<![\w.@-])(?:[a-z0-9_-]+\.)+(?:internal|local|localdomain|lan|corp|intranet|svc|home\.arpa)"
    r"(?![\w-]|\.\w)"
)
_PRIVATE_ADDRESS = (
    r"(?<![\d.])(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|127(?:\.\d{1,3}){3}"
    r"|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\d.]*\d)|\bip-\d+-\d+-\d+-\d+\b|\blocalhost\b"
)
_PLACE = r"(?:prod|production|preprod|staging|stg|dev|qa)"
_PART = r"(?:db|node|host|srv|vm|worker|web|app|api|redis|kafka|mysql|postgres|pg|es|k8s|lb|gw)"
_MACHINE = (
    rf"(?<![\w.@/-])(?:[a-z0-9]+-)*(?:{_PLACE}-(?:[a-z0-9]+-)*[a-z]*\d+"
    rf"|{_PART}-(?:[a-z0-9]+-)*{_PLACE}-(?:[a-z0-9]+-)*[a-z]*\d+|{_PART}-?0\d+)(?![\w-])"
)
_POD = r"(?<![\w.@/-])[a-z][a-z0-9-]*-[a-f0-9]{8,10}-[a-z0-9]{5}(?![\w-])"
_HOST = re.compile("|".join((_PRIVATE_NAME, _PRIVATE_ADDRESS, _MACHINE, _POD)), re.IGNORECASE)
_NEAR_THE_MACHINES = frozenset({AudienceKind.RESPONDERS, AudienceKind.INTERNAL})


@dataclass(frozen=True, slots=True)
class Caution:
    kind: CautionKind
    quote: str = ""


def cautions(
    texts: Iterable[str],
    *,
    impact: str,
    audiences: Collection[Audience],
    moments: Collection[UpdateMoment] = (),
    masker: Masker,
    internal_domains: Sequence[str] = (),
) -> list[Caution]:
    """`texts`: what a person typed for this update; each kind of caution once."""
    kinds = {audience.kind for audience in audiences}
    typed = [text for text in texts if text.strip()]
    found = [*_found(typed, kinds, masker, internal_domains)]
    ended = bool(moments) and all(moment in _ENDS for moment in moments)
    if not impact.strip() and not ended and kinds - {AudienceKind.RESPONDERS}:
        found.insert(0, Caution(CautionKind.NO_IMPACT))
    first: dict[CautionKind, Caution] = {}
    for caution in found:
        first.setdefault(caution.kind, caution)
    return list(first.values())


def _found(
    texts: Sequence[str], kinds: set[AudienceKind], masker: Masker, domains: Sequence[str]
) -> Iterator[Caution]:
    for text in texts:
        if kinds - {AudienceKind.RESPONDERS}:
            yield from (_quoting(CautionKind.PROMISE, phrase) for phrase in promises(text))
        yield from (_quoting(CautionKind.MENTION, one[0]) for one in _MENTION.finditer(text))
        if kinds - _NEAR_THE_MACHINES:
            yield from (_quoting(CautionKind.HOST, name) for name in _hosts(text, domains))
        if secrets := masker.mask(text[: 2 * CUT]).found:
            yield Caution(CautionKind.SECRET, ", ".join(secrets))
        if len(text) > LONG:
            kind = CautionKind.CUT if len(text) > CUT else CautionKind.LONG
            yield Caution(kind, str(len(text)))


def _hosts(text: str, domains: Sequence[str]) -> Iterator[str]:
    yield from (found[0] for found in _HOST.finditer(text))
    for domain in domains:
        name = rf"(?<![\w.@-])(?:[\w-]+\.)*{re.escape(domain)}(?![\w-]|\.\w)"
        yield from (found[0] for found in re.finditer(name, text, re.IGNORECASE))


def _quoting(kind: CautionKind, quote: str) -> Caution:
    return Caution(kind, shortened(" ".join(quote.split()), _QUOTED))
