"""Verbs about alerts on record: which are known, and what nobody could read."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.answering import FINE, Verbs, answer, settings_in_use, verb

if TYPE_CHECKING:
    from bot.app.alert_records import Record

_WIDEST = 60
_COLUMNS = ("heard", "source", "severity", "state", "times", "service", "title", "incident")


def add(acts: Verbs) -> None:
    listing = verb(acts, "list", list_records, "the alerts that are known, the latest first")
    listing.add_argument("--json", action="store_true", help="all of them, with every field")
    listing.add_argument("--firing", action="store_true", help="only those that fire")
    listing.add_argument("-n", type=int, help="so many; without it 50, as JSON all")
    reading = verb(acts, "unread", list_unread, "what was sent and could not be understood")
    reading.add_argument("--json", action="store_true", help="all of it, with every field")
    reading.add_argument("--forget", action="store_true", help="remove it")
    reading.add_argument("--source", help="of this sender only")


def list_records(arguments: argparse.Namespace) -> int:
    from bot.app.alert_records import records

    limit = arguments.n or (None if arguments.json else 50)
    found = asyncio.run(records(settings_in_use(), firing=arguments.firing, limit=limit))
    if arguments.json:
        answer(json.dumps([_fields(one) for one in found], indent=2, ensure_ascii=False))
    elif found:
        _answer_table([_COLUMNS, *(_row(one) for one in found)])
    else:
        answer("No alert is known.")
    return FINE


def list_unread(arguments: argparse.Namespace) -> int:
    from bot.app import alert_records

    settings, source = settings_in_use(), arguments.source
    if arguments.forget:
        removed = asyncio.run(alert_records.forget_unread(settings, source))
        answer(f"{removed} removed.")
        return FINE
    found = asyncio.run(alert_records.unread(settings))
    found = [one for one in found if source in {None, one.source}]
    if arguments.json:
        told = [one.model_dump(mode="json", exclude={"key"}) for one in found]
        answer(json.dumps(told, indent=2, ensure_ascii=False))
        return FINE
    for one in found:
        times = f", {one.count} times" if one.count > 1 else ""
        answer(f"{_told(one.last_at)}  {one.source}{times}: {one.why}\n{one.body}\n")
    if not found:
        answer("Everything that was sent has been understood.")
    return FINE


def _fields(record: Record) -> dict[str, object]:
    kept, alert = record.kept, record.kept.alert
    return {
        "source": alert.source,
        "external_id": alert.external_id,
        "fingerprint": alert.fingerprint,
        "dedup_key": kept.dedup_key,
        "title": alert.title,
        "severity": alert.severity,
        "state": alert.state,
        "acknowledged": alert.acknowledged,
        "service": alert.service,
        "link": alert.link,
        "runbook": alert.runbook,
        "starts": _moment(alert.starts_at),
        "ends": _moment(alert.ends_at),
        "heard": _moment(kept.known.heard_at),
        "times": kept.known.fired,
        "flapping": kept.known.is_flapping(datetime.now(UTC)),
        "test": alert.is_test,
        "heartbeat": alert.is_heartbeat,
        "left_out": kept.left_out,
        "notes": [note.model_dump(mode="json") for note in kept.notes],
        "labels": dict(alert.labels),
        "ignored": _moment(kept.ignored_at),
        "incident": record.incident,
    }


def _row(record: Record) -> tuple[str, ...]:
    kept, alert = record.kept, record.kept.alert
    taken = ", acknowledged" if alert.acknowledged else ""
    return (
        _told(kept.known.heard_at),
        alert.source,
        alert.severity or "-",
        f"{alert.state}{taken}",
        str(kept.known.fired),
        alert.service or "-",
        alert.title,
        record.incident or "-",
    )


def _answer_table(rows: Sequence[Sequence[str]]) -> None:
    cut = [
        [cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…" for cell in r] for r in rows
    ]
    widths = [max(len(row[place]) for row in cut) for place in range(len(cut[0]))]
    for row in cut:
        answer(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _told(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%SZ}"
