"""A channel that people opened by hand becomes an incident's, with all that was said in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.incident.moments import Moment
from bot.incident.record_facts import HistoryRead
from bot.sandbox.people import Person
from bot.sandbox.workspace import Channel, Message
from tests.lengths import quick
from tests.stage import Stage, stage
from tests.stories.running import later, leap, ledger
from tests.stories.seeing import calls, labels, last, patient, refusals, shown, typed
from tests.stories.test_recording import recorded, words

NAME = "inc-checkout-is-failing"


async def talked(scene: Stage, *, private: bool = False) -> tuple[Person, Person, Channel]:
    """Half an hour without the bot: some words, an edit, a mark, a pin, a thread."""
    ana, ben = scene.person("ana"), scene.person("ben")
    room = scene.slack.channel(NAME, private=private, members=[ana, ben])
    root = await ben.say("Errors since 14:02", channel=room)
    await ana.say("Which ones?", thread=root)
    second = await ana.say("It is the cash", channel=room)
    await ana.edit(second, "It is the cache")
    await ben.react(second, "eyes")
    await ben.pin(second)
    await scene.clock.forward(minutes=30)
    return ana, ben, room


def own_card(room: Channel) -> Message:
    """The people of the channel have pinned messages too."""
    [pinned] = [pin.message for pin in room.pins if pin.message.bot_id]
    return pinned


async def test_everything_that_was_said_is_on_the_record(scene: Stage) -> None:
    ana, ben, room = await talked(scene)
    before = len(scene.slack.workspace.channels)

    answer = await ana.slash("/incident adopt sev2", channel=room)
    await later(scene)

    assert "is the channel of *INC-1* now, SEV2 major: Checkout is failing" in answer.text
    root, reply, second = await recorded(scene, room, "ana", "ben")
    assert (words(root), root.by_name) == (["Errors since 14:02"], "ben")
    assert (words(reply), reply.thread) == (["Which ones?"], root.ts)
    assert words(second) == ["It is the cache"]
    assert {mark for mark in second.marks if mark[1] != scene.slack.bot.id} == {("eyes", ben.id)}
    assert (root.pinned, second.pinned) == (False, True)
    assert "INC-1" in own_card(room).text
    assert "INC-1" in room.topic
    assert scene.slack.bot.id in room.members
    assert room.id in shown(scene.announcements[-1])
    assert len(scene.slack.workspace.channels) == before
    assert calls(scene, "conversations.create") == 0
    # The reader of its history may come before whoever joins: then that is who joins.
    assert set(refusals(scene)) <= {"conversations.history: not_in_channel"}


async def test_what_is_said_from_then_on_is_recorded_once(scene: Stage) -> None:
    ana, ben, room = await talked(scene)
    await ana.slash("/incident adopt", channel=room)
    await later(scene)

    await ben.say("Rolling back", channel=room)
    await leap(scene, hours=3)

    said = [words(one) for one in await recorded(scene, room, "ana", "ben")]
    assert said[-1] == ["Rolling back"]
    assert len(said) == 4


async def test_its_first_message_is_proposed_as_the_start(scene: Stage) -> None:
    ana, ben, room = await talked(scene)
    began = float(room.messages[0].ts)

    await ana.slash("/incident adopt", channel=room)
    await later(scene)
    said, offered = last(ana).text, labels(last(ana).blocks)
    before = await moments(scene)
    await ana.click(last(ana), "run.0")
    await later(scene)

    assert "is ben's, of" in said
    assert offered == ["It started then"]
    assert before is None
    assert await moments(scene) == int(began)
    assert all("Did it start then" not in message.text for message in ben.private)


async def moments(scene: Stage) -> int | None:
    async with ledger(scene) as database, database.look() as work:
        [incident] = await work.incidents.still_open()
    started = incident.moments.at(Moment.STARTED)
    return int(started.timestamp()) if started else None


async def test_the_card_asks_for_a_severity_that_nobody_said(scene: Stage) -> None:
    ana, ben, room = await talked(scene)

    await ana.slash("/incident adopt", channel=room)
    await later(scene)
    asked = shown(own_card(room))
    await ben.click(own_card(room), "run.2", value="sev INC-1 sev3")
    await later(scene)

    assert "How bad is it?" in asked
    assert "How bad is it?" not in shown(own_card(room))
    assert "Severity: *SEV3 minor*" in shown(own_card(room))


@pytest.mark.parametrize(
    ("line", "severity", "title"),
    [
        ("adopt sev1 Cards fail", "SEV1 critical", "Cards fail"),
        pytest.param("convert Cards fail p2", "SEV2 major", "Cards fail", marks=pytest.mark.long),
        pytest.param("backfill", "SEV3 minor", "Checkout is failing", marks=pytest.mark.long),
        pytest.param("adopter critique", "SEV1 critical", "", marks=pytest.mark.long),
    ],
)
async def test_severity_and_title_are_read_as_in_declare(
    scene: Stage, line: str, severity: str, title: str
) -> None:
    ana, _, room = await talked(scene)

    answer = await ana.slash(f"/incident {line}", channel=room)

    assert f"{severity}: {title}" in answer.text


@pytest.mark.long
async def test_a_topic_is_the_title(scene: Stage) -> None:
    ana, _, room = await talked(scene)
    room.topic = "Cards &amp; vouchers fail, see <https://graphs.example.com|the graphs>"

    answer = await ana.slash("/incident adopt", channel=room)

    assert "Cards &amp; vouchers fail, see https://graphs.example.com" in answer.text


async def test_a_private_channel_makes_a_private_incident(scene: Stage) -> None:
    ana, ben, room = await talked(scene, private=True)
    room.members.add(scene.slack.bot.id)
    eve = scene.person("eve")

    answer = await ana.mention("adopt sev1", channel=room)
    await later(scene)
    hidden = await eve.slash("/incident show INC-1")
    seen = await ben.slash("/incident show INC-1")

    assert answer is not None
    assert "is the channel of *INC-1* now" in shown(ana.private[0])
    assert len(await recorded(scene, room, "ana", "ben")) == 4
    assert scene.announcements == []
    assert "I know of no incident" in hidden.text
    assert "Checkout is failing" in seen.text
    assert "invited people only" in shown(own_card(room))
    assert refusals(scene) == []


async def test_the_same_command_delivered_twice_is_one_incident(scene: Stage) -> None:
    ana, _, room = await talked(scene)
    payload = typed(scene, ana, "adopt") | {"channel_id": room.id, "channel_name": room.name}

    for _ in range(2):
        await scene.slack.tell("slash_commands", payload)
    await later(scene)
    again = await scene.person("ben").slash("/incident adopt", channel=room)

    assert "This is the channel of INC-1 already, which is investigating" in again.text
    assert len([m for m in room.messages if m.bot_id]) == 1
    assert len(scene.announcements) == 1


@pytest.mark.parametrize(
    ("place", "said"),
    quick(
        [
            ("direct", "This is no channel"),
            ("general", "#general is for everybody"),
            ("incidents", "#incidents is for everybody"),
            ("secret", "I cannot see this place"),
            ("partner", "People of another organisation are in this channel"),
        ],
        0,
        3,
    ),
)
async def test_the_wrong_place_is_answered_with_a_way_out(
    scene: Stage, place: str, said: str
) -> None:
    ana = scene.person("ana")
    scene.slack.channel("secret", private=True, members=[ana])
    scene.slack.channel("partner").is_ext_shared = True

    answer = await ana.slash(
        "/incident adopt", channel=ana.direct if place == "direct" else scene.room(place)
    )
    await later(scene)

    assert said in answer.text
    assert "/incident " in answer.text
    assert "INC-1" not in "".join(message.text for message in scene.announcements)


@pytest.mark.long
async def test_an_archived_channel_is_not_adopted(scene: Stage) -> None:
    ana, _, room = await talked(scene)
    payload = typed(scene, ana, "adopt") | {"channel_id": room.id, "channel_name": room.name}
    room.is_archived = True

    await scene.slack.tell("slash_commands", payload)
    heard = await scene.slack.tell("slash_commands", payload)

    assert "This channel is archived" in str(heard.body)


async def test_when_slack_does_not_say_what_it_is_nothing_is_done(scene: Stage) -> None:
    ana, _, room = await talked(scene)
    scene.slack.faults.fail("conversations.info", "internal_error")

    answer = await ana.slash("/incident adopt", channel=room)
    again = await ana.slash("/incident adopt", channel=room)

    assert "nothing is done. Please type it again in a moment" in answer.text
    assert "is the channel of *INC-1* now" in again.text


@pytest.mark.long
async def test_guests_are_refused(scene: Stage) -> None:
    _, _, room = await talked(scene)
    eve = scene.person("eve", guest=True)
    room.members.add(eve.id)

    answer = await eve.slash("/incident adopt", channel=room)

    assert "Guests cannot do that" in answer.text


@pytest.mark.long
async def test_private_in_a_public_channel_is_refused(scene: Stage) -> None:
    ana, _, room = await talked(scene)

    answer = await ana.slash("/incident adopt private sev1 Odd log-ins", channel=room)

    assert "Everybody can read this channel" in answer.text
    assert "Odd log-ins" not in str([message.text for message in scene.announcements])


async def test_what_may_not_be_for_everybody_is_asked_about_first(scene: Stage) -> None:
    ana, _, room = await talked(scene)

    await ana.slash('/incident adopt sev1 Data leak "at" a supplier', channel=room)
    await later(scene)
    asked, announced = last(ana).text, list(scene.announcements)
    await ana.click(last(ana), "adopt.for_sure")
    await later(scene)

    assert "everybody can read this channel. Nothing is done" in asked
    assert announced == []
    assert 'Data leak "at" a supplier' in own_card(room).text
    assert len(scene.announcements) == 1


@pytest.mark.long
async def test_a_french_colleague_is_answered_in_french(scene: Stage) -> None:
    _, _, room = await talked(scene)
    chloe = scene.person("chloe", locale="fr-FR")
    await chloe.change(tz="Europe/Paris")
    await chloe.join(room)
    await scene.settle()

    answer = await chloe.slash("/incident adopter", channel=room)
    await later(scene)
    nowhere = await chloe.slash("/incident adopter", channel="general")

    assert "est désormais le canal de *INC-1*" in answer.text
    assert "a-t-il commencé" in last(chloe).text or "commencé" in chloe.private[-2].text
    assert "#general est à tout le monde" in nowhere.text


async def test_while_slack_is_busy_it_is_read_later_and_told_directly(tmp_path: Path) -> None:
    async with stage(tmp_path) as scene, scene.bot_running():
        patient(scene)
        ana, _, room = await talked(scene)
        scene.slack.faults.fail("conversations.history", "internal_error", times=2)

        await ana.slash("/incident adopt", channel=room)
        await later(scene)
        early = await recorded(scene, room, "ana", "ben")
        await later(scene, minutes=3)

        assert early == []
        assert len(await recorded(scene, room, "ana", "ben")) == 3
        assert "Did it start then?" in ana.inbox()[-1].text
        async with ledger(scene) as database, database.look() as work:
            [incident] = await work.incidents.still_open()
            facts = [entry.fact for entry in await work.timeline.of(incident.id)]
        assert len([fact for fact in facts if isinstance(fact, HistoryRead)]) == 1
