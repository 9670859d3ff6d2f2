"""What the bot says of roles by itself: mostly to one person, directly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.incident import due_roles
from bot.incident.handover import HandoverEnd
from bot.incident.ids import UserId
from bot.incident.roles import Role
from bot.language import N_
from bot.response import departures, handover, roles
from bot.slack.views import blocks, handover_form
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.handover import message as offered
from bot.slack.views.handover import names_of
from bot.slack.views.names import role_name
from bot.slack.views.role_buttons import take_buttons
from bot.slack.views.roles import duties
from bot.slack.views.saying import Saying, Way
from bot.slack.views.scene import Scene

Detail = Mapping[str, str]
Drawn = dict[str, Any]

_ANSWERED = {
    HandoverEnd.ACCEPTED: N_("{name} has accepted and taken over. Thank you, you are relieved."),
    HandoverEnd.DECLINED: N_("{name} has declined the handover; it stays with you."),
}


def given(scene: Scene, detail: Detail) -> Drawn:
    role = Role(detail["role"])
    by, name = scene.name_of(UserId(detail["by"])), role_name(scene.tongue, role)
    text = tell(scene.tongue, "{by} made you *{role}*.", by=by, role=name)
    reference = scene.incident.reference
    row = blocks.runs(
        (scene.tongue.say("My role"), f"roles {reference} mine"),
        (scene.tongue.say("Leave it"), f"drop {reference} {role.value}"),
    )
    return _direct(scene, blocks.joined([text, *duties(scene, role)]), row)


def lost(scene: Scene, detail: Detail) -> Drawn:
    tongue, role = scene.tongue, role_name(scene.tongue, Role(detail["role"]))
    by, user = UserId(detail["by"]), UserId(detail["user"])
    shown = {"by": scene.name_of(by), "user": scene.name_of(user), "role": role}
    if not user:
        return _direct(scene, tell(tongue, "{by} has ended your role as *{role}*.", **shown))
    if user == by:
        return _direct(scene, tell(tongue, "{by} has taken over from you as *{role}*.", **shown))
    return _direct(scene, tell(tongue, "{by} made {user} *{role}* in your place.", **shown))


def no_ic(scene: Scene, detail: Detail) -> Drawn:
    """Later it only says that this is over: who is in command stands on the card."""
    if scene.incident.commander is not None or not scene.incident.is_open:
        text = tell(scene.tongue, "Nobody was in command; that is settled.")
        return {"text": text, "blocks": [blocks.section(text)]}
    return _vacant(scene, tell(scene.tongue, ":warning: *Nobody is in command yet.*"))


def commander_left(scene: Scene, detail: Detail) -> Drawn:
    user, holding = UserId(detail["user"]), scene.incident.roles.get(Role.IC)
    name = scene.name_of(user)
    text = tell(scene.tongue, "{name} was in command and has left this channel.", name=name)
    since = str(int(holding.since.timestamp())) if holding else ""
    same = holding is not None and (holding.user, since) == (user, detail["since"])
    if not same or not scene.incident.is_open:
        return {"text": text, "blocks": [blocks.section(text)]}
    return _vacant(scene, Mrkdwn(f":warning: {text}"))


def holder_left(scene: Scene, detail: Detail) -> Drawn:
    held = names_of(scene.tongue, [Role(role) for role in detail["roles"].split()])
    name = scene.name_of(UserId(detail["user"]))
    text = tell(
        scene.tongue,
        "{name} has left the channel and still holds: *{roles}*. Nothing moves by itself:"
        " `{command} assign` gives it to somebody else.",
        name=name,
        roles=held,
    )
    return _direct(scene, text)


def relief(scene: Scene, detail: Detail) -> Drawn:
    since = blocks.moment(datetime.fromtimestamp(int(detail["since"]), UTC))
    text = tell(
        scene.tongue,
        "You are in command since {since}. Time for a relief? A handover brings its own summary.",
        since=since,
    )
    label, id = scene.tongue.say("Hand over…"), scene.incident.id
    return _direct(scene, text, blocks.buttons(blocks.opens(label, handover_form.FORM.name, id)))


def offered_to_you(scene: Scene, detail: Detail) -> Drawn:
    tongue, offer = scene.tongue, scene.incident.handover
    shown = {
        "by": scene.name_of(offer.by) if offer else "",
        "roles": names_of(tongue, offer.roles) if offer else "",
    }
    text = tell(tongue, "{by} still waits for your answer: *{roles}* is on offer.", **shown)
    reference = scene.incident.reference
    row = blocks.runs(
        (tongue.say("Accept"), f"handover {reference} accept"),
        (tongue.say("Decline"), f"handover {reference} decline"),
    )
    return _direct(scene, text, row)


def your_offer(scene: Scene, detail: Detail) -> Drawn:
    tongue, offer = scene.tongue, scene.incident.handover
    text = tell(
        tongue,
        "{to} has not answered your handover yet, so it is still with you: *{roles}*.",
        to=scene.name_of(offer.to) if offer else "",
        roles=names_of(tongue, offer.roles) if offer else "",
    )
    line = f"handover {scene.incident.reference} withdraw"
    return _direct(scene, text, blocks.runs((tongue.say("Withdraw"), line)))


def answered(scene: Scene, detail: Detail) -> Drawn:
    name = scene.name_of(UserId(detail["by"]))
    return _direct(scene, tell(scene.tongue, _ANSWERED[HandoverEnd(detail["end"])], name=name))


def _vacant(scene: Scene, text: Mrkdwn) -> Drawn:
    row = take_buttons(scene, [Role.IC])
    if scene.incident.commander is not None:
        row["elements"][0]["value"] += "!"
    return {"text": text, "blocks": [blocks.section(text), row]}


def _direct(scene: Scene, said: Mrkdwn, *more: Block) -> Drawn:
    """Which incident, and where: a direct message stands beside many others."""
    incident = scene.incident
    shown = {"reference": incident.reference, "title": incident.title}
    if scene.room is None:
        head = tell(scene.tongue, "*{reference}* {title}", **shown)
    else:
        room: Part = blocks.room(scene.room)
        head = tell(scene.tongue, "*{reference}* {title} {room}", **shown, room=room)
    text = blocks.joined([head, said])
    return {"text": text, "blocks": [*blocks.sections(text), *more]}


SAYINGS: Mapping[str, Saying] = {
    roles.GIVEN: Saying(Way.DIRECT, given),
    roles.LOST: Saying(Way.DIRECT, lost),
    departures.LEFT: Saying(Way.DIRECT, holder_left),
    departures.COMMANDER_LEFT: Saying(Way.ROOM, commander_left),
    handover.HANDOVER: Saying(Way.ROOM, offered),
    handover.ANSWERED: Saying(Way.DIRECT, answered),
    due_roles.NO_IC: Saying(Way.ROOM, no_ic),
    due_roles.OFFERED_TO_YOU: Saying(Way.DIRECT, offered_to_you),
    due_roles.YOUR_OFFER: Saying(Way.DIRECT, your_offer),
    due_roles.RELIEF: Saying(Way.DIRECT, relief),
}
