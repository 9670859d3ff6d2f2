"""Roles, in answers: who holds what, what mine asks of me, and whether to take one over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.incident.changes import RoleTaken
from bot.incident.duties import DUTIES
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.role_errors import RoleHeld
from bot.incident.roles import Role
from bot.incident.tenures import Tenure
from bot.incident.timeline import Fact
from bot.slack.views import blocks, handover_form, role_form
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, tell
from bot.slack.views.names import role_name
from bot.slack.views.role_buttons import take_buttons
from bot.slack.views.scene import Scene
from bot.slack.views.state import changed

HISTORY = 15
"""So many of the former holders are shown, the latest."""


def roles_of(policy: Policy, incident: Incident) -> tuple[Role, ...]:
    """Those in use, and any that somebody holds although it was switched off."""
    held = (role for role in incident.roles if role not in policy.roles)
    return (*policy.roles, *held)


def held_by(incident: Incident, user: UserId) -> list[Role]:
    return [role for role, holding in incident.roles.items() if holding.user == user]


def done(scene: Scene, facts: Sequence[Fact], *, elsewhere: bool = False) -> Answer:
    """What was just done. `elsewhere`: it was asked outside of the room, so say where that is."""
    notes = list(hints(scene, facts))
    if elsewhere and scene.room:
        notes.append(tell(scene.tongue, "Its room: {room}", room=blocks.room(scene.room)))
    return changed(scene, facts, *notes)


def hints(scene: Scene, facts: Sequence[Fact]) -> Iterator[Mrkdwn]:
    """In a large incident each role wants somebody for itself; nothing is forbidden."""
    if any(isinstance(fact, RoleTaken) and fact.role is Role.SCRIBE for fact in facts):
        yield tell(
            scene.tongue,
            ":bulb: With `{command} scribe on`, everything the scribe writes here goes onto the"
            " timeline.",
        )
    if scene.severity.declarer_is_ic:
        return
    for user in dict.fromkeys(fact.user for fact in facts if isinstance(fact, RoleTaken)):
        mine = held_by(scene.incident, user)
        if len(mine) > 1:
            names = ", ".join(role_name(scene.tongue, role) for role in mine)
            yield tell(
                scene.tongue,
                ":bulb: {name} holds several roles now: {roles}. In a large incident each wants"
                " one person; `{command} assign` gives one away.",
                name=scene.name_of(user),
                roles=names,
            )


def held(scene: Scene, found: RoleHeld) -> Answer:
    """Somebody holds it: how long, when they were last seen, and the two ways to get it."""
    tongue, reference, role = scene.tongue, scene.incident.reference, found.role
    holder, since = found.holding.user, blocks.moment(found.holding.since)
    shown = {"name": scene.name_of(holder), "role": role_name(tongue, role), "since": since}
    if found.last_seen is None:
        said = tell(tongue, "*{name}* is {role} since {since}.", **shown)
    else:
        seen = blocks.moment(found.last_seen)
        said = tell(
            tongue, "*{name}* is {role} since {since}, last seen {seen}.", **shown, seen=seen
        )
    # Whoever is named must still hold it: of two who press at once, the second is asked again.
    row = blocks.runs(
        (tongue.say("Take over"), f"take {reference} {role.value}! <@{holder}>"),
        (tongue.say("Offer handover"), f"handover {reference} {role.value} me"),
    )
    return Answer(said, (row,))


def one(scene: Scene, role: Role) -> Answer:
    """Who holds this one."""
    line = _line(scene, role)
    return Answer(line, tuple(_take_row(scene, [role])))


def everyone(scene: Scene, history: Sequence[Tenure]) -> Answer:
    tongue, incident = scene.tongue, scene.incident
    lines = [tell(tongue, "*{reference}*, who does what:", reference=incident.reference)]
    lines += [_line(scene, role) for role in roles_of(scene.policy, incident)]
    over = [tenure for tenure in history if tenure.until is not None]
    if over:
        lines += [tell(tongue, "*Before*"), *(_former(scene, t) for t in over[-HISTORY:])]
    return Answer(blocks.joined(lines), (_ways(scene),))


def mine(scene: Scene, user: UserId) -> Answer:
    """My duties, a row of buttons for each role; who holds none is shown the empty ones."""
    held = held_by(scene.incident, user)
    if not held:
        none = tell(scene.tongue, "You hold no role here.")
        return replace(empty(scene), text=blocks.joined([none, empty(scene).text]))
    more: list[Block] = []
    for role in held:
        more += blocks.sections(blocks.joined([_mine(scene, role), *duties(scene, role)]))
        more.append(_mine_row(scene, role))
    said = tell(
        scene.tongue,
        "*{reference}* {title}",
        reference=scene.incident.reference,
        title=scene.incident.title,
    )
    return Answer(said, tuple(more))


def duties(scene: Scene, role: Role) -> Iterator[Mrkdwn]:
    known = DUTIES[role]
    for message in known.does:
        yield tell(scene.tongue, "• {duty}", duty=scene.tongue.say(message))
    yield tell(scene.tongue, "_{leaves}_", leaves=scene.tongue.say(known.leaves))


def empty(scene: Scene) -> Answer:
    """What could be taken."""
    tongue, reference = scene.tongue, scene.incident.reference
    left = [role for role in scene.policy.roles if scene.incident.holder(role) is None]
    if left:
        said = tell(tongue, "*{reference}*: these roles stand empty.", reference=reference)
    else:
        said = tell(tongue, "*{reference}*: every role is held.", reference=reference)
    return Answer(said, (*_take_row(scene, left), _ways(scene)))


def _take_row(scene: Scene, roles: Sequence[Role]) -> Iterator[Block]:
    empty = [role for role in roles if scene.incident.holder(role) is None]
    if empty:
        yield take_buttons(scene, empty)


def _line(scene: Scene, role: Role) -> Mrkdwn:
    tongue, holding = scene.tongue, scene.incident.roles.get(role)
    said = role_name(tongue, role).capitalize()
    if holding is None:
        return tell(tongue, "*{role}*: nobody yet", role=said)
    shown = {"name": scene.name_of(holding.user), "since": blocks.moment(holding.since)}
    if holding.automatic:
        return tell(
            tongue, "*{role}*: {name} since {since}, until somebody takes it", role=said, **shown
        )
    return tell(tongue, "*{role}*: {name} since {since}", role=said, **shown)


def _former(scene: Scene, tenure: Tenure) -> Mrkdwn:
    return tell(
        scene.tongue,
        "{role}: {name}, from {since} to {until}",
        role=role_name(scene.tongue, tenure.role).capitalize(),
        name=scene.name_of(tenure.user),
        since=blocks.moment(tenure.since),
        until=blocks.moment(tenure.until or tenure.since),
    )


def _mine(scene: Scene, role: Role) -> Mrkdwn:
    said = role_name(scene.tongue, role)
    since = blocks.moment(scene.incident.roles[role].since)
    return tell(scene.tongue, "You are *{role}* since {since}.", role=said, since=since)


def _mine_row(scene: Scene, role: Role) -> Block:
    tongue, incident = scene.tongue, scene.incident
    lines = [(tongue.say("Leave it"), f"drop {incident.reference} {role.value}")]
    if role is Role.SCRIBE:
        lines.append((tongue.say("Keep all I write"), f"scribe {incident.reference} on"))
    row = blocks.runs(*lines)
    row["elements"].append(
        blocks.opens(tongue.say("Hand over…"), handover_form.FORM.name, incident.id)
    )
    return row


def _ways(scene: Scene) -> Block:
    tongue, incident = scene.tongue, scene.incident
    row = blocks.runs((tongue.say("My role"), f"roles {incident.reference} mine"))
    row["elements"] += [
        blocks.opens(tongue.say("Change roles…"), role_form.FORM.name, incident.id),
        blocks.opens(tongue.say("Hand over…"), handover_form.FORM.name, incident.id),
    ]
    return row
