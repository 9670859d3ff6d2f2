"""The forms of the timeline: something new, a message by the shortcut, an entry that is changed."""

from __future__ import annotations

from collections.abc import Mapping

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.incident.entry import Correction, Entry, EntryId, EntryKind
from bot.incident.entry_errors import EntryChanged, NotInItsChannel
from bot.incident.errors import FormRefused
from bot.incident.ids import ChannelId, MessageTs
from bot.incident.incident import Incident
from bot.incident.message import moment_of
from bot.incident.when import AHEAD
from bot.language import N_, Tongue
from bot.response import entries as verbs
from bot.response.change import Request
from bot.response.log import NewEntry, log, masked
from bot.slack import open_form, targets
from bot.slack.askers import FormAsker
from bot.slack.tools import Tools
from bot.slack.views import entries as views
from bot.slack.views import entry_forms as forms
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import tell
from bot.slack.views.incident_form import FormAgain, Submitted
from bot.slack.views.incident_form import submitted as read_form
from bot.slack.views.scene import Scene

ADD_TO_TIMELINE = "add_to_timeline"
NOT_YET = N_("This is still to come. What has not happened has no time yet.")
NOTHING_SAID = N_("Say what happened, for example: Errors gone")
Done = tuple[Scene, Entry]


async def shortcut(tools: Tools, args: AsyncArgs) -> None:
    """The form for the time and kind of a message."""
    asker = tools.shortcut_asker(args)
    ts, place = str(args.body["message"]["ts"]), args.body["channel"]["id"]

    async def meant() -> Incident:
        async with tools.desk.ledger.look() as work:
            incident = await work.incidents.in_channel(ChannelId(place))
        if incident is None:
            raise NotInItsChannel()
        return await targets.incident_of_button(tools, asker, incident.id)

    at = int(moment_of(ts).timestamp())
    typed = {"source": f"{place}:{ts}", "occurred": str(at - at % 60)}
    await open_form.offer(tools, asker, forms.OF_MESSAGE, meant, typed)


async def add_button(tools: Tools, args: AsyncArgs) -> None:
    """Where Slack did not open the form by itself."""
    asker = tools.button_asker(args)
    id = asker.value
    await open_form.offer(
        tools, asker, forms.ADD, lambda: targets.incident_of_button(tools, asker, id)
    )


async def change_button(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.run_asker(args)
    id, _, entry = asker.value.partition(":")
    typed: dict[str, str] = {}

    async def meant() -> Incident:
        incident = await targets.incident_of_button(tools, asker, id)
        async with tools.desk.ledger.look() as work:
            found = await verbs.entry_of(work, incident, EntryId(entry))
        typed.update(forms.values_of(found))
        return incident

    await open_form.offer(tools, asker, forms.EDIT, meant, typed)


async def added(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    if not form.values["text"].strip():
        raise FormRefused(text=tongue.say(NOTHING_SAID))
    at = forms.time_of(form.values)
    _refuse_future(tools, tongue, form.values)
    new = NewEntry(text=form.values["text"], kind=EntryKind(form.values["kind"]), at=at)

    async def act() -> Done:
        incident, entry = await log(tools.desk, _request(asker, form), new)
        return await tools.full_scene(incident, tongue), entry

    await tools.boundary.commit(asker, "log", act, _shown)


async def message_added(tools: Tools, args: AsyncArgs) -> None:
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    _refuse_future(tools, tongue, form.values)
    channel, _, ts = form.values["source"].partition(":")
    at, sent = forms.time_of(form.values), moment_of(ts)
    same = at is None or at == sent.replace(second=0, microsecond=0)
    correction = Correction(
        by=asker.user,
        at=tools.desk.clock.now(),
        kind=EntryKind(form.values["kind"]),
        occurred_at=None if same else at,
    )

    async def act() -> Done:
        request = _request(asker, form)
        entry = await verbs.add_message(
            tools.desk, request, ChannelId(channel), MessageTs(ts), correction
        )
        return await _scene(tools, form, tongue), entry

    await tools.boundary.commit(asker, "log", act, _shown)


async def edited(tools: Tools, args: AsyncArgs) -> None:
    """Whoever is second sees what somebody else has made of it, and may still have it their way."""
    asker = tools.form_asker(args)
    form, tongue = read_form(asker.view), tools.boundary.tongue_of(asker.user)
    _refuse_future(tools, tongue, form.values)
    now = tools.desk.clock.now()
    correction = forms.correction_of(form.values, asker.user, now)
    if correction.text:
        correction = correction.model_copy(update={"text": masked(tools.desk, correction.text)})
    id, seen = EntryId(form.values["entry"]), int(form.values["seen"])

    async def act() -> Done | tuple[Scene, EntryChanged]:
        scene = await _scene(tools, form, tongue)
        request = _request(asker, form)
        try:
            return scene, await verbs.correct(tools.desk, request, id, correction, seen=seen)
        except EntryChanged as changed:
            return scene, changed

    def show(outcome: Done | tuple[Scene, EntryChanged], tongue: Tongue) -> Answer:
        scene, entry = outcome
        if isinstance(entry, EntryChanged):
            return _drawn_again(scene.told_in(tongue), form.values, entry.entry)
        return views.changed(scene.told_in(tongue), entry)

    await tools.boundary.commit(asker, "log", act, show)


def _drawn_again(scene: Scene, typed: Mapping[str, str], now: Entry) -> Answer:
    note = tell(
        scene.tongue,
        ":warning: Somebody was faster. Now it is: {what}. Submit again to have it your way.",
        what=views.words(scene, now, 150),
    )
    again = {**typed, "seen": str(len(now.corrections))}
    return FormAgain(note, view=forms.EDIT.view(scene, again, note))


def _refuse_future(tools: Tools, tongue: Tongue, values: Mapping[str, str]) -> None:
    at = forms.time_of(values)
    if at is not None and at > tools.desk.clock.now() + AHEAD:
        raise FormRefused(occurred=tongue.say(NOT_YET))


def _request(asker: FormAsker, form: Submitted) -> Request:
    return Request(form.incident, asker.user, asker.key)


async def _scene(tools: Tools, form: Submitted, tongue: Tongue) -> Scene:
    async with tools.desk.ledger.look() as work:
        incident = await work.incidents.get(form.incident)
    return await tools.full_scene(incident, tongue)


def _shown(done: Done, tongue: Tongue) -> Answer:
    return views.changed(done[0].told_in(tongue), done[1])


SHORTCUTS = {ADD_TO_TIMELINE: shortcut}
BUTTONS = {
    views.CHANGE_ONE: change_button,
    f"open.{forms.ADD.name}": add_button,
    f"open.{forms.OF_MESSAGE.name}": add_button,
}
FORMS = {
    forms.ADD.name: added,
    forms.OF_MESSAGE.name: message_added,
    forms.EDIT.name: edited,
}
