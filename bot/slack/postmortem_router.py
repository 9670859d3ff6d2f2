"""`postmortem …`: what stands in it, or a step of its review."""

from __future__ import annotations

from bot.slack import targets
from bot.slack.askers import Asker
from bot.slack.grammar import postmortem as grammar
from bot.slack.listeners import postmortem, review_forms, review_reading
from bot.slack.postmortem_line import Act, ReviewLine, read_review_line
from bot.slack.review_steps import Outcome, show_step, take_step
from bot.slack.tools import Tools

_READING = frozenset({Act.REVISIONS, Act.COMMENTS})
_BY_FORM = frozenset({Act.SCHEDULE, Act.REVIEW})


async def typed(tools: Tools, asker: Asker, rest: str) -> None:
    number, said = targets.without_reference(rest)
    line = read_review_line(said)
    if line is None:
        await postmortem.typed(tools, asker, rest)
    elif line.act in _READING:
        await review_reading.read(tools, asker, number, line)
    elif line.act is Act.WRITE or (line.act in _BY_FORM and not (line.people or line.text)):
        await review_forms.offer(tools, asker, number, line)
    else:
        await _step(tools, asker, rest, line)


async def _step(tools: Tools, asker: Asker, rest: str, line: ReviewLine) -> None:
    async def act() -> Outcome:
        incident, request, _ = await targets.request_for(tools, asker, "postmortem", rest)
        return await take_step(tools, asker, incident, request, line)

    await tools.boundary.commit(asker, "postmortem", act, show_step)


VERBS = {grammar.POSTMORTEM: typed}
