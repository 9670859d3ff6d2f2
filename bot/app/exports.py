"""What stands in a file that somebody has asked for, made when it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator

from bot.app.surroundings import Surroundings
from bot.incident.export_errors import NoSuchFormat
from bot.incident.kept_file import MEGABYTE
from bot.language import Tongue
from bot.outlets.formats import FORMATS
from bot.outlets.meeting import meeting_file
from bot.response.effects import Order
from bot.response.export import Means
from bot.response.outcomes import Busy, Refused
from bot.response.ports import LedgerDown
from bot.slack.boundary import failure_of
from bot.slack.effects.file import Make
from bot.telemetry.logs import logger

EXPORT = "export"
LARGEST = 100 * MEGABYTE

log = logger(__name__)


class TooLargeForSlack(Exception):
    pass


def making(around: Surroundings) -> Make:
    async def make(order: Order) -> bytes:
        """In a thread of its own: a long transcript must keep nobody waiting.

        A format that fails is this file's trouble; everything else of the incident goes on.
        """
        made: list[bytes] = []
        try:
            failure = await failure_of(_write(around, order, made))
        except LedgerDown as down:
            raise Busy(EXPORT, "database_down") from down
        if isinstance(failure, NoSuchFormat):
            raise Refused(EXPORT, "no_such_format") from failure
        if failure is not None:
            log.error("export failed", format=order.content.get("format"), exc_info=failure)
            raise Refused(EXPORT, type(failure).__name__) from failure
        return b"".join(made)

    return make


async def _write(around: Surroundings, order: Order, into: list[bytes]) -> None:
    if meeting := order.content.get("meeting"):
        into.append(meeting_file(meeting))
        return
    form = FORMATS.named(order.content["format"])
    tongue = Tongue(order.content["locale"], around.policy().command)
    means = Means(tongue, around.policy(), around.words.others.render)
    async with around.database.look() as work:
        pieces = await form.write(work, await work.incidents.get(order.incident.id), means)
    await asyncio.to_thread(into.extend, _within_reason(pieces))


def _within_reason(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The whole file is in memory on its way to Slack; on the command line it is not."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            raise TooLargeForSlack(f"more than {LARGEST} bytes")
        yield piece
