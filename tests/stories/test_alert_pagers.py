"""A suggestion that nobody decides rings outside of Slack; who takes it up there is heard here."""

from __future__ import annotations

from pathlib import Path

from tests.stories.alerting import buttons, cards
from tests.stories.escalating import CONFIG, until
from tests.stories.running import later, ledger
from tests.stories.seeing import shown
from tests.stories.test_alert_life import hears, word
from tests.stories.test_pagers import PAGERDUTY, came_back, night


async def test_taken_up_where_it_rang_it_rings_nowhere_else(tmp_path: Path) -> None:
    async with night(tmp_path, PAGERDUTY) as duty:
        ana = duty.scene.person("ana")
        await ana.slash("/incident oncall")  # who is who is asked for here
        await hears(duty.scene, word(duty.scene))
        await until(duty.scene, 6)
        [event] = duty.pager.events
        assert "incident-bot: Error k" in event["payload"]["summary"]

        await came_back(duty, "triggered")
        await came_back(duty, "acknowledged")
        await until(duty.scene, 20)
        [asked] = cards(duty.scene, duty.scene.room("incidents"))
        assert "ben is on it" in shown(asked)
        assert "I page at" not in shown(asked)
        assert duty.pager.actions() == ["trigger", "acknowledge"]

        await ana.click(asked, buttons(asked)["SEV1"])
        await later(duty.scene)
        assert duty.pager.actions() == ["trigger", "acknowledge", "resolve"]
        async with ledger(duty.scene) as database, database.look() as work:
            incident = await work.incidents.numbered(1)
            assert incident is not None
            assert [duty.scene.person("ben").id] == list(incident.pressure.on_it)
            assert [one.dedup_key for one in await work.alerts.latest(10)] == ["k"]


async def test_by_webhook_it_rings_once_for_each_who_is_called(tmp_path: Path) -> None:
    async with night(tmp_path, CONFIG + "PAGE_WEBHOOK\n") as hooked:
        await hears(hooked.scene, word(hooked.scene))
        await until(hooked.scene, 6)
        [(id, body)] = hooked.pager.calls
        assert (body["type"], body["data"]["reference"]) == ("page.trigger", "incident-bot")
        assert "Error k" in body["data"]["title"]

        await until(hooked.scene, 40)

        assert len({call for call, _ in hooked.pager.calls}) == len(hooked.pager.calls) == 2
        assert id == hooked.pager.calls[0][0]
        assert hooked.pager.refused == []
