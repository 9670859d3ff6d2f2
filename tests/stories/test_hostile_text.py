"""Titles nobody would wish for: nothing is refused, and nobody is called."""

from __future__ import annotations

import pytest

from tests.lengths import quick
from tests.stage import Stage
from tests.stories.seeing import card, disturbed, refusals, shown

TITLES = {
    "one letter": "x",
    "150 letters": "Payment " * 18 + "failed",
    "400 letters": "Payment " * 49 + "and more",
    "400 ampersands": "&<>" * 133 + "x",
    "one word of 300": "w" * 300,
    "emoji only": "🔥🔥🔥",
    "family emoji": "👨‍👩‍👧‍👦" * 20,
    "right to left": "الدفع لا يعمل ‮gnp.exe",
    "Cyrillic": "Оплата не проходит в магазине",
    "markup": "&<>&amp; *bold* _it_ ~no~ `code` ```block```",
    "broadcast token": "<!channel> <!here|here> <!everyone> wake up",
    "plain broadcast": "@here @channel @everyone wake up",
    "a person": "@bob broke it <@U0LOCAL004>",
    "a group": "<!subteam^S0LOCAL005> @oncall look",
    "a link": "see https://evil.example.com/?a=1&b=2|bank <https://evil.example.com|bank.com>",
    "format fields": "{title} {0} %s {number!r} {{}}",
    "a control sign": "tab\there and\u0000null\u0007bell",
    "date token": "<!date^0^{date}|soon>",
}


@pytest.mark.parametrize("title", quick(TITLES.values(), 1, 7, 9, 10, 12), ids=list(TITLES))
async def test_any_title_gives_a_room_and_calls_nobody(scene: Stage, title: str) -> None:
    ana = scene.person("ana")
    scene.person("bob")
    scene.slack.user_group("oncall", scene.person("gil"))
    await scene.settle()

    answer = await ana.slash(f"/incident declare sev1 {title}")
    await scene.settle()

    assert answer.status == "ok", answer.problem
    [room] = scene.rooms
    assert len(room) <= 80
    assert scene.room(room).pins
    assert len(scene.room(room).messages) == 1
    assert refusals(scene) == []
    assert disturbed(scene) == []


@pytest.mark.long
@pytest.mark.parametrize("title", TITLES.values(), ids=list(TITLES))
async def test_any_title_and_impact_go_through_the_form_and_the_lists(
    scene: Stage, title: str
) -> None:
    ana = scene.person("ana")
    scene.person("bob")
    await ana.slash(f"/incident {title}")
    await scene.settle()
    if ana.view() is None:
        await ana.slash("/incident declare")
        await scene.settle()

    await ana.submit(title=title[:150], impact=(title * 3)[:1000], severity="sev1")
    await scene.settle()
    await ana.slash("/incident list")
    await ana.slash("/incident show 1")
    await scene.settle()

    assert len(scene.rooms) == 1
    assert refusals(scene) == []
    assert disturbed(scene) == []


async def test_hostile_words_stand_in_the_card_as_they_were_typed(scene: Stage) -> None:
    await scene.person("ana").slash("/incident declare sev1 a < b & c > d <!channel>")
    await scene.settle()

    seen = card(scene.room("inc-1-a-b-c-d-channel"))
    assert "a < b & c > d @channel" in shown(seen)
    assert "a &lt; b &amp; c &gt; d @channel" in seen.text


async def test_a_channel_and_a_person_in_a_title_are_named_not_linked(scene: Stage) -> None:
    bob = scene.person("bob")
    await scene.person("ana").slash("/incident declare sev1 @bob cannot write in #incidents")
    await scene.settle()

    [room] = scene.rooms
    assert "@bob cannot write in #incidents" in shown(card(scene.room(room)))
    assert f"<@{bob.id}>" not in shown(card(scene.room(room)))
