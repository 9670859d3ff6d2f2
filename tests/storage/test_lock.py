"""A second bot on the same database is kept out."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.response.ports import LedgerDown
from bot.storage.lock import AlreadyRunning, OnlyOne
from tests.databases import Kind, fresh_url, on_server

HOLD = """
import asyncio, sys
from bot.storage.lock import OnlyOne

async def hold():
    async with OnlyOne(sys.argv[1]):
        print("held", flush=True)
        await asyncio.Event().wait()

asyncio.run(hold())
"""


async def test_the_second_is_kept_out_and_hears_who_is_there(url: str) -> None:
    async with OnlyOne(url):
        with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}") as caught:
            await OnlyOne(url).__aenter__()

    assert caught.value.pid == os.getpid()


async def test_afterwards_another_may(url: str) -> None:
    for _ in range(2):
        async with OnlyOne(url) as alone:
            await alone.keep()


async def test_bots_of_different_databases_do_not_meet(
    url: str, kind: Kind, tmp_path: Path
) -> None:
    async with OnlyOne(url), OnlyOne(await fresh_url(kind, tmp_path)) as another:
        await another.keep()


async def test_a_killed_bot_keeps_nobody_out(url: str) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, url, stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyRunning) as caught:
        await OnlyOne(url).__aenter__()
    assert caught.value.pid == holder.pid

    holder.send_signal(signal.SIGKILL)
    await holder.wait()

    await _taken_within_a_moment(url)


async def test_a_lock_that_an_outage_has_broken_is_taken_again(postgresql_url: str) -> None:
    async with OnlyOne(postgresql_url) as alone:
        await end_lock_sessions(postgresql_url)

        await alone.keep()

        with pytest.raises(AlreadyRunning):
            await OnlyOne(postgresql_url).__aenter__()


async def test_a_bot_that_lost_its_lock_to_another_is_told(postgresql_url: str) -> None:
    async with OnlyOne(postgresql_url) as alone:
        await end_lock_sessions(postgresql_url)
        async with OnlyOne(postgresql_url):
            with pytest.raises(AlreadyRunning):
                await alone.keep()

        await alone.keep()


async def test_a_server_that_does_not_answer_is_no_second_bot() -> None:
    with pytest.raises(LedgerDown):
        await OnlyOne("postgresql://bot@/incidents?host=/nowhere").__aenter__()


async def end_lock_sessions(url: str) -> None:
    ended = await on_server(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE application_name LIKE 'incident-bot %' AND datname = current_database()",
        url,
    )
    assert ended == [(True,)]


async def _taken_within_a_moment(url: str) -> None:
    """PostgreSQL notices the end of a connection by itself, a little later."""
    async with asyncio.timeout(10):
        while True:
            try:
                async with OnlyOne(url):
                    return
            except AlreadyRunning:
                continue
