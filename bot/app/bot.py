"""Putting the parts together: a bot that can be run, in this process or in a test's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.app.alerts import OldDeliveries, alert_door, follows, posts_of_others
from bot.app.down_page import down_page
from bot.app.due import IncidentsDue, QuestionsDue, Upkeep
from bot.app.homes import HomesDue
from bot.app.identity import Identity
from bot.app.kinds import kinds_of
from bot.app.on_call import SchedulesDue, rosters_of
from bot.app.reading import ReadingBack
from bot.app.reading_watched import ReadingWatched
from bot.app.scrubbing import ScrubbingDue
from bot.app.suggestions import SuggestionsDue, suggestion_reconciler
from bot.app.surroundings import Surroundings
from bot.incident.ids import IncidentId, UserId
from bot.language import Tongue
from bot.oncall.rosters import Rosters
from bot.outlets.formats import FORMATS
from bot.response.alert_taken import Arrived
from bot.response.findings import Finding
from bot.response.ports import Desk
from bot.response.reconcile import Reconciler
from bot.response.subject import OfIncidents
from bot.scheduler.in_process import InProcess
from bot.slack import app as slack_app
from bot.slack.backfill import Backfill
from bot.slack.boundary import Boundary
from bot.slack.directory import STALE, Directory
from bot.slack.echo import Echoes
from bot.slack.effects.drawing import Kinds
from bot.slack.effects.plan import Planner
from bot.slack.events import Events
from bot.slack.group_commit import GroupCommit
from bot.slack.incidents_channel import IncidentsChannel
from bot.slack.pages import Pace, Pages
from bot.slack.record import Record
from bot.slack.recorder import Recorder
from bot.slack.replies import Replies
from bot.slack.router import route
from bot.slack.tools import Tools
from bot.storage.address import sqlite_file

Checkup = Callable[[], Awaitable[Sequence[Finding]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bot:
    surroundings: Surroundings
    desk: Desk
    bolt: AsyncApp
    boundary: Boundary
    scheduler: InProcess
    recorder: Recorder
    directory: Directory
    incidents_channel: IncidentsChannel
    echoes: Echoes
    alerts: GroupCommit[Arrived]
    """The door for all that is said about alerts."""
    missed: Callable[[], None]
    """Something may not have been heard: what is open is read back."""


def assemble(around: Surroundings, who: Identity, checkup: Checkup) -> Bot:
    """Every part, wired; nothing runs yet."""
    directory = Directory(around.gateway, around.database, around.clock, who.team)
    incidents_channel = IncidentsChannel(around.gateway, around.policy)
    echoes = Echoes()
    boundary = _boundary(around, directory)
    rosters = rosters_of(around)
    kinds = kinds_of(around, who, directory, incidents_channel, echoes, rosters)
    reconciler = _reconciler(around, directory, kinds)
    scheduler = _scheduler(around, reconciler, boundary)
    desk = _desk(around, scheduler, directory, rosters, UserId(who.user))
    suggestions = suggestion_reconciler(around, who, desk, incidents_channel, echoes)
    cards = SuggestionsDue(around.database, around.clock, suggestions)
    scheduler.watch(cards, after_looks=False)
    _watch(scheduler, around, desk, directory, incidents_channel)
    scheduler.watch(SchedulesDue(rosters, around.clock), after_looks=False)
    scheduler.watch(HomesDue(desk, around.gateway, boundary.tongue_of))
    tools = _tools(around, who, desk, boundary, checkup)
    events = Events(tools, directory, route, echoes.heard, (reconciler.heard, suggestions.heard))
    alerts = alert_door(desk, scheduler, follows(desk, who.site))
    pages, own = Pages(around.gateway, around.clock, Pace()), {who.user, who.bot}
    posts, watched = posts_of_others(around, desk, scheduler, alerts, pages, own, events)
    record = Record(desk, directory, UserId(who.user), posts)
    missed = _read_back(scheduler, desk, Backfill(desk, pages, record.ear), watched)
    recorder = Recorder(desk, around.metrics, record, missed)
    bolt = slack_app.build(around.client, _authorized(around, who), tools, recorder)
    return Bot(
        surroundings=around,
        desk=desk,
        bolt=bolt,
        boundary=boundary,
        scheduler=scheduler,
        recorder=recorder,
        directory=directory,
        incidents_channel=incidents_channel,
        echoes=echoes,
        alerts=alerts,
        missed=missed,
    )


def _boundary(around: Surroundings, directory: Directory) -> Boundary:
    page = down_page(around.words.others, around.policy)
    return Boundary(_speaker(around, directory), page, around.metrics)


def _tools(
    around: Surroundings, who: Identity, desk: Desk, boundary: Boundary, checkup: Checkup
) -> Tools:
    return Tools(
        desk=desk,
        boundary=boundary,
        gateway=around.gateway,
        replies=Replies(around.session, around.metrics),
        checkup=checkup,
        bot_user=who.user,
        site=who.site,
        formats=FORMATS,
    )


def _desk(
    around: Surroundings,
    scheduler: InProcess,
    directory: Directory,
    rosters: Rosters,
    bot_user: UserId,
) -> Desk:
    return Desk(
        ledger=around.database,
        clock=around.clock,
        waker=scheduler,
        directory=directory,
        on_call=rosters,
        renderer=around.words.updates,
        policy=around.policy,
        bot_user=bot_user,
    )


def _read_back(
    scheduler: InProcess, desk: Desk, backfill: Backfill, watched: ReadingWatched
) -> Callable[[], None]:
    source = ReadingBack(desk, backfill)
    scheduler.watch(source, after_looks=False)

    def missed() -> None:
        source.at_once()
        watched.at_once()
        scheduler.rescan()

    return missed


def _scheduler(around: Surroundings, look: Reconciler[IncidentId], boundary: Boundary) -> InProcess:
    return InProcess(
        clock=around.clock,
        look=look,
        metrics=around.metrics,
        first_pause=timedelta(seconds=around.settings.retry_base_seconds),
        yielding=boundary.answers_first,
    )


def _reconciler(around: Surroundings, directory: Directory, kinds: Kinds) -> Reconciler[IncidentId]:
    subject = OfIncidents(Planner(kinds, directory, around.words.updates, around.policy))
    return Reconciler(around.database, around.clock, subject, around.metrics, around.retry)


def _watch(
    scheduler: InProcess,
    around: Surroundings,
    desk: Desk,
    directory: Directory,
    incidents_channel: IncidentsChannel,
) -> None:
    clock = around.clock
    scheduler.watch(IncidentsDue(around.database, clock, scheduler, around.metrics.woken))
    scheduler.watch(QuestionsDue(desk), after_looks=False)
    for act in (directory.fill, incidents_channel.prepare, OldDeliveries(desk)):
        scheduler.watch(Upkeep(clock, STALE, act), after_looks=False)
    if file := sqlite_file(around.settings.database_url.get_secret_value()):
        scheduler.watch(ScrubbingDue(around.database, clock, file))


def _speaker(around: Surroundings, directory: Directory) -> Callable[[str], Tongue]:
    def tongue_of(user: str) -> Tongue:
        policy = around.policy()
        person = directory.remembered(user)  # type: ignore[arg-type]
        return Tongue(policy.locale, policy.command).into(person.locale if person else None)

    return tongue_of


def _authorized(around: Surroundings, who: Identity) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None,
        team_id=who.team,
        bot_user_id=who.user,
        bot_id=who.bot,
        bot_token=around.settings.slack_bot_token.get_secret_value(),
    )
