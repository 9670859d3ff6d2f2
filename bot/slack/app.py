"""Every command, button, form, shortcut and event that the bot answers, on one page."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.incident.question import Choice
from bot.slack.intake import mask_form
from bot.slack.listeners import (
    action_shortcut,
    adopt,
    approvals,
    ask,
    check,
    checklist,
    decide,
    declare,
    drafts,
    edit,
    ends,
    entry_forms,
    handover,
    home,
    join,
    log,
    merge,
    pages,
    review_forms,
    roles,
    subscribe,
    suggestions,
    task_forms,
    times,
    updates,
)
from bot.slack.recorder import Recorder
from bot.slack.router import route
from bot.slack.tools import Tools
from bot.slack.views import announcement, forms, help, questions, trouble
from bot.slack.words import typed_line
from bot.telemetry.correlation import correlated

Press = Callable[[Tools, AsyncArgs], Awaitable[None]]
Next = Callable[[], Awaitable[BoltResponse]]
RATE_LIMITED = "app_rate_limited"

SHORTCUTS: Mapping[str, Press] = {
    forms.DECLARE: declare.shortcut,
    **action_shortcut.SHORTCUTS,
    **entry_forms.SHORTCUTS,
    **suggestions.SHORTCUTS,
}
FORMS: Mapping[str, Press] = {
    forms.DECLARE: declare.submitted,
    **edit.FORMS,
    **roles.FORMS,
    **handover.FORMS,
    **ends.FORMS,
    **merge.FORMS,
    **review_forms.FORMS,
    **times.FORMS,
    **ask.FORMS,
    **task_forms.FORMS,
    **checklist.FORMS,
    **decide.FORMS,
    **entry_forms.FORMS,
    **updates.FORMS,
    **suggestions.FORMS,
}


async def run_typed(tools: Tools, args: AsyncArgs) -> None:
    """A button that stands for a typed line, whenever it is pressed."""
    asker = tools.run_asker(args)
    await route(tools, asker, asker.value)


async def run_once(tools: Tools, args: AsyncArgs) -> None:
    """A button under a private answer, good for one press."""
    asker = tools.button_asker(args)
    await route(tools, asker, asker.value)


async def nothing_to_do(tools: Tools, args: AsyncArgs) -> None:
    """A button that is a link: the browser has opened it, Slack only wants an ack."""
    await args.ack()


BUTTONS: Mapping[str, Press] = {
    announcement.JOIN: join.pressed,
    trouble.REPAIR: check.repair_button,
    help.RUN: run_once,
    help.OPEN_FORM: declare.open_form_button,
    help.MENU_DECLARE: declare.open_form_button,
    help.MENU_LIST: run_once,
    help.MENU_MINE: run_once,
    help.MENU_HELP: run_once,
    questions.TICKET_LINK: nothing_to_do,
    **edit.BUTTONS,
    **roles.BUTTONS,
    **handover.BUTTONS,
    **ends.BUTTONS,
    **merge.BUTTONS,
    **review_forms.BUTTONS,
    **times.BUTTONS,
    **ask.BUTTONS,
    **home.BUTTONS,
    **task_forms.BUTTONS,
    **checklist.BUTTONS,
    **decide.BUTTONS,
    **pages.BUTTONS,
    **log.BUTTONS,
    **entry_forms.BUTTONS,
    **adopt.BUTTONS,
    **drafts.BUTTONS,
    **approvals.BUTTONS,
    **updates.BUTTONS,
    **subscribe.BUTTONS,
    **suggestions.BUTTONS,
    **{questions.action_id(c): declare.answered for c in Choice if c is not Choice.SILENCE},
}


def build(
    client: AsyncWebClient, who: AuthorizeResult, tools: Tools, recorder: Recorder
) -> AsyncApp:
    """`who`: the result of the one auth.test at start; none is made for each request."""

    async def authorize() -> AuthorizeResult:
        return who

    log = logging.getLogger("slack_bolt.incident_bot")
    log.setLevel(logging.ERROR)  # it would warn at each start that the token is not its own affair
    app = AsyncApp(
        name="incident-bot",  # else Bolt reads the source of the whole call stack to find one
        logger=log,
        client=client,
        authorize=authorize,
        # Signatures are checked in the web application, before Bolt sees a request.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
    )
    log.setLevel(logging.NOTSET)
    app.middleware(_committed_first(recorder))
    _register(app, tools)
    return app


def _committed_first(
    recorder: Recorder,
) -> Callable[[AsyncBoltRequest, Next], Awaitable[BoltResponse]]:
    async def commit(req: AsyncBoltRequest, next: Next) -> BoltResponse:
        """An event is committed, then acked; if committing raises, no ack goes out."""
        kind = req.body.get("type")
        if kind == RATE_LIMITED:
            recorder.kept_back()
            return BoltResponse(status=200, body="")
        if kind != "event_callback":
            return await next()
        with correlated(str(req.body["event_id"])):
            await recorder.record(req.body)
        return BoltResponse(status=200, body="")

    return commit


def _register(app: AsyncApp, tools: Tools) -> None:
    async def command(args: AsyncArgs) -> None:
        typed = typed_line(args.body.get("text") or "")
        await route(tools, tools.command_asker(args), typed)

    guarded = tools.boundary.guarded
    # Whatever the command's name is here: Slack sends only those of this app.
    app.command(re.compile(r"^/"))(guarded(command))
    for name, press in SHORTCUTS.items():
        app.shortcut(name)(guarded(_with(tools, press)))
    for name, press in FORMS.items():
        app.view(name)(guarded(_with(tools, _without_secrets(press))))
    app.action(re.compile(r"^run\.\d+$"))(guarded(_with(tools, run_typed)))
    for name, press in BUTTONS.items():
        app.action(name)(guarded(_with(tools, press)))


def _without_secrets(press: Press) -> Press:
    async def run(tools: Tools, args: AsyncArgs) -> None:
        mask_form(tools, args)
        await press(tools, args)

    return run


def _with(tools: Tools, press: Press) -> Callable[[AsyncArgs], Awaitable[None]]:
    async def run(args: AsyncArgs) -> None:
        await press(tools, args)

    return run
