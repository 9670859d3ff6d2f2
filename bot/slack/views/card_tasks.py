"""The card's tasks: the next few, and how many there are beside them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.incident.task import TaskKind
from bot.slack.views import blocks
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.scene import Scene
from bot.slack.views.tasks import brief_line, open_ones

SHOWN = 5


def tasks(scene: Scene) -> Iterator[Block]:
    """While it runs the tasks, after it the action items; the others as a number."""
    kind = TaskKind.TASK if scene.incident.is_open else TaskKind.ACTION
    now, other = open_ones(scene, kind), _other(scene, kind)
    if not now and not other:
        return
    lines = [Mrkdwn(f"• {brief_line(scene, task)}") for task in now[:SHOWN]]
    if now:
        yield blocks.section(blocks.joined([Mrkdwn(f"*{_count(scene, kind)}*"), *lines]))
    more = len(now) - SHOWN
    rest = [tell(scene.tongue, "… and {more} more", more=more)] if more > 0 else []
    if rest or other:
        yield blocks.context(*rest, *other)


def _other(scene: Scene, kind: TaskKind) -> list[Mrkdwn]:
    rest = TaskKind.ACTION if kind is TaskKind.TASK else TaskKind.TASK
    return [Mrkdwn(_count(scene, rest))] if open_ones(scene, rest) else []


def _count(scene: Scene, kind: TaskKind) -> str:
    tongue, n = scene.tongue, len(open_ones(scene, kind))
    if kind is TaskKind.TASK:
        return tongue.count("{n} open task", "{n} open tasks", n)
    return tongue.count("{n} open action item", "{n} open action items", n)
