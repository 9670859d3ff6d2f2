"""The words of escalation: whom a step calls, by which rule, and how it went."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.incident.escalation import ON_CALL, SECONDARY, Condition, Way
from bot.incident.escalation_facts import Paged, PickedUp, StepWaived
from bot.incident.ids import UserId
from bot.incident.on_call import Callee
from bot.incident.pages import Page
from bot.incident.roles import Role
from bot.incident.text import shortened
from bot.incident.timeline import Fact
from bot.language import N_, Tongue
from bot.language.durations import duration
from bot.slack.views.blocks import Mrkdwn, tell
from bot.slack.views.names import role_name
from bot.slack.views.scene import Scene

QUOTED = 150
_SINCE = {
    Condition.ELAPSED: N_("open for {after}"),
    Condition.NOT_ACKNOWLEDGED: N_("not acknowledged for {after}"),
    Condition.NO_PROGRESS: N_("no progress for {after}"),
    Condition.NOT_MITIGATED: N_("not mitigated for {after}"),
    Condition.NO_IC: N_("nobody in command for {after}"),
    Condition.UPDATE_LATE: N_("an update is late by {after}"),
}
_AT_ONCE = {
    Condition.ELAPSED: N_("just declared"),
    Condition.NOT_ACKNOWLEDGED: N_("not acknowledged yet"),
    Condition.NO_PROGRESS: N_("no progress yet"),
    Condition.NOT_MITIGATED: N_("not mitigated yet"),
    Condition.NO_IC: N_("nobody in command"),
    Condition.UPDATE_LATE: N_("an update is due"),
}
WAYS = {
    Way.PAGERDUTY: N_("PagerDuty"),
    Way.WEBHOOK: N_("the webhook"),
    Way.DIRECT: N_("direct message"),
    Way.MENTION: N_("a mention in the channel"),
}
_NOBODY = {
    "all_here": N_("Nobody to page: {who} here already ({rule})"),
    "not_production": N_("Nobody is paged here, which is not production: {who} ({rule})"),
    "not_allowed": N_("Not paged, for it is private: {who} ({rule})"),
}


def rule(tongue: Tongue, when: Condition, after: timedelta) -> str:
    if not after:
        return tongue.say(_AT_ONCE[when])
    return tongue.say(_SINCE[when], after=duration(tongue, after))


def who_named(scene: Scene, who: str) -> str:
    """Whom a word of the matrix calls; people and schedules by their names."""
    tongue, policy = scene.tongue, scene.policy
    if who == ON_CALL:
        return tongue.say("on call")
    if who == SECONDARY:
        return tongue.say("second on call")
    if who in tuple(Role):
        return role_name(tongue, Role(who))
    named = policy.escalation.contact(who) or policy.on_call.schedule(who)
    return named.named(tongue.locale) if named else scene.name_of(UserId(who))


def why_paged(scene: Scene, page: Page) -> str:
    if page.cause is not None:
        return rule(scene.tongue, page.cause.when, page.cause.after)
    return shortened(page.why, QUOTED)


def names_of(scene: Scene, people: Iterable[Callee]) -> str:
    return ", ".join(scene.name_of(one.user) if one.user else one.name for one in people)


def escalated(scene: Scene, fact: Fact) -> Mrkdwn:
    """The sentence of each fact of escalation; none for any other."""
    tongue = scene.tongue
    match fact:
        case Paged(nobody="") as paged:
            return _paged(scene, paged.page)
        case Paged(page=page, nobody=nobody):
            who, why = who_named(scene, page.who), why_paged(scene, page)
            return tell(tongue, _NOBODY[nobody], who=who, rule=why)
        case StepWaived(step=step):
            when, minutes, who = step.split(".", 2)
            said = rule(tongue, Condition(when), timedelta(minutes=int(minutes)))
            return tell(tongue, "Not needed: {who} ({rule})", who=who_named(scene, who), rule=said)
        case PickedUp(user=user):
            return tell(tongue, "{name} is on it", name=scene.name_of(user))
    return Mrkdwn("")


def _paged(scene: Scene, page: Page) -> Mrkdwn:
    names = names_of(scene, page.people) or who_named(scene, page.who)
    why = why_paged(scene, page)
    if not why:
        return tell(scene.tongue, "Paged: {names}", names=names)
    return tell(scene.tongue, "Paged: {names} ({why})", names=names, why=why)
