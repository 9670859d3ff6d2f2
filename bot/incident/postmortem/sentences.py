"""What each fact says in a document: a plain sentence, without markup, time or author."""

from __future__ import annotations

from collections.abc import Mapping

from bot.incident import changes as c
from bot.incident import updates_facts as u
from bot.incident.decision import Way, is_known
from bot.incident.ends import CANCELLED_BECAUSE
from bot.incident.entry import Entry, EntryKind
from bot.incident.escalation_facts import Paged, PickedUp, StepWaived
from bot.incident.handover import HandoverEnd
from bot.incident.lifecycle import is_reopening
from bot.incident.postmortem.alert_part import alert_said
from bot.incident.postmortem.evidence import Evidence
from bot.incident.postmortem.later_said import later_said
from bot.incident.postmortem.words import audiences_named, clock, severity_named
from bot.incident.record_facts import HistoryRead
from bot.incident.roles import ROLE_NAMES
from bot.incident.service import service_keyed
from bot.incident.task import TaskKind
from bot.incident.timeline import Declared, Fact
from bot.language import N_, Tongue

DELETED = N_("(deleted message)")
WAYS: Mapping[Way, str] = {
    Way.FIX_FORWARD: N_("Fix forward"),
    Way.ROLL_BACK: N_("Roll back"),
    Way.SWITCH_OFF: N_("Switch the flag off"),
    Way.DEGRADE: N_("Degrade"),
    Way.WAIT: N_("Wait"),
}
KINDS: Mapping[EntryKind, str] = {
    EntryKind.OBSERVATION: N_("observation"),
    EntryKind.HYPOTHESIS: N_("hypothesis"),
    EntryKind.ACTION: N_("action"),
    EntryKind.DECISION: N_("decision"),
    EntryKind.OBJECTION: N_("objection"),
    EntryKind.COMMUNICATION: N_("communication"),
    EntryKind.PARKED: N_("parked"),
}


