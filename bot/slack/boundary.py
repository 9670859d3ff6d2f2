"""The edge of the bot: commit, then ack; a known failure becomes a private reply with a way out.

What Slack does not repeat (commands, buttons, forms) is carried out in a task of its own: its end
does not depend on the request, and whoever asked hears within three seconds what is the case.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.errors import FormRefused, IncidentError
from bot.incident.ids import UserId
from bot.language import N_, Tongue
from bot.response.outcomes import NotDone
from bot.response.ports import LedgerDown
from bot.slack.askers import Asker, told
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Mrkdwn, escape, tell
from bot.telemetry.correlation import correlated, current, fresh
from bot.telemetry.logs import logger
from bot.telemetry.metrics import Metrics

T = TypeVar("T")
Show = Callable[[T, Tongue], Answer | None]
Speaker = Callable[[UserId], Tongue]
DownPage = Callable[[Tongue], Mrkdwn]
Listener = Callable[[AsyncArgs], Awaitable[None]]

ACK_WITHIN = 2.0
"""Seconds of the three that Slack gives."""
KEEP_TRYING = 60.0
"""Seconds for which a database that is away is tried again."""
PAUSE = 0.25
YIELD = 0.5
"""Seconds for which other work lets answers go first; while the database is away, they wait."""

APOLOGY = N_(
    "That went wrong on my side, and I do not know how. It is in my log as `{reference}`."
    " Please try once more; nothing is done twice."
)
LATE = N_(
    "Not recorded yet: my database does not answer. I go on trying and tell you here how it ends."
)
GIVEN_UP = N_("Not recorded. My database has not answered for a minute. Please repeat it.")

log = logger(__name__)


async def failure_of(work: Awaitable[None]) -> Exception | None:
    """What it failed with; a database that is away goes up, for that says nothing about it."""
    try:
        await work
    except LedgerDown:
        raise
    except Exception as failure:  # noqa: BLE001 - whoever asks decides what becomes of it
        return failure
    return None


class Boundary:
    def __init__(self, speaker: Speaker, down_page: DownPage, metrics: Metrics) -> None:
        """`speaker`: the tongue of a person, at once, from memory."""
        self.tongue_of = speaker
        self._down_page = down_page
        self._metrics = metrics
        self._tasks: set[asyncio.Future[Any]] = set()
        self._acting: set[asyncio.Future[Any]] = set()
        self._stopping = asyncio.Event()
        self.keep_trying = KEEP_TRYING

    async def commit(
        self, asker: Asker, verb: str, act: Callable[[], Awaitable[T]], show: Show[T]
    ) -> None:
        """Carry `act` out, then ack with what `show` makes of it; later if it takes long.

        What Slack repeats is told late in the same way, but not acked before it is committed or
        given up: whatever is unexpected goes up, and Slack delivers it again.
        """
        started = time.monotonic()
        acting = self._keep(self._answered(asker, verb, act, show))
        self._acting.add(acting)
        acting.add_done_callback(self._acting.discard)
        done, _ = await asyncio.wait({acting}, timeout=ACK_WITHIN)
        tongue = self.tongue_of(asker.user)
        self._metrics.ack(verb, "committed" if done else "late", time.monotonic() - started)
        if not done:
            await self._say_late(asker, acting, tongue)
        if done or asker.slack_repeats:
            await asker.ack(await asyncio.shield(acting), tongue)

    async def _say_late(
        self, asker: Asker, acting: asyncio.Future[Answer | None], tongue: Tongue
    ) -> None:
        if not asker.slack_repeats:
            self._keep(self._follow(asker, acting))
        await asker.ack(self._late(tongue), tongue)

    def after_ack(self, asker: Asker, work: Awaitable[Answer | None]) -> None:
        """Do this after the ack, and tell how it ended if that is to be told."""
        self._keep(self._told_later(asker, work))

    def later(self, work: Awaitable[None]) -> None:
        """Do this after the ack; an unexpected end is logged."""
        self._keep(self._logged(work))

    def guarded(self, listener: Listener) -> Listener:
        """Around each listener, not in Bolt's error handler: an ack could get lost there."""

        async def run(args: AsyncArgs) -> None:
            await self._keep(self._guarded(listener, args))

        return run

    async def answers_first(self) -> None:
        """Until those who ask just now have their first answer, or half a second is over."""
        if self._acting:
            await asyncio.wait(set(self._acting), timeout=YIELD)

    async def idle(self) -> None:
        """Until what was begun has come to its end, however long that takes."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def drain(self, grace: float) -> None:
        """Let what was begun come to its end, at most so many seconds."""
        self._stopping.set()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=grace)

    async def _guarded(self, listener: Listener, args: AsyncArgs) -> None:
        with correlated(fresh()):
            try:
                await listener(args)
            except FormRefused as refused:
                errors = _beside_fields(args, refused)
                await args.ack(response_action="errors", errors=errors)
            except NotDone as failure:
                await args.ack()
                log.warning("answer could not be told", why=str(failure))
            except Exception:
                await args.ack()
                log.exception("listener failed")

    async def _answered(
        self, asker: Asker, verb: str, act: Callable[[], Awaitable[T]], show: Show[T]
    ) -> Answer | None:
        try:
            outcome = await self._persistent(act)
        except FormRefused:
            self._metrics.verb(verb, "refused")
            raise
        except IncidentError as error:
            self._metrics.verb(verb, "refused")
            return self._reply(asker, error)
        except LedgerDown:
            self._metrics.verb(verb, "database_down")
            if asker.slack_repeats and self._stopping.is_set():
                raise
            return self._given_up(self.tongue_of(asker.user))
        except Exception:
            self._metrics.verb(verb, "failed")
            if asker.slack_repeats:
                raise
            log.exception("verb failed", verb=verb, user=asker.user)
            return self._apology(asker)
        self._metrics.verb(verb, "done")
        return show(outcome, self.tongue_of(asker.user))

    async def _persistent(self, act: Callable[[], Awaitable[T]]) -> T:
        """Try again while the database is away, for a minute or until the bot stops."""
        give_up = time.monotonic() + self.keep_trying
        while True:
            try:
                return await act()
            except LedgerDown:
                if time.monotonic() > give_up or self._stopping.is_set():
                    raise
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PAUSE):
                    await self._stopping.wait()

    async def _follow(self, asker: Asker, acting: asyncio.Future[Answer | None]) -> None:
        try:
            answer = await acting
        except FormRefused as refused:  # too late to say it beside the field
            answer = Answer(escape("\n".join(refused.fields.values())))
        if answer is not None and not await told(asker, answer, self.tongue_of(asker.user)):
            log.warning("late answer could not be told", user=asker.user)

    async def _logged(self, work: Awaitable[None]) -> None:
        if failure := await failure_of(work):
            log.warning("failed after the ack", exc_info=failure)

    async def _told_later(self, asker: Asker, work: Awaitable[Answer | None]) -> None:
        tongue = self.tongue_of(asker.user)
        try:
            answer = await work
        except IncidentError as error:
            answer = self._reply(asker, error)
        except (NotDone, LedgerDown) as failure:
            log.warning("not done after the ack", why=str(failure))
            return
        except Exception:
            log.exception("failed after the ack", user=asker.user)
            answer = self._apology(asker)
        if answer is not None:
            await told(asker, answer, tongue)

    def _reply(self, asker: Asker, error: IncidentError) -> Answer:
        return Answer(tell(self.tongue_of(asker.user), error.message, **error.parts))

    def _apology(self, asker: Asker) -> Answer:
        return Answer(tell(self.tongue_of(asker.user), APOLOGY, reference=current()))

    def _late(self, tongue: Tongue) -> Answer:
        return Answer(Mrkdwn(f"{tell(tongue, LATE)}\n\n{self._down_page(tongue)}"))

    def _given_up(self, tongue: Tongue) -> Answer:
        return Answer(Mrkdwn(f"{tell(tongue, GIVEN_UP)}\n\n{self._down_page(tongue)}"))

    def _keep(self, work: Awaitable[T]) -> asyncio.Future[T]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _beside_fields(args: AsyncArgs, refused: FormRefused) -> dict[str, str]:
    """Slack wants the errors by block; a field is named by its input's action id."""
    values = args.body["view"]["state"]["values"]
    blocks = {action: block for block, answers in values.items() for action in answers}
    return {blocks.get(field, field): said for field, said in refused.fields.items()}
