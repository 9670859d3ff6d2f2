"""What closes a post-mortem: updates, people, likeness, evidence, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.incident.changes import GapNoted
from bot.incident.moments import Moment
from bot.incident.postmortem.effort import hours_worked
from bot.incident.postmortem.later_said import review_rows
from bot.incident.postmortem.markers import completeness, markers
from bot.incident.postmortem.parts import Part, Row
from bot.incident.postmortem.promises import Promise
from bot.incident.postmortem.sentences import Teller
from bot.incident.postmortem.words import audiences_named, clock, span
from bot.incident.roles import ROLE_NAMES
from bot.incident.updates_facts import Telling, UpdateSent, UpdateSkipped
from bot.language import N_

_UPDATES = (N_("Audience"), N_("What it said"), N_("Promised"), N_("Kept or late"))
_PEOPLE = (N_("Role"), N_("Who"), N_("From"), N_("Until"))


def updates(teller: Teller) -> Part:
    evidence, say = teller.evidence, teller.tongue.say
    rows: list[Row] = []
    for number, one in enumerate(evidence.facts):
        if not isinstance(one.fact, UpdateSent | UpdateSkipped):
            continue
        sent = one.fact if isinstance(one.fact, UpdateSent) else None
        text = (sent.text or say("(no words of its own)")) if sent else say("(skipped)")
        for telling in one.fact.to:
            key = f"{evidence.keys[number]}:{telling.audience}"
            link = evidence.of_effect(f"update:{sent.id}:{telling.audience}:") if sent else ""
            to = audiences_named(evidence.policy, teller.tongue, [telling.audience])
            promise = _promise(telling, one.occurred_at if sent else None)
            cells = (to, text, *_punctual(teller, promise))
            rows.append(evidence.row(key, *cells, at=one.occurred_at, link=link))
    return Part(columns=tuple(say(column) for column in _UPDATES), rows=tuple(rows))


def _promise(telling: Telling, at: datetime | None) -> Promise | None:
    if telling.promised is None:
        return None
    return Promise(telling.audience, telling.promised, at)


def _punctual(teller: Teller, promise: Promise | None) -> tuple[str, str]:
    say = teller.tongue.say
    if promise is None:
        return "", ""
    promised = clock(promise.promised)
    if promise.kept_at is None:
        return promised, say("skipped")
    if promise.late_by:
        return promised, say("late by {span}", span=span(teller.tongue, promise.late_by))
    return promised, say("kept")


def people(teller: Teller) -> Part:
    evidence, say = teller.evidence, teller.tongue.say
    rows = [
        evidence.untimed(
            f"{one.role}:{one.user}:{one.since.isoformat()}",
            say(ROLE_NAMES[one.role]),
            evidence.name(one.user),
            clock(one.since),
            clock(one.until) if one.until else "",
            at=one.since,
        )
        for one in evidence.tenures
    ]
    holders = {one.user for one in evidence.tenures}
    worked = hours_worked(evidence)
    for user in sorted(worked, key=evidence.name):
        if user not in holders:
            cells = (say("responder"), evidence.name(user), "", "")
            at, link = min(worked[user]), evidence.of_first_words(user)
            rows.append(evidence.untimed(f"responder:{user}", *cells, at=at, link=link))
    return Part(columns=tuple(say(column) for column in _PEOPLE), rows=tuple(rows))


def evidence(teller: Teller) -> Part:
    found, say = teller.evidence, teller.tongue.say
    rows = []
    if found.incident.channel:
        name = f"#{found.incident.channel_name or found.incident.channel}"
        said = say("Channel: {channel}, messages: {count}", channel=name, count=len(found.said))
        rows.append(Row(key="channel", cells=(said,), link=found.channel_link(), shows="channel"))
    entries = sum(one.shown for one in found.entries)
    said = say("Key entries: {count}", count=entries)
    rows.append(Row(key="entries", cells=(said,), link=found.channel_link(), shows="channel"))
    for number, one in enumerate(found.facts):
        if isinstance(one.fact, GapNoted):
            said = teller.fact(one.fact)
            rows.append(found.untimed(found.keys[number], said, at=one.fact.since))
    return Part(rows=tuple(rows))


def completeness_told(teller: Teller) -> Part:
    found, say = teller.evidence, teller.tongue.say
    incident, tasks = found.incident, found.tasks
    done, asked = completeness(incident, tasks)
    left = len(markers(incident, tasks))
    rows = [
        Row(
            key="written",
            cells=(say("Sections written: {done} of {asked}", done=done, asked=asked),),
        ),
        Row(key="markers", cells=(say("Markers left: {count}", count=left),)),
    ]
    return Part(rows=(*rows, *_unordered(teller), *_unknown(teller), *review_rows(teller)))


def _unordered(teller: Teller) -> Iterator[Row]:
    say, moments = teller.tongue.say, teller.evidence.incident.moments
    for before, after in moments.out_of_order():
        shown = {"before": say(before.value), "after": say(after.value)}
        said = say("Out of order: {after} comes before {before}", **shown)
        yield Row(key=f"unordered:{before}:{after}", cells=(said,))


def _unknown(teller: Teller) -> Iterator[Row]:
    say, moments = teller.tongue.say, teller.evidence.incident.moments
    for moment in Moment:
        if moments.at(moment) is None and moment is not Moment.CLOSED:
            said = say("Not known: {moment}", moment=say(moment.value))
            yield Row(key=f"unknown:{moment}", cells=(said,))
