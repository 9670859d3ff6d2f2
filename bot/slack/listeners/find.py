"""Find: `list`, with filters or words, a page at a time, and `show`."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.incident.errors import NotAReference, NothingFound
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.lifecycle import OPEN, Status
from bot.incident.listing import Found, Listing, search_words
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.find import find, listed
from bot.slack.askers import Asker
from bot.slack.tools import Tools
from bot.slack.views import listing
from bot.slack.views.answer import Answer
from bot.slack.views.scene import Facts

_OPEN = frozenset({"open", "ouvert", "ouverts"})
_CLOSED = frozenset({"closed", "ended", "resolved", "ferme", "fermes", "termine", "termines"})
_ALL = frozenset({"all", "tous", "tout"})
_MINE = frozenset({"mine", "my", "mien", "miens", "mes"})
_PAGE = re.compile(r"^(?P<rest>.*?)\s*\bpage (?P<page>\d{1,5})$", re.IGNORECASE)


async def list_incidents(tools: Tools, asker: Asker, rest: str) -> None:
    asked, page = _page(rest)
    wanted = replace(
        _wanted(tools, asker.user, asked), offset=(page - 1) * listing.SHOWN, limit=listing.SHOWN
    )

    async def act() -> tuple[Found, int]:
        found, page = await listed(tools.desk, wanted)
        if wanted.words is not None and not (wanted.words and found.total):
            raise NothingFound(asked)
        return found, page

    def show(outcome: tuple[Found, int], tongue: Tongue) -> Answer:
        found, page = outcome
        scenes = [tools.scene(incident, tongue) for incident in found.incidents]
        of = listing.Asked(asked, page + 1, found.total, is_open=wanted.statuses == OPEN)
        return listing.listing(scenes, of, tongue)

    await tools.boundary.commit(asker, "list", act, show)


async def show_one(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> tuple[Incident, Facts]:
        incident = await find(tools.desk, _number(rest), asker.user)
        return incident, await tools.facts(incident)

    def show(found: tuple[Incident, Facts], tongue: Tongue) -> Answer:
        return listing.shown(tools.scene(found[0], tongue).knowing(found[1]))

    await tools.boundary.commit(asker, "show", act, show)


def _page(rest: str) -> tuple[str, int]:
    """`sev1 page 2` → `sev1`, 2."""
    found = _PAGE.match(rest)
    return (found["rest"].strip(), max(int(found["page"]), 1)) if found else (rest, 1)


def _wanted(tools: Tools, by: UserId, asked: str) -> Listing:
    """Filters, if every word is one; else the words are looked for, in ended incidents too."""
    plain = Listing(by=by, statuses=OPEN)
    return _filtered(tools, plain, asked) or Listing(by=by, words=search_words(asked))


def _filtered(tools: Tools, plain: Listing, asked: str) -> Listing | None:
    if severity := tools.desk.policy().severities.spelled(asked):
        return replace(plain, severity=severity.key)
    wanted: Listing | None = plain
    for word in folded(asked).split():
        wanted = _narrowed(tools, wanted, word) if wanted else None
    return wanted


def _narrowed(tools: Tools, wanted: Listing, word: str) -> Listing | None:
    if word in _OPEN:
        return replace(wanted, statuses=OPEN)
    if word in _ALL:
        return replace(wanted, statuses=frozenset())
    if word in _CLOSED:
        return replace(wanted, statuses=frozenset(Status) - OPEN)
    if word in _MINE:
        return replace(wanted, mine=True)
    severity = tools.desk.policy().severities.spelled(word)
    return replace(wanted, severity=severity.key) if severity else None


def _number(rest: str) -> int:
    found = re.fullmatch(r"(?:inc)?[- ]?#?(\d{1,9})", folded(rest))
    if found is None:
        raise NotAReference(rest)
    return int(found[1])
