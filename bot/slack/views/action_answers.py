"""What is said to whoever notes, answers for, or drops an action item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.incident.action_facts import ActionAnswer, ActionAnswered
from bot.incident.action_words import REASONS, is_vague, reason_said
from bot.incident.chores import TaskAdded, TaskEnded
from bot.incident.task import TaskKind, TaskState
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.language import N_, Tongue
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.scene import Scene

QUOTED = 150
_ANSWERS: Mapping[ActionAnswer, str] = {
    ActionAnswer.ACCEPTED: N_("Action item {number} accepted by {name}"),
    ActionAnswer.DECLINED: N_("Action item {number} declined by {name}; nobody has it now"),
    ActionAnswer.EXPLAINED: N_("Action item {number} is not done, says {name}"),
}


def answered(scene: Scene, fact: Fact) -> Mrkdwn:
    if not isinstance(fact, ActionAnswered):
        return Mrkdwn("")
    name = scene.name_of(fact.user)
    said = tell(scene.tongue, _ANSWERS[fact.answer], number=fact.number, name=name)
    if not fact.reason:
        return said
    why = reason_said(scene.tongue, shortened(fact.reason, QUOTED))
    return Mrkdwn(f"{said} · {tell(scene.tongue, 'Because: {reason}', reason=why)}")


def hints(tongue: Tongue, facts: Sequence[Fact]) -> Iterator[Mrkdwn]:
    """Only to whoever has just noted it, and it is noted all the same."""
    for fact in facts:
        if isinstance(fact, TaskAdded) and fact.of is TaskKind.ACTION and is_vague(fact.text):
            yield tell(
                tongue,
                ":bulb: What will be there when it is done? For example: “Alert when the replica is"
                " 30 s behind”. *Edit…* changes it.",
            )
            return


def reasons(scene: Scene, facts: Sequence[Fact]) -> Iterator[Block]:
    """Why it is dropped is one tap, and may stay open."""
    fact = facts[-1] if len(facts) == 1 else None
    if not isinstance(fact, TaskEnded) or fact.of is not TaskKind.ACTION:
        return
    task = next((one for one in scene.tasks if one.id == fact.task), None)
    if fact.state is TaskState.DROPPED and task is not None and not task.reason:
        line = f"action {scene.incident.reference} why {fact.number}"
        said = [(scene.tongue.say(one), f"{line} {one}") for one in REASONS]
        yield blocks.section(tell(scene.tongue, "Why?"))
        yield blocks.runs(*said, block_id="why")
