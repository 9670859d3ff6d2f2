"""What can be counted about the bot, for Prometheus. Labels never hold what people wrote."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import AbstractContextManager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

PATIENCE_OF_SLACK = 3.0
"""Seconds until Slack gives up on an answer."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PREFIX = "incident_bot_"
_FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)
_CALLS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 5.0, 10.0)


class Metrics:
    """One per bot, with a registry of its own, so that two in one process do not collide."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._make_traffic()
        self._make_slack()
        self._make_effects()
        self._make_state()

    def _make_traffic(self) -> None:
        self._received = self._counter("events_received", "Events from Slack, repeats too", "type")
        self._committed = self._counter("events_committed", "Events that were recorded", "type")
        self._acks = self._histogram(
            "ack_seconds", "From what people did to its ack", _FAST, "kind", "outcome"
        )
        self._answers = self._histogram(
            "answer_seconds",
            "From a request's arrival to the answer that Slack waits for",
            _FAST,
            "transport",
            "kind",
            "outcome",
        )
        # Without labels, so that they begin at 0 and a first increase is seen as one.
        self._late = self._counter("acks_late", "Acks that came late or said that it takes long")
        self._unanswered = self._counter("requests_unanswered", "Requests that got no answer")
        self._verbs = self._counter("verbs", "What people asked for", "verb", "outcome")
        self._alert_requests = self._counter(
            "alert_requests", "What monitoring tools sent", "source", "status"
        )
        self._commits = self._histogram("ledger_commit_seconds", "Writing transactions", _FAST)

    def _make_slack(self) -> None:
        self._calls = self._counter("slack_calls", "Calls of Slack's API", "method", "outcome")
        self._call_seconds = self._histogram(
            "slack_call_seconds", "How long Slack's API takes", _CALLS, "method"
        )
        self._sockets = self._gauge("sockets_connected", "Socket Mode connections that are alive")
        self._sockets_wanted = self._gauge("sockets_wanted", "Socket Mode connections asked for")

    def _make_effects(self) -> None:
        self._attempts = self._counter("effect_attempts", "Effects tried", "effect", "outcome")
        self._pending = self._gauge("effects_pending", "Effects wanted and not done")
        self._oldest = self._gauge(
            "effects_oldest_age_seconds", "For how long the oldest pending effect is wanted"
        )
        self._failed = self._gauge("effects_failed", "Effects that wait for Repair or an operator")
        self._looks = self._gauge("reconciles_running", "Incidents being looked at right now")
        self._wakes = self._histogram(
            "wake_late_seconds", "From when an incident is due to the call to look at it", _FAST
        )
        self._stumbles = self._counter(
            "scheduler_failures", "Looks and due work that ended in an error", "source"
        )
        self._passed_over = self._counter(
            "templates_passed_over", "Own templates that could not be used", "template"
        )

    def _make_state(self) -> None:
        self._ready = self._gauge("ready", "1 while the bot can do its work")
        self._unread = self._gauge(
            "unread_events", "Events kept raw because nobody could read them"
        )
        self._open = self._gauge("incidents_open", "Open incidents, private ones too")
        self._open_public = self._gauge(
            "incidents_open_public", "Open incidents that are not private", "severity"
        )
        self._backup_age = self._gauge("backup_age_seconds", "Age of the newest backup of SQLite")
        self._backup_age.set(math.nan)
        self._build = self._gauge("build_info", "1, labelled with the version", "version")

    def event_received(self, type: str) -> None:
        self._received.labels(type).inc()

    def event_committed(self, type: str) -> None:
        self._committed.labels(type).inc()

    def ack(self, kind: str, outcome: str, seconds: float) -> None:
        """`outcome`: committed, or late: people were told that it is not recorded yet."""
        self._acks.labels(kind, outcome).observe(seconds)
        if outcome == "late":
            self._late.inc()

    def answered(self, transport: str, kind: str, answered: bool, seconds: float) -> None:
        """At the wire, everything that comes in. `transport`: http, socket."""
        in_time = seconds <= PATIENCE_OF_SLACK
        outcome = ("in_time" if in_time else "late") if answered else "none"
        self._answers.labels(transport, kind, outcome).observe(seconds)
        if not answered:
            self._unanswered.inc()
        elif not in_time:
            self._late.inc()

    def verb(self, name: str, outcome: str) -> None:
        self._verbs.labels(name, outcome).inc()

    def alert_request(self, source: str, status: int) -> None:
        """`source`: of a sender that is known."""
        self._alert_requests.labels(source, str(status)).inc()

    def commit(self) -> AbstractContextManager[object]:
        """Times the block as one writing transaction."""
        return self._commits.time()

    def commit_took(self, seconds: float) -> None:
        self._commits.observe(seconds)

    def slack_call(self, method: str, outcome: str, seconds: float) -> None:
        self._calls.labels(method, outcome).inc()
        self._call_seconds.labels(method).observe(seconds)

    def sockets(self, connected: int, wanted: int) -> None:
        self._sockets.set(connected)
        self._sockets_wanted.set(wanted)

    def effect_attempt(self, key: str, outcome: str) -> None:
        """`key` as the ledger has it; what follows a colon (whom, which) is not a label."""
        self._attempts.labels(key.split(":", 1)[0], outcome).inc()

    def effects(self, *, pending: int, failed: int, oldest_seconds: float | None) -> None:
        self._pending.set(pending)
        self._failed.set(failed)
        self._oldest.set(oldest_seconds or 0.0)

    def looking(self, incidents: int) -> None:
        self._looks.set(incidents)

    def scheduler_failure(self, source: str) -> None:
        self._stumbles.labels(source).inc()

    def woken(self, late: float) -> None:
        self._wakes.observe(late)

    def template_passed_over(self, path: str) -> None:
        """`path` under the team's folder."""
        self._passed_over.labels(path).inc()

    def ready(self, ready: bool) -> None:
        self._ready.set(ready)

    def unread(self, events: int) -> None:
        self._unread.set(events)

    def open_incidents(self, public: Mapping[str, int], private: int) -> None:
        """`public`: how many of each severity. Private ones are told in the sum only."""
        self._open.set(sum(public.values()) + private)
        self._open_public.clear()
        for severity, number in public.items():
            self._open_public.labels(severity).set(number)

    def backup_age(self, seconds: float | None) -> None:
        """None: there is no backup. Not to be called where others take them (PostgreSQL)."""
        self._backup_age.set(math.inf if seconds is None else seconds)

    def build(self, version: str) -> None:
        self._build.labels(version).set(1)

    def text(self) -> bytes:
        """All of it as Prometheus reads it."""
        return generate_latest(self.registry)

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(_PREFIX + name, told, labels, registry=self.registry)

    def _gauge(self, name: str, told: str, *labels: str) -> Gauge:
        return Gauge(_PREFIX + name, told, labels, registry=self.registry)

    def _histogram(
        self, name: str, told: str, buckets: tuple[float, ...], *labels: str
    ) -> Histogram:
        return Histogram(_PREFIX + name, told, labels, buckets=buckets, registry=self.registry)
