"""The Home tab: what is due from me, my roles and tasks, the open incidents and the recent ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.task import Task, TaskKind
from bot.language import Tongue
from bot.response.home import OPEN_SHOWN, RECENT_SHOWN, TASKS_SHOWN, Duty, HomeContent
from bot.slack.views import blocks, help
from bot.slack.views.blocks import Block, Mrkdwn, View, tell
from bot.slack.views.listing import incident_line
from bot.slack.views.names import role_name
from bot.slack.views.sayings import SAYINGS
from bot.slack.views.scene import Facts, Scene
from bot.slack.views.task_words import typed_words

NEWER = "home.newer"
OLDER = "home.older"
DUTIES = 10
ROLES = 10
LINE = 600


class Drawer:
    """Draws for one person, in their language."""

    def __init__(
        self, content: HomeContent, policy: Policy, tongue: Tongue, names: Mapping[UserId, str]
    ) -> None:
        self._content = content
        self._policy = policy
        self._tongue = tongue
        self._names = names

    def view(self) -> View:
        parts = (self._top(), self._due(), self._roles(), self._tasks(), self._lists())
        return {"type": "home", "blocks": [block for part in parts for block in part]}

    def _top(self) -> Iterator[Block]:
        tongue = self._tongue
        if self._content.visitor:
            yield blocks.section(
                tell(tongue, "Here you see the incidents whose channel you were invited to.")
            )
            return
        declare = blocks.button(
            tongue.say("Declare an incident"), help.MENU_DECLARE, style="danger"
        )
        told = blocks.button(tongue.say("Help"), help.MENU_HELP, "help")
        yield blocks.buttons(declare, told)

    def _due(self) -> Iterator[Block]:
        content, tongue = self._content, self._tongue
        lines = [self._offer(incident) for incident in content.handovers]
        lines += [line for duty in content.duties if (line := self._duty(duty))]
        yield _head(tongue, tongue.say("Due from you"))
        if lines:
            yield from _sections(lines[:DUTIES])
        else:
            yield blocks.context(tell(tongue, "Nothing is due from you."))

    def _roles(self) -> Iterator[Block]:
        tongue = self._tongue
        lines = [
            tell(
                tongue,
                "*{role}*: {incident}",
                role=role_name(tongue, role).capitalize(),
                incident=blocks.Part(incident_line(self._scene(incident))),
            )
            for incident, role in self._content.roles[:ROLES]
        ]
        if lines:
            yield _head(tongue, tongue.say("Your roles"))
            yield from _sections(lines)

    def _tasks(self) -> Iterator[Block]:
        content, tongue = self._content, self._tongue
        if content.tasks:
            yield _head(tongue, tongue.say("Your tasks and action items"), content.tasks_total)
            yield from _sections(self._task(incident, task) for incident, task in content.tasks)
            yield from self._pager("tasks", content.tasks_total, TASKS_SHOWN)

    def _lists(self) -> Iterator[Block]:
        content, tongue = self._content, self._tongue
        yield _head(tongue, tongue.say("Open incidents"), content.open.total)
        if not content.open.total:
            yield blocks.context(tell(tongue, "No open incident."))
        yield from self._incidents(content.open.incidents)
        yield from self._pager("open", content.open.total, OPEN_SHOWN)
        if content.recent.total:
            yield _head(tongue, tongue.say("Recent incidents"), content.recent.total)
            yield from self._incidents(content.recent.incidents)
            yield from self._pager("recent", content.recent.total, RECENT_SHOWN)

    def _incidents(self, incidents: Iterable[Incident]) -> Iterator[Block]:
        label = self._tongue.say("Show")
        for incident in incidents:
            show = blocks.button(label, "run.0", f"show {incident.reference}")
            yield blocks.section(incident_line(self._scene(incident)), accessory=show)

    def _task(self, incident: Incident, task: Task) -> Mrkdwn:
        tongue = self._tongue
        action = task.kind is TaskKind.ACTION
        parts = {
            "reference": incident.reference,
            "kind": tongue.say("action item") if action else tongue.say("task"),
            "number": task.number,
            "text": typed_words(tongue, task, 200),
        }
        said = tell(tongue, "*{reference}* {kind} {number}: {text}", **parts)
        if task.due_at is None:
            return said
        due = tell(tongue, "due {at}", at=blocks.moment(task.due_at))
        late = ":alarm_clock: " if task.due_at <= self._content.now else ""
        return Mrkdwn(f"{said} · {late}{due}")

    def _offer(self, incident: Incident) -> Mrkdwn:
        offer, tongue = incident.handover, self._tongue
        roles = [role_name(tongue, role) for role in offer.roles] if offer else []
        by = self._names.get(offer.by, offer.by) if offer else ""
        return tell(
            tongue,
            "*{reference}*: {name} offers you to take over: {roles} {room}",
            reference=incident.reference,
            name=by,
            roles=", ".join(roles),
            room=blocks.room(incident.channel) if incident.channel else "",
        )

    def _duty(self, duty: Duty) -> Mrkdwn | None:
        """The first line of what was said, or will be, by direct message."""
        nudge, saying = duty.nudge, SAYINGS[duty.nudge.what]
        detail = {"what": nudge.what, "to": str(nudge.to), **nudge.parts}
        drawn = saying.draw(self._scene(duty.incident, duty.tasks), detail)
        line = str(drawn["text"]).partition("\n")[0]
        return Mrkdwn(line) if 0 < len(line) <= LINE else None

    def _scene(self, incident: Incident, tasks: Sequence[Task] = ()) -> Scene:
        facts = Facts(tuple(tasks), (), self._names, self._content.now)
        return Scene(incident, self._policy, self._tongue, incident.channel, facts)

    def _pager(self, part: str, total: int, shown: int) -> Iterator[Block]:
        page, tongue = self._content.pages[part], self._tongue
        buttons = []
        if page > 0:
            buttons.append(blocks.button(tongue.say("Previous"), NEWER, f"{part}:{page - 1}"))
        if (page + 1) * shown < total:
            buttons.append(blocks.button(tongue.say("Next"), OLDER, f"{part}:{page + 1}"))
        if buttons:
            yield blocks.buttons(*buttons)


def _head(tongue: Tongue, title: str, count: int | None = None) -> Block:
    return blocks.header(f"{title} ({count})" if count else title)


def _sections(lines: Iterable[Mrkdwn]) -> Iterator[Block]:
    for line in lines:
        yield blocks.section(line)
