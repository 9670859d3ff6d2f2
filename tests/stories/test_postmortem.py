"""The post-mortem's draft: there within seconds of the end, made of the record alone."""

from __future__ import annotations

from bot.incident.postmortem.facts import PostmortemDrafted
from bot.incident.postmortem.sections import Section, Template
from bot.incident.postmortem.state import PostmortemStatus
from bot.incident.timeline import TimelineEntry
from bot.response.change import Request
from bot.response.postmortem import document_of
from bot.response.postmortem_writing import edit_facts, give_back, restore, write_words
from tests.stage import Stage
from tests.stories.running import declared, draft_card, incident, later, ledger
from tests.stories.seeing import labels, last, refusals, shown


async def drafts(scene: Stage) -> list[TimelineEntry]:
    async with ledger(scene) as database, database.look() as work:
        facts = await work.timeline.of((await incident(scene)).id)
    return [one for one in facts if isinstance(one.fact, PostmortemDrafted)]


async def test_the_draft_is_there_within_five_seconds_of_the_end(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident take ic", channel=room)

    await ana.slash("/incident resolve Rolled back to 1.4.2", channel=room)
    await later(scene, seconds=5)

    [made] = await drafts(scene)
    assert made.fact == PostmortemDrafted(
        template=Template.FULL,
        owner=ana.member.id,
        due_at=(await incident(scene)).postmortem.due_at,
    )
    card = await draft_card(scene, room)
    assert "Post-mortem of INC-1" in card.text
    assert "still to do: 12" in card.text
    assert "Owner: ana · in review by" in card.text
    assert (card.mentions, card.broadcasts) == ([], [])
    assert refusals(scene) == []


async def test_what_needs_none_is_drafted_short_when_somebody_asks(scene: Stage) -> None:
    ana, room = await declared(scene, severity="sev3")
    await ana.slash("/incident resolve Nothing was wrong", channel=room)
    await later(scene)
    assert await drafts(scene) == []

    answer = await ana.slash("/incident pm", channel=room)
    await later(scene)
    in_french = await scene.person("fred", locale="fr-FR").slash("/incident pm INC-1")

    assert "Post-mortem of INC-1" in answer.text
    assert "Summary: to do 1" in answer.text
    assert "Résumé : à compléter 1" in in_french.text.replace("\u202f", " ").replace("\xa0", " ")
    assert "Contributing factors" not in answer.text
    assert (await incident(scene)).postmortem.template is Template.SHORT
    assert len(await drafts(scene)) == 1


async def test_the_template_follows_what_it_turned_out_to_be(scene: Stage) -> None:
    """A false alarm needs the short one, and what is worse than it seemed the full one."""
    ana, room = await declared(scene)
    await ana.slash("/incident resolve Nothing was wrong", channel=room)
    await later(scene)
    assert (await incident(scene)).postmortem.template is Template.FULL
    await ana.slash("/incident cancel false alarm", channel=room)
    await later(scene)
    assert (await incident(scene)).postmortem.template is Template.SHORT
    assert "still to do: 12" not in (await draft_card(scene, room)).text

    other, there = await declared(scene, by="ben", severity="sev3")
    await other.slash("/incident resolve Rolled back", channel=there)
    await other.slash("/incident pm", channel=there)
    await later(scene)
    assert (await incident(scene, 2)).postmortem.template is Template.SHORT
    await other.slash("/incident sev sev1", channel=there)
    await later(scene)

    assert (await incident(scene, 2)).postmortem.template is Template.FULL
    assert refusals(scene) == []


async def test_what_is_on_record_can_be_read_before_the_end(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident log Errors are up", channel=room)

    answer = await ana.slash("/incident postmortem", channel=room)
    page = await ana.slash("/incident postmortem timeline", channel=room)

    assert "drafted at resolve" in answer.text
    assert "Errors are up" in page.text
    assert await drafts(scene) == []


async def test_a_section_is_named_in_either_language_and_turned_page_by_page(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)
    for number in range(20):
        await ana.slash(f"/incident log -q note number {number}", channel=room)
        await scene.forward(seconds=1)
        await scene.settle()
    await later(scene)

    first = await ana.slash("/incident postmortem Chronologie", channel=room)
    assert "note number 2" in first.text
    assert "note number 19" not in first.text
    assert labels(last(ana).blocks) == ["Next", "All sections"]
    await ana.click(last(ana), "run.0")
    await scene.settle()

    assert "note number 19" in shown(last(ana))


async def test_a_section_that_is_not_there_is_answered_with_a_way_to_those_that_are(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)

    answer = await ana.slash("/incident postmortem gossip", channel=room)

    assert "no section “gossip”" in answer.text


async def test_coming_back_drafts_again_and_keeps_what_was_written(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident resolve Restarted", channel=room)
    await later(scene)
    await write(scene, Section.SUMMARY, "Checkout was down.", by=ana.id)

    await ana.slash("/incident reopen", channel=room)
    await later(scene, minutes=5)
    await ana.slash("/incident resolve Rolled back", channel=room)
    await later(scene)

    assert len(await drafts(scene)) == 2
    page = await ana.slash("/incident postmortem summary", channel=room)
    assert "Checkout was down." in page.text
    assert "Rolled back" in page.text
    assert (await incident(scene)).postmortem.status is PostmortemStatus.DRAFT


async def test_words_are_counted_and_any_revision_can_be_restored(scene: Stage) -> None:
    ana, room = await declared(scene)
    await ana.slash("/incident resolve Restarted", channel=room)
    await later(scene)

    await write(scene, Section.CAUSE, "A full disk. TO DO: which?", by=ana.id)
    await later(scene)
    assert (await incident(scene)).postmortem.written == {Section.CAUSE: 1}
    await write(scene, Section.CAUSE, "", by=ana.id)
    assert (await incident(scene)).postmortem.written == {}
    await restore(scene.bot.bot.desk, await asked(scene, ana.id), 1)

    page = await ana.slash("/incident postmortem cause", channel=room)
    assert "A full disk. TO DO: which?" in page.text
    assert (await incident(scene)).postmortem.revisions == 3


async def test_facts_that_somebody_edited_are_theirs_and_news_stands_beside_them(
    scene: Stage,
) -> None:
    ana, room = await declared(scene)
    said = await ana.say("Errors since noon", channel=room)
    await ana.react(said, "pushpin")
    await ana.slash("/incident resolve Restarted", channel=room)
    await later(scene)
    desk = scene.bot.bot.desk
    page = await ana.slash("/incident postmortem timeline", channel=room)
    assert "Errors since noon" in page.text

    async with ledger(scene) as database, database.look() as work:
        document = await document_of(work, await incident(scene), desk.policy())
    before = document.section(Section.TIMELINE).part.text
    await edit_facts(
        desk, await asked(scene, ana.id), Section.TIMELINE, before.replace("Declared", "Opened")
    )
    await ana.slash("/incident log And one more thing", channel=room)
    await ana.delete(said)
    await later(scene)

    page = await ana.slash("/incident postmortem timeline", channel=room)
    assert "Edited by hand" in page.text
    assert "Opened, SEV1 critical" in page.text
    assert "On record since then" in page.text
    assert "And one more thing" in page.text
    assert "Errors since noon" not in page.text
    await give_back(desk, await asked(scene, ana.id), Section.TIMELINE)
    page = await ana.slash("/incident postmortem timeline", channel=room)
    assert "Declared, SEV1 critical" in page.text


async def write(scene: Stage, section: Section, words: str, *, by: str) -> None:
    await write_words(scene.bot.bot.desk, await asked(scene, by), section, words)


async def asked(scene: Stage, by: str) -> Request:
    keys = scene.__dict__.setdefault("keys", [])
    keys.append(len(keys))
    return Request((await incident(scene)).id, by, f"test:{len(keys)}")  # type: ignore[arg-type]
