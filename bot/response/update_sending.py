"""Writing an update: the facts of it and each delivery, in one transaction; once, or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.incident.audience import Audience
from bot.incident.composing import Composed, Wish, compose
from bot.incident.due_tasks import answerable
from bot.incident.effect import Effect, EffectId
from bot.incident.ids import UserId
from bot.incident.incident import Incident
from bot.incident.policy import Policy
from bot.incident.roles import Role
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.incident.update_contents import Around
from bot.incident.updates import UpdateId
from bot.incident.updates_facts import ApprovalAsked, UpdateSent
from bot.response.followers import tell_followers
from bot.response.ports import Desk, Directory, UnitOfWork
from bot.response.sayings import amend, promise
from bot.response.update_delivery import Sending, send
from bot.response.updates_ports import Renderer

APPROVAL = "approval:"
"""Keys of the messages that ask whoever is in command: `approval:<update>`."""
PASSED_OVER = "template_passed_over"
"""What is said when the shipped words had to stand in for a team's own."""
_WHY = 200


@dataclass(frozen=True, slots=True)
class Pen:
    """What it takes to put an update into words."""

    renderer: Renderer
    directory: Directory
    policy: Callable[[], Policy]


def pen_of(desk: Desk) -> Pen:
    return Pen(desk.renderer, desk.directory, desk.policy)


async def write(
    pen: Pen,
    work: UnitOfWork,
    incident: Incident,
    wish: Wish,
    audiences: Sequence[Audience],
    *,
    by: UserId | None,
    now: datetime,
    corrects: UpdateId | None = None,
) -> list[Fact]:
    """To some at once; for the others, whoever is in command is asked first."""
    asked = [one for one in audiences if one.approval and (by is None or by != incident.commander)]
    told = [one for one in audiences if one not in asked]
    facts: list[Fact] = []
    await _replaced(work, incident, audiences, by)
    if told:
        id = new_id()
        composed = await deliver(pen, work, incident, id, wish, told, now)
        tellings = tuple(one.telling for one in composed)
        facts.append(UpdateSent(id=id, to=tellings, letter=wish.letter, corrects=corrects))
    if asked:
        facts.append(await _ask(work, incident, wish, asked, by))
    return facts


async def deliver(
    pen: Pen,
    work: UnitOfWork,
    incident: Incident,
    id: UpdateId,
    wish: Wish,
    audiences: Iterable[Audience],
    now: datetime,
) -> list[Composed]:
    """Rendered as things stand now, and kept: however long a delivery takes, it says this."""
    policy, around = pen.policy(), await known_around(pen, work, incident, now)
    composed = [compose(incident, audience, policy, wish, around) for audience in audiences]
    sendings = [_sending(pen, id, one) for one in composed]
    await send(work, incident, sendings)
    await _passed_over(work, incident, sendings)
    await tell_followers(work, pen.renderer, pen.directory, incident, id, composed)
    return composed


async def known_around(pen: Pen, work: UnitOfWork, incident: Incident, now: datetime) -> Around:
    tasks = await work.tasks.of(incident.id)
    people = {task.owner for task in tasks if task.owner}
    people |= {holding.user for holding in incident.roles.values()}
    known = {user: await pen.directory.known(user) for user in people}
    return Around(now, {user: one.name for user, one in known.items() if one}, tasks)


def new_id() -> UpdateId:
    return UpdateId(uuid.uuid4().hex[:12])


async def settle_approval(
    work: UnitOfWork, incident: Incident, id: UpdateId, answer: str, by: UserId | None
) -> None:
    """The message that asked says what became of it."""
    await amend(work, incident.id, f"{APPROVAL}{id}", answer=answer, answered=by or "")


def _sending(pen: Pen, id: UpdateId, one: Composed) -> Sending:
    return Sending(
        update=id,
        audience=one.audience,
        moment=one.moment,
        facts=one.facts,
        rendered=pen.renderer.render(one.audience, one.moment, one.facts),
    )


async def _passed_over(work: UnitOfWork, incident: Incident, sendings: Iterable[Sending]) -> None:
    """Whoever writes updates hears of each template once; operators find it in the log."""
    found = [why for one in sendings for why in one.rendered.passed_over]
    if not found:
        return
    told = {effect.detail.get("template") for effect in await work.effects.of(incident.id)}
    for why in found:
        template, _, reason = why.partition(": ")
        if template not in told:
            told.add(template)
            to = incident.holder(Role.COMMS) or answerable(incident)
            parts = {"template": template, "why": shortened(reason, _WHY)}
            await promise(work, incident.id, PASSED_OVER, to=to, **parts)


async def _replaced(
    work: UnitOfWork, incident: Incident, audiences: Iterable[Audience], by: UserId | None
) -> None:
    """What waited for these audiences waits no longer."""
    for audience in audiences:
        if waiting := incident.updates.of(audience.key).waiting:
            await settle_approval(work, incident, waiting.id, "replaced", by)


async def _ask(
    work: UnitOfWork,
    incident: Incident,
    wish: Wish,
    audiences: Sequence[Audience],
    by: UserId | None,
) -> Fact:
    id, keys = new_id(), tuple(one.key for one in audiences)
    detail = {"audiences": " ".join(keys), "by": by or ""}
    key = f"{APPROVAL}{id}"
    effect = EffectId(uuid.uuid4().hex)
    await work.effects.put(
        Effect(id=effect, incident=incident.id, key=key, wanted="", detail=detail)
    )
    return ApprovalAsked(
        id=id,
        audiences=keys,
        letter=wish.letter,
        next_at=wish.next_at,
        no_change=wish.no_change,
        slower=wish.slower,
    )
