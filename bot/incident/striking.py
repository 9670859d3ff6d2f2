"""What is left of facts and summaries once the message whose words they repeat was deleted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.incident.chores import TaskAdded, TaskChanged, TaskEnded, WayChosen
from bot.incident.decision import is_known
from bot.incident.entry import EntryId
from bot.incident.relief import OpenTask, Relief
from bot.incident.task import TaskId
from bot.incident.timeline import Fact, TimelineEntry


@dataclass(frozen=True, slots=True)
class Struck:
    """Whose words are gone: tasks, as far as nobody wrote their text by hand, and key entries."""

    tasks: frozenset[TaskId] = frozenset()
    entries: frozenset[EntryId] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.tasks or self.entries)

    def fact(self, fact: Fact) -> Fact:
        """Who, when and what became of it stay."""
        match fact:
            case TaskAdded() | TaskChanged() | TaskEnded():
                if fact.task in self.tasks and not fact.by_hand:
                    return fact.model_copy(update={"text": "", "struck": True})
            case WayChosen(way=way, entry=entry) if entry in self.entries:
                kept = way if is_known(way) else ""
                return fact.model_copy(update={"way": kept, "note": "", "struck": True})
        return fact

    def relief(self, relief: Relief) -> Relief:
        return relief.model_copy(
            update={
                "tried": tuple(map(self._entry, relief.tried)),
                "running": tuple(map(self._task, relief.running)),
                "decided": tuple(map(self._entry, relief.decided)),
            }
        )

    def _entry(self, entry: TimelineEntry) -> TimelineEntry:
        return entry.model_copy(update={"fact": self.fact(entry.fact)})

    def _task(self, task: OpenTask) -> OpenTask:
        if task.task not in self.tasks or task.by_hand:
            return task
        return task.model_copy(update={"text": "", "struck": True})
