"""What an incident wants to show in Slack: the chapters' parts, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.incident.ids import UserId
from bot.incident.policy import Policy
from bot.language import Tongue
from bot.response.effects import LookAgain, Standing, Wanted
from bot.response.ports import Directory
from bot.response.updates_ports import Renderer
from bot.slack.effects.drawing import Drawing, Kinds, Part
from bot.slack.effects.plan_approvals import approvals
from bot.slack.effects.plan_deliveries import deliveries_left
from bot.slack.effects.plan_ends import archived_last, archiving, is_within_reach, opening
from bot.slack.effects.plan_entries import answered_marks, entry_lines
from bot.slack.effects.plan_files import files, kept
from bot.slack.effects.plan_followers import followed, noticed
from bot.slack.effects.plan_guides import checklist_turns
from bot.slack.effects.plan_lateness import lateness
from bot.slack.effects.plan_open_pages import open_pages
from bot.slack.effects.plan_pages import escalation
from bot.slack.effects.plan_postmortem import postmortem
from bot.slack.effects.plan_quiet import quiet
from bot.slack.effects.plan_review import leads_of, meeting, review
from bot.slack.effects.plan_room import around, room
from bot.slack.effects.plan_sayings import nudges, promised
from bot.slack.effects.plan_strikes import strikes
from bot.slack.effects.plan_targets import targets_missed
from bot.slack.effects.plan_tasks import nags_follow, reminders
from bot.slack.effects.plan_updates import by_themselves, drafts
from bot.slack.views.audiences import people_told
from bot.slack.views.scene import Facts, Scene, authors, people_of

_NAMED = ("to", "by", "user", "holder", "answered")
"""The parts of a promise that are people."""

PARTS: tuple[Part, ...] = (
    room,
    around,
    escalation,
    promised,
    files,
    entry_lines,
    answered_marks,
    kept,
    nudges,
    quiet,
    reminders,
    nags_follow,
    strikes,
    checklist_turns,
    targets_missed,
    followed,
    noticed,
    drafts,
    lateness,
    approvals,
    by_themselves,
    deliveries_left,
    open_pages,
    postmortem,
    review,
    meeting,
    archiving,
    opening,
)


class Planner:
    def __init__(
        self,
        kinds: Kinds,
        directory: Directory,
        renderer: Renderer,
        policy: Callable[[], Policy],
    ) -> None:
        self._kinds = kinds
        self._directory = directory
        self._renderer = renderer
        self._policy = policy

    async def __call__(self, standing: Standing) -> Sequence[Wanted | LookAgain]:
        """What another bot ran is kept, and wants nothing."""
        if standing.incident.imported_from is not None:
            return ()
        drawing = await self._drawing(standing)
        found = (wanted for part in PARTS for wanted in part(drawing))
        shown = [
            wanted
            for wanted in found
            if is_within_reach(drawing, wanted) and not is_hidden(drawing, wanted)
        ]
        return archived_last(drawing, shown)

    async def _drawing(self, standing: Standing) -> Drawing:
        policy = self._policy()
        needed = {*_people(standing), *people_told(policy), *leads_of(policy)}
        people = {user: await self._directory.known(user) for user in needed}
        names = {user: person.name for user, person in people.items() if person}
        facts = Facts(
            tuple(standing.tasks),
            tuple(standing.recent),
            names,
            standing.now,
            tuple(standing.entries),
            tuple(standing.past),
        )
        tongue = Tongue(policy.locale, policy.command)
        scene = Scene(standing.incident, policy, tongue, _room(standing), facts)

        def told_to(user: UserId) -> Scene:
            person = people.get(user)
            return scene.told_in(scene.tongue.into(person.locale if person else None))

        return Drawing(standing, scene, self._kinds, told_to, people.get, self._renderer)


def is_hidden(drawing: Drawing, wanted: Wanted | LookAgain) -> bool:
    """Nobody outside is told of a private incident, whatever they were given before they left.

    A deactivated account, or a bot, can be told nothing at all.
    """
    private = (drawing.kinds.direct, drawing.kinds.direct_file)
    if isinstance(wanted, LookAgain) or not any(wanted.kind is kind for kind in private):
        return False
    user = UserId(wanted.content["user"])
    person = drawing.person(user)
    unreachable = person is not None and (person.deactivated or person.is_bot)
    return unreachable or drawing.standing.hidden_from(user)


def _people(standing: Standing) -> Iterator[UserId]:
    """Everybody whose name or language may be needed."""
    yield from people_of(standing.incident, standing.tasks, standing.recent)
    yield from (each.person for each in standing.subscriptions)
    yield from authors(standing.entries)
    for effect in standing.effects.values():
        yield from (UserId(effect.detail[k]) for k in _NAMED if effect.detail.get(k))


def _room(standing: Standing) -> str | None:
    effects = standing.effects
    return effects["channel"].result.get("channel") if "channel" in effects else None
