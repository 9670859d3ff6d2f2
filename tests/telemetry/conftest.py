"""A log to read, for every test about what the bot tells its operators."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.telemetry.log_reader import Log, reading_log


@pytest.fixture
def log() -> Iterator[Log]:
    with reading_log() as log:
        yield log
