"""Exports: `export`, `export FORMAT`, `export FORMAT here`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.incident.export_facts import Exported
from bot.incident.ids import ChannelId
from bot.incident.incident import Incident
from bot.incident.text import folded
from bot.language import Tongue
from bot.response.change import Changed
from bot.response.export import Format, export, require_exporter
from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import export as grammar
from bot.slack.tools import Tools
from bot.slack.views import export as views
from bot.slack.views.answer import Answer

_HERE = frozenset({"here", "ici"})


@dataclass(frozen=True, slots=True)
class _Asked:
    incident: Incident
    form: Format | None = None
    changed: Changed | None = None


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    async def act() -> _Asked:
        incident, request, said = await targets.request_for(tools, asker, "export", rest)
        name, here = _read(said)
        await require_exporter(tools.desk, asker.user)
        if not name:
            return _Asked(incident)
        form = tools.formats.named(name)
        where = (asker.channel or ChannelId("")) if here else None
        return _Asked(incident, form, await export(tools.desk, request, form, here=where))

    def show(asked: _Asked, tongue: Tongue) -> Answer:
        if asked.form is None or asked.changed is None:
            return views.choice(tongue, asked.incident, tools.formats)
        [fact] = (fact for fact in asked.changed.facts if isinstance(fact, Exported))
        return views.promised(tongue, asked.incident, asked.form, fact.whereto)

    await tools.boundary.commit(asker, "export", act, show)


def _read(said: str) -> tuple[str, bool]:
    """`transcript here` → transcript, into the channel."""
    words = said.split()
    here = bool(words) and folded(words[-1]) in _HERE
    return " ".join(words[:-1] if here else words), here


VERBS = {grammar.EXPORT: typed}
