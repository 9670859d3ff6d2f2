"""A post-mortem on its way from draft to published: owner, writing, meeting, reviewers, gate."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from icalendar import Calendar

from bot.incident.escalation import Contact, Escalation
from bot.incident.ids import UserId
from bot.incident.postmortem.state import PostmortemStatus
from bot.sandbox.conversation import Channel, Message
from bot.sandbox.people import Person
from tests.stage import Stage
from tests.stories.running import declared, draft_card, incident, later, leap
from tests.stories.seeing import card, form, labels, last, refusals, shown

MISSING = {
    "summary": "Payments failed for 40 minutes.",
    "cause": "A configuration without a time limit.",
    "factors": "No limit, and no alert on retries.",
}


async def drafted(scene: Stage) -> tuple[Person, Person, Channel]:
    """Resolved, with ana in command, so that she owns the draft; ben is there as well."""
    ana, room = await declared(scene)
    ben = scene.person("ben", tz="Europe/Paris")
    await ben.join(room)
    await ana.slash("/incident take ic", channel=room)
    await ana.slash("/incident impact Nobody can pay", channel=room)
    await ana.slash("/incident started -40m", channel=room)
    await ana.slash("/incident resolve Rolled back to 1.4.2", channel=room)
    await later(scene)
    return ana, ben, room


async def write(who: Person, scene: Stage, room: Channel, section: str, words: str) -> str:
    await who.slash(f"/incident postmortem write {section}", channel=room)
    await scene.settle()
    answer = await who.submit(words=words)
    await later(scene)
    return shown(answer)


async def complete(who: Person, scene: Stage, room: Channel) -> None:
    for section, words in MISSING.items():
        await write(who, scene, room, section, words)
    await who.slash(f"/incident action @{who.name} Set a time limit 4w", channel=room)
    await later(scene)


def told(person: Person) -> list[Message]:
    """What reviews and resolutions say by direct message; not that updates are late."""
    signs = (":memo:", ":mag:", ":calendar:", ":sunny:", ":hourglass:", ":warning:", "not finished")
    return [one for one in person.inbox() if any(sign in one.text for sign in signs)]


def pick(message: Message, section: str) -> str:
    """The value of the section in the select of a card."""
    for block in message.blocks:
        for element in block.get("elements", []):
            for option in element.get("options", []) if isinstance(element, dict) else []:
                if option["value"].endswith(f":{section}"):
                    return str(option["value"])
    raise LookupError(section)


def invitations(scene: Stage, room: Channel) -> list[tuple[str, Any]]:
    """Each with what it asks of calendars."""
    found = [file for message in room.messages for file in message.files]
    assert all(file["name"].endswith(".ics") for file in found)
    stored = [scene.slack.workspace.files[file["id"]]["content"] for file in found]
    read = [Calendar.from_ical(one) for one in stored]
    return [(str(one["method"]), event) for one in read for event in one.walk("VEVENT")]


async def test_from_draft_to_published_and_closed(scene: Stage) -> None:
    ana, ben, room = await drafted(scene)
    await complete(ana, scene, room)

    asked = await ana.slash("/incident postmortem review @ben", channel=room)
    await leap(scene, hours=9)
    assert "in review by ben" in asked.text
    assert "asked to review the post-mortem of *INC-1*" in told(ben)[-1].text
    assert "Reviewers: ben" in shown(await draft_card(scene, room))

    request = told(ben)[-1]
    await asyncio.gather(*(ben.click(request, "run.1") for _ in range(2)))
    await later(scene)
    assert (await incident(scene)).postmortem.status is PostmortemStatus.REVIEWED
    assert "ben ✓" in shown(await draft_card(scene, room))

    published = await ana.slash("/incident pm publier", channel=room)
    closed = await ana.slash("/incident close", channel=room)
    await later(scene)

    assert "Post-mortem published" in published.text
    assert "closed" in closed.text
    everybody_hears_once(scene, room)
    assert (await incident(scene)).status.value == "closed"
    timeline = shown(await ana.slash("/incident timeline", channel=room))
    for step in ("in review by ben", "Post-mortem reviewed", "Post-mortem published"):
        assert timeline.count(step) == 1, step
    assert (await draft_card(scene, room)).mentions == []
    assert refusals(scene) == []


def everybody_hears_once(scene: Stage, room: Channel) -> None:
    said = ":memo: The post-mortem of *INC-1* is published: Checkout is failing"
    assert [one.text for one in room.messages].count(said) == 1
    [announced] = [one for one in scene.room("incidents").messages if "INC-1" in one.text]
    assert "`/incident postmortem INC-1` shows it" in shown(announced)


async def test_returned_and_published_again_is_said_again(
    scene: Stage,
) -> None:
    ana, _, room = await drafted(scene)
    for line in ("publish Known from INC-7", "draft", "publish Known from INC-7"):
        await ana.slash(f"/incident postmortem {line}", channel=room)
        await later(scene)

    said = [one for one in room.messages if "is published" in one.text]
    assert len(said) == 2
    assert all(one.mentions == [] for one in said)
    assert refusals(scene) == []


async def test_what_is_missing_holds_the_review_up_until_somebody_says_why(scene: Stage) -> None:
    ana, _, room = await drafted(scene)

    held = await ana.slash("/incident postmortem review @ben", channel=room)
    unnamed = await ana.slash("/incident postmortem publish", channel=room)
    assert "Something is missing" in held.text
    assert "Summary: what happened" in held.text
    assert "It is not reviewed" in unnamed.text
    assert (await incident(scene)).postmortem.status is PostmortemStatus.DRAFT

    await ana.click(last(ana), "open.pm_despite")
    await scene.settle()
    refused = await ana.submit(reason=" ")
    assert "Say why" in refused.errors["reason"]
    await ana.submit(reason="Known from INC-7")
    await later(scene)

    assert (await incident(scene)).postmortem.status is PostmortemStatus.PUBLISHED
    assert "something was missing: Known from INC-7" in shown(await draft_card(scene, room))
    assert refusals(scene) == []


async def test_a_section_is_written_by_a_form_and_any_revision_comes_back(scene: Stage) -> None:
    ana, ben, room = await drafted(scene)
    draft = await draft_card(scene, room)

    await ben.click(draft, "open.pm_write", value=pick(draft, "lessons"))
    await scene.settle()
    assert "What would help the next person on call most?" in shown(form(ben))
    kept = await ben.submit(words="Practise the rollback.")
    await later(scene)
    assert "kept as revision 1" in shown(kept)
    await write(ana, scene, room, "lessons", "Practise it each month.")

    listed = await ana.slash("/incident postmortem revisions", channel=room)
    assert "Practise the rollback." in shown(listed)
    assert shown(listed).index("Practise it each month") < shown(listed).index("the rollback")
    assert labels(listed.blocks).count("Restore") == 2
    restored = await ana.slash("/incident postmortem restore 1", channel=room)
    gone = await ana.slash("/incident postmortem restore 9", channel=room)
    page = await ana.slash("/incident postmortem lessons", channel=room)

    assert "*INC-1*" in restored.text
    assert "no revision 9" in gone.text
    assert "Practise the rollback." in page.text
    assert "Practise it each month" not in page.text
    again = await ana.slash("/incident postmortem revisions lessons", channel=room)
    assert "as in 1" in shown(again)
    assert refusals(scene) == []


async def test_whoever_writes_second_sees_what_the_first_has_made_of_it(scene: Stage) -> None:
    ana, ben, room = await drafted(scene)
    for person in (ana, ben):
        await person.slash("/incident postmortem write summary", channel=room)
        await scene.settle()
    await ana.submit(words="Payments failed.")

    second = await ben.submit(words="Nobody could pay.")
    assert "ana was faster. Now it says: Payments failed." in shown(second)
    await ben.submit(words="Payments failed: nobody could pay.")
    await later(scene)

    page = await ana.slash("/incident postmortem summary", channel=room)
    assert "Payments failed: nobody could pay." in page.text


async def test_words_that_blame_are_pointed_out_to_their_author_alone(scene: Stage) -> None:
    ana, ben, room = await drafted(scene)
    before = len(room.messages), len(ben.inbox())

    answer = await write(ana, scene, room, "response", "ben forgot the flag; he should have asked.")
    lucky = await write(ana, scene, room, "lucky", "It could have been worse.")

    assert "Only you see this" in answer
    assert "“ben forgot”: Ask which condition" in answer
    assert "“should have”: Tell what was done" in answer
    assert "Only you see this" not in lucky
    assert (len(room.messages), len(ben.inbox())) == before


async def test_facts_that_somebody_edits_are_theirs_until_given_back(scene: Stage) -> None:
    ana, _, room = await drafted(scene)
    await ana.slash("/incident postmortem write timeline", channel=room)
    await scene.settle()
    lines = next(
        block["element"]["initial_value"]
        for block in form(ana).body["blocks"]
        if block.get("block_id") == "facts"
    )

    added = "The provider should have called before"
    answer = await ana.submit(words="", facts=f"{lines}\n{added}")
    await later(scene)
    assert "“should have”" in shown(answer)
    page = await ana.slash("/incident postmortem timeline", channel=room)
    assert "Edited by hand" in page.text
    assert added in page.text

    await ana.slash("/incident postmortem facts timeline", channel=room)
    page = await ana.slash("/incident postmortem timeline", channel=room)
    assert "Generated from the record" in page.text
    assert added not in page.text


async def test_the_owner_may_refuse_and_somebody_else_takes_it(scene: Stage) -> None:
    ana, ben, room = await drafted(scene)

    refused = await ana.slash("/incident postmortem refuse", channel=room)
    twice = await ana.slash("/incident postmortem refuse", channel=room)
    await leap(scene, hours=10)
    assert "nobody does now" in refused.text
    assert "You do not own" in twice.text
    asked = [message.text for message in told(ana)]
    assert [text for text in asked if "Nobody owns the post-mortem of *INC-1*" in text], asked

    await ben.slash("/incident postmortem prendre", channel=room)
    await later(scene)
    assert "Owner: ben" in shown(await draft_card(scene, room))
    bot = await ana.slash(f"/incident postmortem owner @{scene.slack.bot.name}", channel=room)
    nobody = await ana.slash("/incident postmortem owner", channel=room)
    assert "is a bot" in bot.text
    assert "postmortem owner @ben" in nobody.text


async def test_a_meeting_is_typed_shown_and_sent_as_a_file_for_calendars(scene: Stage) -> None:
    _, ben, room = await drafted(scene)

    for typed, said in [
        ("schedule soon", "no time to come that I understand"),
        ("schedule 2025-01-01 10:00", "is over already"),
        ("schedule 2026-03-29 02:30", "never was in Europe/Paris"),
    ]:
        answer = await ben.slash(f"/incident postmortem {typed}", channel=room)
        assert said in answer.text, typed
    planned = await ben.slash("/incident postmortem planifier demain 14h30", channel=room)
    await later(scene)

    assert "talked about <!date" in planned.text
    [(method, event)] = invitations(scene, room)
    assert method == "PUBLISH"
    assert event.decoded("dtstart").isoformat() == "2026-01-02T13:30:00+00:00"
    assert "Post-mortem of INC-1" in str(event["summary"])
    assert "Parked questions" in str(event["description"])
    assert ":calendar: Talked about" in shown(await draft_card(scene, room))
    assert "Post-mortem talked about" in shown(card(room))
    assert refusals(scene) == []


async def test_calendars_follow_a_meeting_that_is_moved_and_called_off(scene: Stage) -> None:
    ana, _, room = await drafted(scene)
    for typed in ("tomorrow 14:30", "tomorrow 15:30", "off"):
        answer = await ana.slash(f"/incident postmortem schedule {typed}", channel=room)
        await later(scene)

    assert "called off" in answer.text
    assert "Talked about" not in shown(await draft_card(scene, room))
    assert "is called off" in shown(room.messages[-1])
    made = invitations(scene, room)
    assert [method for method, _ in made] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert len({str(event["uid"]) for _, event in made}) == 1
    assert [event["sequence"] for _, event in made] == [1, 2, 3]
    assert made[2][1].decoded("dtstart") == made[1][1].decoded("dtstart")
    assert made[2][1]["status"] == "CANCELLED"
    assert refusals(scene) == []


async def test_an_invitation_that_is_refused_is_said_and_keeps_nothing_else_up(
    scene: Stage,
) -> None:
    ana, _, room = await drafted(scene)
    scene.slack.faults.fail("files.completeUploadExternal", "no_permission")

    await ana.slash("/incident postmortem schedule tomorrow 14:30", channel=room)
    await later(scene)
    await ana.slash("/incident severity sev2", channel=room)
    await later(scene)

    [trouble] = [one for one in room.messages if "Repair" in shown(one)]
    assert "the invitation to the meeting: refused (`no_permission`)" in trouble.text
    assert "SEV2" in room.topic


async def test_comments_are_what_people_answer_in_the_thread_of_the_card(scene: Stage) -> None:
    ana, ben, room = await drafted(scene)
    none = await ana.slash("/incident postmortem comments", channel=room)
    await ben.say("What about the retries?", channel=room, thread=await draft_card(scene, room))
    await later(scene)

    answer = await ana.slash("/incident pm commentaires", channel=room)

    assert "No comment" in none.text
    assert "ben: What about the retries?" in answer.text


async def test_what_is_left_at_night_comes_in_one_message_in_the_morning(scene: Stage) -> None:
    """The story begins at midnight, in a zone where nobody works then."""
    ana, room = await declared(scene)
    await ana.slash("/incident take ic", channel=room)
    await ana.slash("/incident task Restart the cache", channel=room)
    resolved = await ana.slash("/incident resolve Rolled back", channel=room)
    await later(scene)
    heard = len(told(ana))
    assert "What is left to do comes to you by message <!date" in resolved.text

    await leap(scene, hours=9, minutes=50)
    assert len(told(ana)) == heard
    await leap(scene, minutes=20)

    [rest] = told(ana)[heard:]
    assert "1 task was not finished" in rest.text
    assert "When the impact began is not known" in rest.text
    assert "The post-mortem is yours" in rest.text
    assert "Make all action items" in labels(rest.blocks)
    await leap(scene, hours=1)
    assert len(told(ana)) == heard + 1


async def test_the_form_that_resolves_offers_the_morning_and_takes_no_for_an_answer(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident task Restart the cache", channel=room)
    await ana.slash("/incident resolve", channel=room)
    await scene.settle()
    assert "Finish in the morning" in shown(form(ana))
    assert '"initial_options"' in shown(form(ana))

    await ana.submit(resolution="Rolled back", later=[])
    await later(scene)

    assert "was not finished" in told(ana)[-1].text


async def test_an_owner_who_does_nothing_is_reminded_in_working_hours_and_then_their_lead(
    scene: Stage,
) -> None:
    ana, _, _ = await drafted(scene)
    lea = scene.person("lea")
    current = scene.bot.bot.surroundings.policy
    escalation = Escalation(contacts=(Contact(key="manager", users=(UserId(lea.id),)),))
    current.policy = current.policy.model_copy(update={"escalation": escalation})
    for _ in range(16):
        await leap(scene, hours=12)

    said = [one.text for one in told(ana) if "is to be in review" in one.text]
    late = [one.text for one in told(lea) if "was to be in review" in one.text]
    assert 2 <= len(said) <= 3
    assert len(late) == 1
    assert refusals(scene) == []


@pytest.mark.long
async def test_french_people_are_answered_in_french(scene: Stage) -> None:
    _, _, room = await drafted(scene)
    zoe = scene.person("zoé", locale="fr-FR")
    await zoe.join(room)
    await later(scene)

    held = await zoe.slash("/incident retex relecture @ana", channel=room)
    written = await write(zoe, scene, room, "résumé", "C'est une erreur humaine.")

    assert "Il manque quelque chose" in held.text
    assert "Vous seul(e) voyez ceci" in written
    assert "erreur humaine" in written


async def test_a_private_one_is_reviewed_by_those_inside_only(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident declare private sev1 Checkout is failing")
    await later(scene)
    room = scene.room(scene.rooms[-1])
    await ana.slash("/incident resolve Done", channel=room)
    await later(scene)
    ben = scene.person("ben")

    outside = await ana.slash("/incident postmortem review @ben", channel=room)
    unseen = await ben.slash("/incident postmortem INC-1 approve")

    assert "not in this private channel" in outside.text
    assert "I know of no incident INC-1" in unseen.text
    assert ben.inbox() == []
