"""What an incident wants to show in Slack: its room, and everything in and around it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.incident.channel_name import channel_name
from bot.incident.effect import Effect, EffectState
from bot.incident.incident import Incident
from bot.incident.policy import Link as LinkPolicy
from bot.incident.policy import Policy
from bot.language import Tongue
from bot.response.declare import LINK
from bot.response.effects import Kind, Wanted
from bot.response.join import PREFIX as JOIN
from bot.response.ports import Directory
from bot.slack.effects.channel import SUFFIXES
from bot.slack.views import announcement, card, opened, topic, trouble
from bot.slack.views.scene import Scene

PATIENT_ATTEMPTS = 4
"""So many attempts may fail before people are told; a hiccup is not worth a message."""
ROOM = ("channel",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinds:
    channel: Kind
    topic: Kind
    purpose: Kind
    members: Kind
    card: Kind
    pin: Kind
    bookmark: Kind
    announcement: Kind
    link: Kind
    invitation: Kind
    trouble: Kind


class Planner:
    def __init__(self, kinds: Kinds, directory: Directory, policy: Callable[[], Policy]) -> None:
        self._kinds = kinds
        self._directory = directory
        self._policy = policy

    async def __call__(self, incident: Incident, effects: Mapping[str, Effect]) -> list[Wanted]:
        policy = self._policy()
        person = await self._directory.known(incident.declared_by)
        tongue = Tongue(policy.locale, policy.command)
        name = person.name if person else ""
        scene = Scene(incident, policy, tongue, _room(effects), name)
        wanted = [self._channel(scene), *self._inside(scene), *self._pinned(effects)]
        if scene.severity.announced and not incident.private:
            content = announcement.announcement(scene)
            wanted.append(Wanted("announcement", self._kinds.announcement, content, ROOM))
        wanted += [self._bookmark(link) for link in _links(policy, scene.tongue)]
        wanted += [self._invitation(key) for key in effects if key.startswith(JOIN)]
        if LINK in effects and effects[LINK].state is not EffectState.DONE:
            told = scene.told_in(tongue.into(person.locale if person else None))
            wanted.append(self._link(told))
        return wanted + self._trouble(scene, effects)

    def _channel(self, scene: Scene) -> Wanted:
        incident, policy = scene.incident, scene.policy
        names = [
            channel_name(
                policy.channel_pattern,
                number=incident.number,
                title=incident.title,
                declared_at=incident.declared_at,
                prefix=policy.prefix,
                attempt=attempt,
            )
            for attempt in range(1, SUFFIXES + 1)
        ]
        content = {"names": names, "private": incident.private}
        return Wanted("channel", self._kinds.channel, content)

    def _inside(self, scene: Scene) -> list[Wanted]:
        severity = scene.severity
        people = {
            "users": [scene.incident.declared_by, *severity.invite_users],
            "groups": list(severity.invite_groups),
        }
        return [
            Wanted("members", self._kinds.members, people, ROOM),
            Wanted("topic", self._kinds.topic, {"topic": topic.topic(scene)}, ROOM),
            Wanted("purpose", self._kinds.purpose, {"purpose": topic.purpose(scene)}, ROOM),
            Wanted("card", self._kinds.card, card.card(scene), ROOM),
        ]

    def _pinned(self, effects: Mapping[str, Effect]) -> list[Wanted]:
        result = effects["card"].result if "card" in effects else {}
        if "ts" not in result:
            return []
        content = {"channel": result["channel"], "ts": result["ts"]}
        return [Wanted("pin", self._kinds.pin, content, ("card",))]

    def _bookmark(self, link: LinkPolicy) -> Wanted:
        url = str(link.url)
        key = f"bookmark:{hashlib.sha256(url.encode()).hexdigest()[:10]}"
        title = f"{link.emoji} {link.title}" if link.emoji else link.title
        return Wanted(key, self._kinds.bookmark, {"title": title, "url": url}, ROOM)

    def _invitation(self, key: str) -> Wanted:
        user = key.removeprefix(JOIN)
        return Wanted(key, self._kinds.invitation, {"user": user}, ROOM)

    def _link(self, scene: Scene) -> Wanted:
        """In the language of the declarer, not of the channel."""
        said = opened.opened(scene)
        content = {"answer": said.message(), "view": said.form(scene.tongue)}
        return Wanted(LINK, self._kinds.link, content, ROOM)

    def _trouble(self, scene: Scene, effects: Mapping[str, Effect]) -> list[Wanted]:
        failing = [e for e in effects.values() if e.key != "trouble" and _is_trouble(e)]
        if not failing and "trouble" not in effects:
            return []
        content = trouble.trouble(scene, failing)
        return [Wanted("trouble", self._kinds.trouble, content)]


def _room(effects: Mapping[str, Effect]) -> str | None:
    return effects["channel"].result.get("channel") if "channel" in effects else None


def _is_trouble(effect: Effect) -> bool:
    tried_often = effect.error is not None and effect.attempts >= PATIENT_ATTEMPTS
    return effect.state is EffectState.FAILED or tried_often


def _links(policy: Policy, tongue: Tongue) -> list[LinkPolicy]:
    if policy.without_the_bot is None:
        return list(policy.links)
    title = tongue.say("When the bot is down")
    return [*policy.links, LinkPolicy(title=title, url=policy.without_the_bot)]
