"""A sentence a fact: what has changed, for the card, the catch-up and answers."""

from __future__ import annotations

from bot.incident import changes as c
from bot.incident.entry import Entry
from bot.incident.ids import UserId
from bot.incident.lifecycle import is_reopening
from bot.incident.service import service_keyed
from bot.incident.severity import Severity
from bot.incident.task import TaskKind, TaskState
from bot.incident.text import shortened
from bot.incident.timeline import Declared, Fact
from bot.response.entry_ports import TimelineLine
from bot.slack.views import blocks
from bot.slack.views.action_answers import answered
from bot.slack.views.alert_sentences import alert_sentence
from bot.slack.views.blocks import Mrkdwn, Part, tell
from bot.slack.views.entries import brief
from bot.slack.views.names import (
    end_name,
    moment_name,
    reason_said,
    role_name,
    severity_name,
    status_name,
)
from bot.slack.views.page_words import escalated
from bot.slack.views.record_sentences import of_the_record
from bot.slack.views.repeat_sentences import of_repeats
from bot.slack.views.review_sentences import step_said
from bot.slack.views.scene import LOWEST, Scene
from bot.slack.views.task_words import DELETED, words
from bot.slack.views.update_sentences import update_sentence
from bot.slack.views.ways import way_said

QUOTED = 150


def entry_line(scene: Scene, entry: TimelineLine) -> Mrkdwn:
    """When, what, and by whom; people by their names, for a line must call nobody."""
    if isinstance(entry, Entry):
        return brief(scene, entry, QUOTED)
    said, at = Part(sentence(scene, entry.fact)), blocks.moment(entry.occurred_at)
    if entry.by is None:
        return tell(scene.tongue, "{at} {said}", at=at, said=said)
    name = scene.name_of(entry.by)
    return tell(scene.tongue, "{at} {said} ({name})", at=at, said=said, name=name)


def sentence(scene: Scene, fact: Fact) -> Mrkdwn:
    """Without the time and who did it. Facts that nobody needs to hear of have no sentence."""
    return (
        _state(scene, fact)
        or _people(scene, fact)
        or _rest(scene, fact)
        or _said(scene, fact)
        or of_the_record(scene.tongue, fact)
        or update_sentence(scene, fact)
        or escalated(scene, fact)
        or of_repeats(scene.tongue, fact)
        or alert_sentence(scene, fact)
        or step_said(scene, fact)
        or answered(scene, fact)
    )


def _state(scene: Scene, fact: Fact) -> Mrkdwn:
    tongue = scene.tongue
    match fact:
        case c.StatusChanged(before=before, after=after, reason=why) if is_reopening(before, after):
            said = tell(tongue, "Reopened: {status}", status=status_name(tongue, after))
            return _because(scene, said, why)
        case c.StatusChanged(after=after, reason=why):
            said = tell(tongue, "Status: *{status}*", status=status_name(tongue, after))
            return _because(scene, said, why)
        case c.SeverityChanged(before=before, after=after, reason=why):
            return _because(scene, _severity_said(scene, before, after), why)
        case c.TitleChanged(after=after):
            return tell(tongue, "Title: {title}", title=shortened(after, QUOTED))
        case c.ImpactChanged(after=after):
            return tell(tongue, "Impact: {impact}", impact=shortened(after, QUOTED))
        case c.ResolutionNoted(done=done):
            return tell(tongue, "Done: {done}", done=shortened(done, QUOTED))
        case c.PostmortemWaived(reason=reason):
            return tell(tongue, "No post-mortem: {reason}", reason=shortened(reason, QUOTED))
    return Mrkdwn("")


def _severity_said(scene: Scene, before: str, after: str) -> Mrkdwn:
    shown = _severity(scene, after)
    if before == after:  # assumed at first, and now chosen
        return tell(scene.tongue, "Severity: *{after}*", after=shown)
    return tell(
        scene.tongue,
        "Severity: {before} → *{after}*",
        before=_severity(scene, before),
        after=shown,
    )


