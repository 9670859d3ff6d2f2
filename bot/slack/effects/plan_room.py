"""What every incident wants: its room, and everything in and around it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from bot.incident.channel_name import channel_name
from bot.incident.duty import first_called
from bot.incident.effect import Effect, EffectState
from bot.incident.guides import service_of
from bot.incident.ids import UserId
from bot.incident.pages import PAGE
from bot.incident.policy import Link as LinkPolicy
from bot.incident.policy import Policy
from bot.incident.reach import is_announced
from bot.language import Tongue
from bot.response.effects import Wanted
from bot.response.join import PREFIX as JOIN
from bot.response.keep_files import KEEP
from bot.response.opening import LINK
from bot.slack.effects.archive import UNARCHIVE
from bot.slack.effects.channel import SUFFIXES
from bot.slack.effects.drawing import ROOM, Drawing
from bot.slack.views import announcement, card, opened, topic, trouble

PATIENT_ATTEMPTS = 4
"""So many attempts may fail before people are told; a hiccup is not worth a message."""


def room(drawing: Drawing) -> Iterator[Wanted]:
    scene, kinds = drawing.scene, drawing.kinds
    yield _channel(drawing)
    yield Wanted("members", kinds.members, _people(drawing), ROOM)
    yield Wanted("topic", kinds.topic, {"topic": topic.topic(scene)}, ROOM)
    yield Wanted("purpose", kinds.purpose, {"purpose": topic.purpose(scene)}, ROOM)
    yield Wanted("card", kinds.card, card.card(scene), ROOM)
    yield from _pinned(drawing)
    for link in _links(scene.policy, scene.tongue):
        yield _bookmark(drawing, link)


def around(drawing: Drawing) -> Iterator[Wanted]:
    scene, kinds, effects = drawing.scene, drawing.kinds, drawing.standing.effects
    if is_announced(drawing.incident, scene.policy):
        content = announcement.announcement(scene)
        yield Wanted("announcement", kinds.announcement, content, ROOM)
    for key in effects:
        if key.startswith(JOIN):
            content = {"user": key.removeprefix(JOIN)}
            yield Wanted(key, kinds.invitation, content, ROOM)
    if LINK in effects and effects[LINK].state is not EffectState.DONE:
        yield _link(drawing)
    yield from _trouble(drawing)


def _channel(drawing: Drawing) -> Wanted:
    incident, policy = drawing.incident, drawing.scene.policy
    if incident.adopted:
        there = {"channel": incident.channel, "name": incident.channel_name}
        return Wanted("channel", drawing.kinds.adopted, {**there, "private": incident.private})
    names = [
        channel_name(
            policy.channel_pattern,
            number=incident.number,
            title=incident.declared_title or incident.title,
            declared_at=incident.declared_at,
            prefix=policy.prefix,
            attempt=attempt,
        )
        for attempt in range(1, SUFFIXES + 1)
    ]
    content = {"names": names, "private": incident.private}
    return Wanted("channel", drawing.kinds.channel, content)


def _people(drawing: Drawing) -> Mapping[str, list[str]]:
    scene = drawing.scene
    severity, service = scene.severity, service_of(scene.policy, scene.incident)
    by = drawing.person(scene.incident.declared_by)
    # Whoever adopts a channel stands in it, and so does the bot, where a rule declared it.
    there = scene.incident.adopted or (by is not None and by.is_bot)
    declarer = [] if there else [scene.incident.declared_by]
    users = [*declarer, *severity.invite_users]
    # Who owns the service is not told of a private incident by being let into its channel.
    owners = service.groups if service and not scene.incident.private else ()
    return {
        "users": users,
        "groups": list(dict.fromkeys((*severity.invite_groups, *owners))),
        "schedules": [schedule.key for schedule in first_called(scene.policy, scene.incident)],
    }


def _pinned(drawing: Drawing) -> Iterable[Wanted]:
    effects = drawing.standing.effects
    result = effects["card"].result if "card" in effects else {}
    if "ts" in result:
        content = {"channel": result["channel"], "ts": result["ts"]}
        yield Wanted("pin", drawing.kinds.pin, content, ("card",))


def _bookmark(drawing: Drawing, link: LinkPolicy) -> Wanted:
    url = str(link.url)
    key = f"bookmark:{hashlib.sha256(url.encode()).hexdigest()[:10]}"
    title = f"{link.emoji} {link.title}" if link.emoji else link.title
    return Wanted(key, drawing.kinds.bookmark, {"title": title, "url": url}, ROOM)


def _link(drawing: Drawing) -> Wanted:
    """In the language of the declarer, not of the channel."""
    scene = drawing.tongue_of(UserId(drawing.incident.declared_by))
    said = opened.opened(scene)
    content = {"answer": said.message(), "view": said.form(scene.tongue)}
    return Wanted(LINK, drawing.kinds.link, content, ROOM)


def _trouble(drawing: Drawing) -> Iterator[Wanted]:
    effects = drawing.standing.effects
    failing = [e for e in effects.values() if e.key != "trouble" and _is_trouble(e)]
    if failing or "trouble" in effects:
        content = trouble.trouble(drawing.scene, failing)
        yield Wanted("trouble", drawing.kinds.trouble, content)


def _is_trouble(effect: Effect) -> bool:
    if effect.key == UNARCHIVE:  # the one who reopened is told by what way it can be done
        return False
    if effect.key.startswith(PAGE):  # it goes another way, and in the end is shouted here
        return False
    if effect.state in (EffectState.UNWANTED, EffectState.DROPPED):
        return False
    tried_often = effect.error is not None and effect.attempts >= PATIENT_ATTEMPTS
    urgent = not effect.key.startswith(KEEP)
    return effect.state is EffectState.FAILED or (tried_often and urgent)


def _links(policy: Policy, tongue: Tongue) -> list[LinkPolicy]:
    if policy.without_the_bot is None:
        return list(policy.links)
    title = tongue.say("When the bot is down")
    return [*policy.links, LinkPolicy(title=title, url=policy.without_the_bot)]
