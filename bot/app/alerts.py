"""How alerts arrive, wired: requests and messages go through one door, many at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.alerts.mapped import parsers_of
from bot.alerts.request import Request
from bot.alerts.senders import Parse
from bot.alerts.sns import is_message
from bot.alerts.unread import shown
from bot.app.due import Upkeep
from bot.app.reading_watched import ReadingWatched
from bot.app.surroundings import Surroundings
from bot.incident.alert import Delivery
from bot.incident.kept_alert import Way
from bot.incident.masking import masker_of
from bot.incident.unread_alert import UnreadAlert
from bot.outlets.http import Http
from bot.outlets.sns import Sns
from bot.response.alert_follow import FollowAlerts
from bot.response.alert_intake import AlertIntake
from bot.response.alert_repeats import RepeatsDue
from bot.response.alert_taken import Arrived, Follow
from bot.response.alert_unread import keep_unread
from bot.response.outcomes import NotDone
from bot.response.page_echoes import FollowEchoes
from bot.response.ports import Desk
from bot.scheduler.in_process import InProcess
from bot.slack.alert_messages import AlertMessages
from bot.slack.boundary import failure_of
from bot.slack.directory import STALE
from bot.slack.group_commit import GroupCommit
from bot.slack.pages import Pages
from bot.slack.recorder import Understand
from bot.slack.watched_history import WatchedHistory
from bot.slack.watching import Watching
from bot.web.alert_limit import Limit
from bot.web.alerts import AlertHooks, AskAgain

CLOUDWATCH = "cloudwatch"
SNS_SECONDS = 5.0
REPEATED_FOR = timedelta(days=7)
"""No sender repeats a delivery that it made longer ago."""


def follows(desk: Desk, site: str) -> Sequence[Follow]:
    return FollowEchoes(desk), FollowAlerts(desk, site)


def alert_door(desk: Desk, scheduler: InProcess, follow: Sequence[Follow]) -> GroupCommit[Arrived]:
    repeats = RepeatsDue(desk, follow)
    scheduler.watch(repeats, after_looks=False)
    return GroupCommit(AlertIntake(desk, follow, repeats.came).take)


def posts_of_others(
    around: Surroundings,
    desk: Desk,
    scheduler: InProcess,
    door: GroupCommit[Arrived],
    pages: Pages,
    own: Collection[str],
    then: Understand,
) -> tuple[AlertMessages, ReadingWatched]:
    """`own`: the ids of this bot. `then`: what else events mean."""
    watching = Watching(around.gateway, desk)
    scheduler.watch(Upkeep(around.clock, STALE, watching.prepare), after_looks=False)
    posts = AlertMessages(watching, door, around.clock, own, then)
    history = WatchedHistory(desk, pages, posts.hear)
    reading = ReadingWatched(around.clock, watching.channels, history.read)
    scheduler.watch(reading, after_looks=False)
    return posts, reading


def alert_hooks(around: Surroundings, desk: Desk, door: GroupCommit[Arrived]) -> AlertHooks:
    settings, sns = around.settings, Sns(Http(around.outside, SNS_SECONDS))
    secrets = {sender: settings.secrets_of(sender) for sender in settings.senders()}
    misread = GroupCommit[UnreadAlert](partial(keep_unread, desk))

    async def keep(source: str, delivery: Delivery) -> None:
        now = desk.clock.now()
        await door.keep([Arrived(delivery=delivery, source=source, at=now, way=Way.WEBHOOK)])

    async def unread(source: str, sent: Request, why: str) -> None:
        masker = masker_of(desk.policy().mask_patterns)
        body = shown(sent, masker, secrets.get(source, ()))
        await misread.keep([UnreadAlert.of(source, why, body, desk.clock.now())])

    async def vouch(source: str, sent: Request) -> None:
        if source == CLOUDWATCH and is_message(payload := sent.payload()):
            try:
                await sns.vouch(payload)
            except NotDone as failure:
                raise AskAgain from failure

    return AlertHooks(
        parsers=_parsers(desk),
        secrets_of=lambda source: secrets.get(source, ()),
        keep=keep,
        keep_unread=unread,
        vouch=vouch,
        failure_of=failure_of,
        limit=Limit(settings.alert_limit),
        metrics=around.metrics,
    )


def _parsers(desk: Desk) -> Callable[[], Mapping[str, Parse]]:
    """Made anew when the configuration was read again; until then a sender has the same one."""
    made: list[tuple[object, Mapping[str, Parse]]] = []

    def now() -> Mapping[str, Parse]:
        senders = desk.policy().alert_senders
        if not made or made[0][0] is not senders:
            made[:] = [(senders, parsers_of(senders))]
        return made[0][1]

    return now


class OldDeliveries:
    """Forgets which deliveries came, when nobody sends them again. For `Upkeep`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def __call__(self) -> None:
        async with self._desk.ledger.work() as work:
            await work.alerts.forget_deliveries(self._before())

    def _before(self) -> datetime:
        return self._desk.clock.now() - REPEATED_FOR
