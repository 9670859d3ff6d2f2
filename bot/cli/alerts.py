"""Verbs about alerts: what a payload would do; those on record are in `alert_records`."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from bot.cli import alert_records
from bot.cli.answering import FAILED, FINE, Verbs, answer, complain, verb
from bot.settings import load_policy


def add(verbs: Verbs) -> None:
    told = "what alerts would do before they are sent, and what is known of those that came"
    alerts = verbs.add_parser("alerts", help=told, description=told)
    acts = alerts.add_subparsers(required=True, metavar="ACT")
    told = "what a payload would do, and by which rule; nothing is sent or stored"
    test = verb(acts, "test", try_out, told)
    test.add_argument("file", type=Path, help="what a sender would send, or a message of Slack")
    test.add_argument("--source", help="the sender: alertmanager, grafana, slack …")
    alert_records.add(acts)


def try_out(arguments: argparse.Namespace) -> int:
    from bot.alerts.errors import AlertRefused
    from bot.alerts.request import as_sent
    from bot.alerts.trial import outcome

    policy = load_policy(os.environ)
    try:
        payload = as_sent(arguments.file.read_bytes()).payload()
        lines = list(outcome(payload, arguments.source, policy, datetime.now(UTC)))
    except OSError as error:
        return complain(f"{arguments.file} cannot be read ({error.strerror}).", FAILED)
    except AlertRefused as refused:
        return complain(str(refused), FAILED)
    answer("\n".join(lines))
    return FINE