class Teller:
    """Says facts and entries in the language of the document."""

    def __init__(self, evidence: Evidence, tongue: Tongue) -> None:
        self.evidence = evidence
        self.tongue = tongue

    def fact(self, fact: Fact) -> str:
        """Empty for facts that tell a reader nothing."""
        said = self._state(fact) or self._people(fact) or self._rest(fact) or self._told(fact)
        return said or alert_said(self, fact) or later_said(self, fact)

    def entry(self, entry: Entry) -> str:
        """What was taken back is said to be, and not said again."""
        said = self.words(entry)
        kind = KINDS.get(entry.kind)
        if kind is None or entry.struck:
            return said
        parts = {"kind": self.tongue.say(kind), "text": said}
        if entry.dropped:
            return self.tongue.say("[{kind}, ruled out] {text}", **parts)
        return self.tongue.say("[{kind}] {text}", **parts)

    def words(self, entry: Entry) -> str:
        if entry.struck:
            return self.tongue.say(DELETED)
        return self.way(entry.way, entry.text, entry) if entry.way else entry.text

    def way(self, way: str, note: str = "", at: Entry | c.WayChosen | None = None) -> str:
        named = self.tongue.say(WAYS[Way(way)]) if is_known(way) else way
        if at is not None and at.until is not None:
            return self.tongue.say("{way} until {at}", way=named, at=clock(at.until))
        return self.tongue.say("{way} ({note})", way=named, note=note) if note else named

    def _state(self, fact: Fact) -> str:
        say = self.tongue.say
        match fact:
            case Declared(title=title, severity=key):
                shown = self._severity(key)
                return say("Declared, {severity}: {title}", severity=shown, title=title)
            case c.StatusChanged(before=before, after=after, reason=why):
                word = "Reopened: {status}" if is_reopening(before, after) else "Status: {status}"
                return self.because(say(word, status=say(after.value)), why)
            case c.SeverityChanged(before=before, after=after, reason=why):
                before_, after_ = self._severity(before), self._severity(after)
                if before == after:  # assumed at first, and now chosen
                    return self.because(say("Severity: {after}", after=after_), why)
                said = say("Severity: {before} → {after}", before=before_, after=after_)
                return self.because(said, why)
            case c.TitleChanged(after=after):
                return say("Title: {title}", title=after)
            case c.ImpactChanged(after=after):
                return say("Impact: {impact}", impact=after)
        return ""

    def _people(self, fact: Fact) -> str:
        say, name = self.tongue.say, self.evidence.name
        match fact:
            case c.RoleTaken(role=role, user=user, before=before):
                shown = {"name": name(user), "role": say(ROLE_NAMES[role])}
                if before and before != user:
                    return say("{name} is {role}, after {before}", before=name(before), **shown)
                return say("{name} is {role}", **shown)
            case c.RoleDropped(role=role, user=user):
                return say(
                    "{name} is no longer {role}", name=name(user), role=say(ROLE_NAMES[role])
                )
            case c.HandoverEnded(end=end) if end is not HandoverEnd.ACCEPTED:
                return say("Handover: {end}", end=say(end.value))
        return self._called(fact)

    def _called(self, fact: Fact) -> str:
        say, name = self.tongue.say, self.evidence.name
        match fact:
            case Paged(page=page, nobody=""):
                people = [name(one.user) if one.user else one.name for one in page.people]
                names = ", ".join(people) or page.who or page.pager
                return say("Paged: {names}", names=names)
            case Paged():
                return say("Nobody was paged, though it was time to")
            case StepWaived():
                return say("A step of the escalation was not needed")
            case PickedUp(user=user):
                return say("{name} is on it", name=name(user))
        return ""

    def _rest(self, fact: Fact) -> str:
        say = self.tongue.say
        match fact:
            case c.MomentSet(moment=moment, after=after):
                at = clock(after) if after else say("unknown")
                return say("{moment}: {at}", moment=say(moment.value), at=at)
            case c.ResolutionNoted(done=done):
                return say("Done: {done}", done=done) if done else ""
            case c.PostmortemWaived(reason=reason):
                return say("No post-mortem: {reason}", reason=reason)
            case c.ServiceChanged(after=key):
                service = service_keyed(self.evidence.policy.services, key)
                named = service.named(self.tongue.locale) if service else key or "-"
                return say("Service: {service}", service=named)
            case c.WayChosen(struck=True):
                return say("Decided: {way}", way=say(DELETED))
            case c.WayChosen(way=way, note=note):
                return say("Decided: {way}", way=self.way(way, note, fact))
            case c.TaskEnded() as ended:
                return self._task(ended)
        return self._elsewhere(fact)

    def _elsewhere(self, fact: Fact) -> str:
        say = self.tongue.say
        match fact:
            case c.MergedInto(hidden=True):
                return say("Goes on elsewhere, with invited people only")
            case c.MergedInto(number=number):
                return say("Goes on in INC-{number}", number=number)
            case c.TookIn(number=number):
                return say("INC-{number} goes on here", number=number)
            case c.Unmerged(hidden=True):
                return say("Goes on here again")
            case c.Unmerged(number=number):
                return say("Apart from INC-{number} again", number=number)
        return ""

    def _told(self, fact: Fact) -> str:
        say = self.tongue.say
        match fact:
            case u.UpdateSent() as sent:
                to = audiences_named(self.evidence.policy, self.tongue, sent.audiences)
                said = say("Update for {to}: {text}", to=to, text=sent.text)
                return said if sent.text else say("Update for {to}", to=to)
            case c.GapNoted(since=since, until=until):
                shown = {"since": clock(since), "until": clock(until)}
                return say("The bot did not hear from {since} to {until}", **shown)
            case HistoryRead(messages=messages):
                return say("The channel's history was read back: {messages}", messages=messages)
        return ""

    def _task(self, fact: c.TaskEnded) -> str:
        say = self.tongue.say
        text = say(DELETED) if fact.struck else fact.text or say("See the message")
        if fact.of is TaskKind.ACTION:
            return say("Action item {state}: {text}", state=say(fact.state.value), text=text)
        return say("Task {state}: {text}", state=say(fact.state.value), text=text)

    def because(self, said: str, reason: str) -> str:
        if not reason:
            return said
        return f"{said} · {self.tongue.say('Because: {reason}', reason=self.reason(reason))}"

    def reason(self, reason: str) -> str:
        """One that was chosen in the language of the document, one that was typed as it is."""
        return self.tongue.say(reason) if reason in CANCELLED_BECAUSE else reason

    def _severity(self, key: str) -> str:
        return severity_named(self.evidence.policy, self.tongue, key)
