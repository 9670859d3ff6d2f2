"""What every test shares: compiled catalogues, and an environment without this machine's traces."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping

import hypothesis
import pytest

from bot.language.catalogues import compile_all
from bot.telemetry import logs
from tests.databases import compiled_once, stop_server, without_syncs
from tests.lengths import (
    servers_beyond_the_first,
    stories_beyond_the_first,
    variants_beyond_the_first,
)
from tests.patient_loop import PatientLoop

_TRACES = ("SLACK_", "INCIDENT_BOT_", "DATABASE_URL", "SENTRY_", "HEARTBEAT_", "DYNO")
_PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")

for _name in [name for name in os.environ if name.startswith(_TRACES) or name in _PROXIES]:
    del os.environ[_name]
compile_all()
logs.configure("ERROR")  # else structlog draws each traceback, which takes seconds
without_syncs()
compiled_once()
hypothesis.settings.register_profile("quick", max_examples=5, deadline=None)
hypothesis.settings.register_profile("long", max_examples=40, deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    quick = config.getoption("-m") == "not long and not rare"
    hypothesis.settings.load_profile("quick" if quick else "long")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What may take longest comes first: at the end everybody would wait for it."""
    for story in variants_beyond_the_first(items):
        story.add_marker(pytest.mark.rare)
    for test in (*stories_beyond_the_first(items), *servers_beyond_the_first(items)):
        test.add_marker(pytest.mark.long)
    items.sort(key=_patience, reverse=True)


def _patience(item: pytest.Item) -> float:
    """Seconds; what may take any time says 0."""
    limit = item.get_closest_marker("timeout")
    return float(limit.args[0] or "inf") if limit else 0.0


def pytest_collection_finish() -> None:
    """Nothing of what stands now will ever be garbage: it need not be looked through."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_asyncio_loop_factories() -> Mapping[str, type[PatientLoop]]:
    return {"patient": PatientLoop}


def pytest_sessionfinish() -> None:
    stop_server()
