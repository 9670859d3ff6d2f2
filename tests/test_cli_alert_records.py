"""`incident-bot alerts list` and `alerts unread` as operators meet them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.incident.kept_alert import AlertId, KeptAlert
from bot.incident.unread_alert import UnreadAlert
from bot.storage.ledger import Database
from tests.alerts.cases import BY_NAME
from tests.databases import fresh_url
from tests.storage.values import incident
from tests.telemetry.log_reader import reading_log
from tests.test_cli import Operator

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
FIRING = BY_NAME["webhook/alertmanager_firing_single"].delivered().alerts[0]
OVER = BY_NAME["webhook/opsgenie_close"].delivered().alerts[0]
TAKEN = BY_NAME["webhook/pagerduty_v3_acknowledged"].delivered().alerts[0]


@pytest.fixture
def operator(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Operator]:
    operator = Operator(capsys, tmp_path)
    operator.uses(asyncio.run(fresh_url("sqlite", tmp_path)))
    with reading_log():
        yield operator


async def fill(url: str) -> None:
    database = await Database.open(url)
    alerts = [
        KeptAlert.first(AlertId(f"id-{place}"), alert, NOW + timedelta(minutes=place))
        for place, alert in enumerate((FIRING, OVER, TAKEN))
    ]
    taken = incident(number=7)
    async with database.work() as work:
        await work.incidents.add(taken)
        await work.alerts.put([alerts[0].linked(taken.id, NOW), *alerts[1:]])
        for source in ("zabbix", "nagios", "nagios"):
            unread = UnreadAlert.of(source, "it has no `status`", '{"é": 1}', NOW)
            await work.unread_alerts.add([unread])
    await database.close()


def test_every_field_is_told_as_json(operator: Operator) -> None:
    asyncio.run(fill(operator.environ["DATABASE_URL"]))

    assert operator.types("alerts", "list", "--json") == 0

    taken, over, firing = json.loads(operator.out)
    assert firing["source"] == "alertmanager"
    assert firing["external_id"] == "3f1c9a7be21d04c8"
    assert firing["dedup_key"] == FIRING.dedup_key
    assert firing["title"] == "checkout: 5xx ratio above 5%"
    assert (firing["severity"], firing["state"]) == ("critical", "firing")
    assert (firing["service"], firing["link"]) == ("checkout", FIRING.link)
    assert firing["starts"].startswith("2024-05-14T09:12:33")
    assert firing["ends"] is None
    assert (firing["incident"], firing["times"], firing["acknowledged"]) == ("INC-7", 1, False)
    assert over["ends"].startswith("2024-06-10T12:20:00")
    assert taken["acknowledged"] is True


def test_the_table_is_read_by_people(operator: Operator) -> None:
    asyncio.run(fill(operator.environ["DATABASE_URL"]))

    assert operator.types("alerts", "list", "--firing", "-n", "5") == 0

    head, taken, firing = operator.out.splitlines()
    assert head.split() == [
        "heard",
        "source",
        "severity",
        "state",
        "times",
        "service",
        "title",
        "incident",
    ]
    assert "firing, acknowledged" in taken
    assert firing.endswith("INC-7")
    assert "checkout: 5xx ratio above 5%" in firing


def test_nothing_known_is_said(operator: Operator) -> None:
    assert operator.types("alerts", "list") == 0
    assert operator.out == "No alert is known.\n"
    assert operator.types("alerts", "list", "--json") == 0
    assert operator.out == "[]\n"
    assert operator.types("alerts", "unread") == 0
    assert operator.out == "Everything that was sent has been understood.\n"


def test_what_nobody_could_read_is_shown_and_removed(operator: Operator) -> None:
    asyncio.run(fill(operator.environ["DATABASE_URL"]))

    assert operator.types("alerts", "unread", "--source", "nagios") == 0
    assert "nagios, 2 times: it has no `status`" in operator.out
    assert '{"é": 1}' in operator.out
    assert "zabbix" not in operator.out
    assert operator.types("alerts", "unread", "--json") == 0
    assert {one["source"] for one in json.loads(operator.out)} == {"nagios", "zabbix"}
    assert operator.types("alerts", "unread", "--forget", "--source", "nagios") == 0
    assert operator.out == "1 removed.\n"
    assert operator.types("alerts", "unread", "--json") == 0
    assert [one["source"] for one in json.loads(operator.out)] == ["zabbix"]
