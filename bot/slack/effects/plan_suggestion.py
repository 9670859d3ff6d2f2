"""What a suggestion wants of the world: its card, and answers to those who ask beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.incident.due_suggestions import next_due
from bot.incident.effect import EffectState
from bot.incident.ids import UserId
from bot.incident.policy import Policy
from bot.incident.suggestion import Source, Suggestion, SuggestionState
from bot.language import Tongue
from bot.response.effects import Kind, LookAgain, Wanted
from bot.response.ports import Directory
from bot.response.suggest import READ
from bot.response.suggestion_subject import SuggestionStanding
from bot.slack.effects import plan_patience
from bot.slack.views import suggestion as views
from bot.slack.views.suggestion_scene import SuggestionScene

CARD, GONE = "card", "card:gone"
CALL = "call:"
ROOM_LOOK = timedelta(seconds=2)
"""So soon it is looked again whether the room is there."""
_WITHOUT_CARD = frozenset({SuggestionState.WITHDRAWN, SuggestionState.JOINED})


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestionKinds:
    read: Kind
    card: Kind
    removal: Kind
    whisper: Kind
    firing: Kind
    """Whom it calls is looked up, and then on record."""
    direct: Kind
    pagerduty: Kind
    webhook: Kind


@dataclass(frozen=True, slots=True)
class Sketch:
    """How it stands, as the people concerned see it."""

    standing: SuggestionStanding
    scene: SuggestionScene
    kinds: SuggestionKinds
    told_to: Callable[[UserId], SuggestionScene]

    @property
    def suggestion(self) -> Suggestion:
        return self.standing.suggestion

    @property
    def place(self) -> tuple[str, str | None]:
        """The channel of its card, and the message it stands under."""
        suggestion, source = self.suggestion, self.suggestion.source
        if source is not None and not suggestion.place:
            return source.channel, source.root
        return suggestion.place or self.scene.policy.incidents_channel, None


class SuggestionPlanner:
    def __init__(
        self,
        kinds: SuggestionKinds,
        directory: Directory,
        policy: Callable[[], Policy],
        site: str,
    ) -> None:
        """`site`: the address of the workspace."""
        self._kinds = kinds
        self._directory = directory
        self._policy = policy
        self._site = site

    async def __call__(self, standing: SuggestionStanding) -> Sequence[Wanted | LookAgain]:
        sketch = await self._sketch(standing)
        found = [wanted for part in PARTS for wanted in part(sketch)]
        times = (next_due(standing.suggestion, standing.now), _room_due(standing))
        return [*found, *(LookAgain(at) for at in times if at)]

    async def _sketch(self, standing: SuggestionStanding) -> Sketch:
        suggestion, policy = standing.suggestion, self._policy()
        users = {*suggestion.callers, *([suggestion.decided_by] if suggestion.decided_by else [])}
        users |= {user for page in suggestion.pages for user in page.users}
        users |= {page.taken_by for page in suggestion.pages if page.taken_by}
        if standing.joined and standing.joined.decided_by:
            users.add(standing.joined.decided_by)
        people = {user: await self._directory.known(user) for user in sorted(users)}
        scene = SuggestionScene(
            standing.joined or suggestion,
            policy,
            Tongue(policy.locale, policy.command),
            standing.now,
            site=self._site,
            incident=standing.incident,
            near=standing.near,
            names={user: person.name for user, person in people.items() if person},
            card=_address(standing, self._site),
        )

        def told_to(user: UserId) -> SuggestionScene:
            person = people.get(user)
            tongue = scene.tongue.into(person.locale if person else None)
            return replace(scene, tongue=tongue)

        return Sketch(standing, scene, self._kinds, told_to)


def _room_due(standing: SuggestionStanding) -> datetime | None:
    """A card says in which room it goes on, and may be drawn before there is one."""
    incident = standing.incident
    waits = incident is not None and incident.is_open and incident.channel is None
    return standing.now + ROOM_LOOK if waits else None


def _reading(sketch: Sketch) -> Iterator[Wanted]:
    suggestion = sketch.suggestion
    if suggestion.is_waiting and not suggestion.is_read:
        content = {"channel": suggestion.channel, "ts": suggestion.ts}
        yield Wanted(READ, sketch.kinds.read, content)


def _card(sketch: Sketch) -> Iterator[Wanted]:
    """One that may have been posted is found first, and then taken away again."""
    suggestion, effect = sketch.suggestion, sketch.standing.effects.get(CARD)
    wanted = suggestion.is_read and suggestion.state not in _WITHOUT_CARD and not suggestion.hidden
    if wanted:
        yield _drawn(sketch)
    elif effect is not None and "ts" in effect.result:
        place = {"channel": effect.result["channel"], "ts": effect.result["ts"]}
        yield Wanted(GONE, sketch.kinds.removal, place)
    elif effect is not None and effect.state is EffectState.TRYING:
        yield _drawn(sketch)


def _drawn(sketch: Sketch) -> Wanted:
    suggestion = sketch.suggestion
    scene = replace(sketch.scene, suggestion=suggestion)
    channel, thread = sketch.place
    content = {**views.card(scene), "channel": channel, "thread": thread}
    return Wanted(CARD, sketch.kinds.card, content)


def _calls(sketch: Sketch) -> Iterator[Wanted]:
    """Whoever is not named on the card is taken to it, or to what came of it."""
    suggestion, standing = sketch.suggestion, sketch.standing
    if not suggestion.is_read or suggestion.state is SuggestionState.WITHDRAWN:
        return
    named = suggestion.callers[:1] if suggestion.asked and not suggestion.joined else ()
    for call in suggestion.calls:
        if not call.present or call.user in named or suggestion.source is None:
            continue
        stamp = int(call.first_at.timestamp())
        key = f"{CALL}{call.user}:{stamp}"
        before = suggestion.decided_at is not None and call.first_at < suggestion.decided_at
        if before and key not in standing.effects and not suggestion.joined:
            continue
        if standing.hidden_from(call.user):
            continue
        yield _whispered(sketch, key, call.user, suggestion.source)


def _whispered(sketch: Sketch, key: str, user: UserId, source: Source) -> Wanted:
    content = {
        **views.whisper(sketch.told_to(user)),
        "user": user,
        "channel": source.channel,
        "thread": source.thread,
    }
    waits = (CARD,) if sketch.suggestion.is_waiting else ()
    return Wanted(key, sketch.kinds.whisper, content, waits)


def _taken(sketch: Sketch) -> Iterator[Wanted]:
    """Where the card stands elsewhere, the message's own thread says who took it."""
    suggestion, source = sketch.suggestion, sketch.suggestion.source
    taken = suggestion.incident is not None and not suggestion.hidden
    if taken and source is not None and suggestion.place:
        scene = replace(sketch.scene, suggestion=suggestion)
        said = views.taken(scene)
        content = {**said, "channel": source.channel, "thread": source.root}
        yield Wanted("taken", sketch.kinds.card, content)


def _address(standing: SuggestionStanding, site: str) -> str | None:
    effects = standing.joined_effects if standing.joined else standing.effects
    effect = effects.get(CARD)
    if effect is None or "ts" not in effect.result or not site:
        return None
    channel, ts = effect.result["channel"], effect.result["ts"]
    return f"{site.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"


PARTS: tuple[Callable[[Sketch], Iterator[Wanted | LookAgain]], ...] = (
    _reading,
    _card,
    _calls,
    _taken,
    plan_patience.firing,
    plan_patience.calls,
)
