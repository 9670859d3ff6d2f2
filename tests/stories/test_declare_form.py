"""Somebody declares an incident by the form."""

from __future__ import annotations

import pytest

from tests.stage import Stage
from tests.stories.seeing import card, form, labels, last, refusals, shown

LONG = "The payment provider answers slowly and then not at all " * 7


def answers_of(scene: Stage, name: str) -> dict[str, object]:
    """What the open form holds, by block."""
    state = form(scene.person(name)).state
    return {
        "title": state["title"]["title"]["value"],
        "severity": state["severity"]["severity"]["selected_option"]["value"],
        "impact": state["impact"]["impact"]["value"],
        "private": [o["value"] for o in state["private"]["private"]["selected_options"]],
    }


EMPTY: dict[str, object] = {"title": None, "severity": "sev3", "impact": None, "private": []}


INCOMPLETE: list[tuple[str, dict[str, object]]] = [
    ("declare", {}),
    ("declare sev1", {"severity": "sev1"}),
    ("declare Checkout is failing", {"title": "Checkout is failing"}),
    ("declare private", {"private": ["private"]}),
    ("declare security sev2", {"private": ["private"], "severity": "sev2"}),
    ("déclarer privé Fuite", {"private": ["private"], "title": "Fuite"}),
    ("Checkout is failing", {"title": "Checkout is failing"}),
    ("Checkout is failing sev2", {"title": "Checkout is failing", "severity": "sev2"}),
    ("what is 1 < 2 & 3 > 2", {"title": "what is 1 < 2 & 3 > 2"}),
]


async def test_what_is_not_complete_opens_the_form_with_what_was_said(scene: Stage) -> None:
    for line, prefilled in INCOMPLETE:
        await scene.person("ana").slash(f"/incident {line}")
        await scene.settle()

        assert answers_of(scene, "ana") == EMPTY | prefilled
        assert scene.rooms == []
        assert refusals(scene) == []


async def test_the_form_becomes_the_answer_and_then_the_link(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident declare Checkout is failing")
    await scene.settle()

    answer = await ana.submit(severity="sev1", impact="No <!here> card & no payment")
    await scene.settle()

    assert answer.response_action == "update"
    assert "INC-1" in shown(answer)
    room = scene.room("inc-1-checkout-is-failing")
    assert f"<#{room.id}>" in shown(form(ana))
    assert "No &lt;!here&gt; card &amp; no payment" in shown(card(room))
    assert room.purpose.endswith("No &lt;!here&gt; card &amp; no payment")
    assert ana.private == []
    assert ana.inbox() == []
    assert refusals(scene) == []


async def test_who_closes_the_form_gets_the_link_by_direct_message(scene: Stage) -> None:
    ana = scene.person("ana")
    scene.slack.faults.fail("conversations.create", "ratelimited")
    await ana.slash("/incident declare Checkout is failing")
    await scene.settle()

    await ana.submit()
    await ana.close()
    await scene.forward(seconds=30)

    room = scene.room("inc-1-checkout-is-failing")
    [told] = ana.inbox()
    assert f"<#{room.id}>" in told.text


async def test_a_title_of_nothing_but_spaces_is_told_under_its_field(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident declare")
    await scene.settle()

    answer = await ana.submit(title="   ")
    await scene.settle()

    assert list(answer.errors) == ["title"]
    assert "for example: Checkout is failing" in answer.errors["title"]
    assert scene.rooms == []

    await ana.submit(title="Checkout is failing")
    await scene.settle()

    assert scene.rooms == ["inc-1-checkout-is-failing"]


async def test_the_same_form_sent_twice_is_one_incident(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident declare Checkout is failing")
    await scene.settle()
    view = form(ana)
    blocks, state = view.body, view.state

    await ana.submit(view)
    view.body, view.state = blocks, state
    again = await ana.submit(view)
    await scene.settle()

    assert "INC-1" in shown(again)
    assert len(scene.rooms) == 1


async def test_the_form_may_make_it_private(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident declare Odd log-ins")
    await scene.settle()

    await ana.submit(private=True)
    await scene.settle()

    assert scene.room("inc-1-odd-log-ins").kind == "private"
    assert scene.announcements == []


async def test_a_form_with_a_suspicious_title_is_asked_about_inside_the_form(scene: Stage) -> None:
    ana = scene.person("ana")
    await ana.slash("/incident declare Possible data leak in the shop")
    await scene.settle()

    await ana.submit(severity="sev2")
    asked = form(ana)
    assert labels(asked.blocks) == ["Private", "Public"]
    assert scene.rooms == []
    await ana.click(asked, "question.private")
    await scene.settle()

    room = scene.room("inc-1-possible-data-leak-in-the-shop")
    assert room.kind == "private"
    assert f"<#{room.id}>" in shown(form(ana))


@pytest.mark.long
async def test_a_form_does_not_ask_whether_it_is_the_same_one(scene: Stage) -> None:
    ana, bob = scene.person("ana"), scene.person("bob")
    await bob.slash("/incident declare sev1 Checkout payments failing")
    await ana.slash("/incident declare Payments at checkout failing")
    await scene.settle()

    await ana.submit()
    await scene.settle()

    assert len(scene.rooms) == 2


async def test_a_long_title_is_cut_and_goes_on_in_the_impact(scene: Stage) -> None:
    ana = scene.person("ana")

    await ana.slash(f"/incident declare {LONG}")
    await scene.settle()

    prefilled = answers_of(scene, "ana")
    assert len(str(prefilled["title"])) <= 150
    assert str(prefilled["impact"]).strip() == LONG.strip()
    assert refusals(scene) == []


async def test_the_global_shortcut_opens_the_form(scene: Stage) -> None:
    ana = scene.person("ana")

    await ana.shortcut("declare")
    await scene.settle()
    assert answers_of(scene, "ana") == EMPTY
    await ana.submit(title="Checkout is failing")
    await scene.settle()

    assert scene.rooms == ["inc-1-checkout-is-failing"]


async def test_a_guest_hears_from_the_shortcut_why_there_is_no_form(scene: Stage) -> None:
    guest = scene.person("guest", guest=True)

    await guest.shortcut("declare")
    await scene.settle()

    assert "Guests cannot do that" in shown(form(guest))
    assert labels(form(guest).blocks) == []


async def test_a_form_that_slack_does_not_open_leaves_a_button(scene: Stage) -> None:
    ana = scene.person("ana")
    scene.slack.faults.fail("views.open", "expired_trigger_id")

    await ana.slash("/incident declare Checkout is failing")
    await scene.settle()
    assert "Slack did not open the form" in last(ana).text
    await ana.click(last(ana), "help.open_form")
    await scene.settle()

    assert answers_of(scene, "ana")["title"] == "Checkout is failing"