def _people(scene: Scene, fact: Fact) -> Mrkdwn:
    tongue = scene.tongue
    match fact:
        case c.RoleTaken(role=role, user=user, before=before) if before:
            shown = {"role": role_name(tongue, role), "name": scene.name_of(user)}
            return tell(
                tongue, "{name} is {role}, after {before}", **shown, before=scene.name_of(before)
            )
        case c.RoleTaken(role=role, user=user):
            role_, name = role_name(tongue, role), scene.name_of(user)
            return tell(tongue, "{name} is {role}", name=name, role=role_)
        case c.RoleDropped(role=role, user=user):
            role_, name = role_name(tongue, role), scene.name_of(UserId(user))
            return tell(tongue, "{name} is no longer {role}", name=name, role=role_)
        case c.HandoverEnded(end=end):
            return tell(tongue, "Handover: {end}", end=end_name(tongue, end))
    return Mrkdwn("")


def _rest(scene: Scene, fact: Fact) -> Mrkdwn:
    tongue = scene.tongue
    match fact:
        case c.MomentSet(moment=moment, after=after):
            at = blocks.moment(after) if after else Part("-")
            return tell(tongue, "{moment}: {at}", moment=moment_name(tongue, moment), at=at)
        case c.MergedInto(hidden=True):
            return tell(tongue, "Goes on elsewhere, with invited people only")
        case c.MergedInto(number=number):
            return tell(tongue, "Goes on in INC-{number}", number=number)
        case c.TookIn(number=number):
            return tell(tongue, "INC-{number} goes on here", number=number)
        case c.Unmerged(number=number, hidden=False):
            return tell(tongue, "Apart from INC-{number} again", number=number)
        case c.RelatedLinked(number=number):
            return tell(tongue, "Related to INC-{number}", number=number)
        case c.RelatedUnlinked(number=number):
            return tell(tongue, "No longer related to INC-{number}", number=number)
    return Mrkdwn("")


def _said(scene: Scene, fact: Fact) -> Mrkdwn:
    tongue = scene.tongue
    match fact:
        case c.ReasonGiven(reason=reason):
            return tell(tongue, "Because: {reason}", reason=_reason(scene, reason))
        case c.ServiceChanged(after=after):
            return tell(tongue, "Service: {service}", service=_service(scene, after))
        case c.WayChosen(struck=True):
            return tell(tongue, "Decided: {way}", way=tongue.say(DELETED))
        case c.WayChosen(way=way, note=note, until=until):
            return tell(tongue, "Decided: {way}", way=Part(way_said(tongue, way, note, until)))
        case c.Unmerged():
            return tell(tongue, "Goes on here again")
        case c.TaskEnded() as ended:
            return _task_ended(scene, ended)
        case Declared(title=title, severity=key):
            shown = {"severity": _severity(scene, key), "title": shortened(title, QUOTED)}
            return tell(tongue, "Declared, {severity}: {title}", **shown)
    return Mrkdwn("")


def _because(scene: Scene, said: Mrkdwn, reason: str) -> Mrkdwn:
    """What was done, and why if that was said with it."""
    if not reason:
        return said
    why = tell(scene.tongue, "Because: {reason}", reason=_reason(scene, reason))
    return Mrkdwn(f"{said} · {why}")


def _reason(scene: Scene, reason: str) -> str:
    return shortened(reason_said(scene.tongue, reason), QUOTED)


def _service(scene: Scene, key: str | None) -> str:
    service = service_keyed(scene.policy.services, key)
    return service.named(scene.tongue.locale) if service else key or "-"


def _task_ended(scene: Scene, fact: c.TaskEnded) -> Mrkdwn:
    tongue, text = scene.tongue, words(scene.tongue, fact, QUOTED)
    if fact.state is TaskState.CARRIED:
        return tell(tongue, "To do elsewhere now: {text}", text=text)
    shown = {"state": tongue.say(fact.state.value), "text": text}
    if fact.of is TaskKind.ACTION:
        return tell(tongue, "Action item {state}: {text}", **shown)
    return tell(tongue, "Task {state}: {text}", **shown)


def _severity(scene: Scene, key: str) -> str:
    level = scene.policy.severities.get(key) or Severity(key=key, rank=LOWEST)
    return severity_name(scene.tongue, level)
