"""`incident-bot …` as operators meet it: what it says, and with which exit code it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.app.writing_out import write_out
from bot.cli import main
from bot.incident.effect import Effect, EffectId, EffectState
from bot.incident.export_errors import PdfTooMuch
from bot.incident.ids import SuggestionId
from bot.incident.suggestion import Suggestion
from bot.sandbox.manifest import granted
from bot.sandbox.slack import LocalSlack
from bot.slack.manifest import shipped_manifest
from bot.storage.ledger import Database
from bot.storage.lock import OnlyOne
from tests.child import cradle
from tests.databases import empty_url, fresh_url
from tests.storage.values import effect, incident
from tests.telemetry.log_reader import reading_log

VERBS = (
    *("run", "demo", "migrate", "check", "manifest", "backup", "restore"),
    *("effects", "export", "templates", "alerts"),
)


@contextmanager
def environment(**values: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class Operator:
    """Somebody at a shell, with a database and what else the settings need."""

    def __init__(self, captured: pytest.CaptureFixture[str], folder: Path) -> None:
        self.environ = {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_APP_TOKEN": "xapp-1",
            "INCIDENT_BOT_CONFIG": str(folder / "config.yml"),
        }
        self.out = self.err = ""
        self._captured = captured
        (folder / "config.yml").write_text("without_the_bot: https://wiki.example.com/x\n")

    def types(self, *words: str) -> int:
        with environment(**self.environ):
            try:
                code = main(words)
            except SystemExit as end:
                code = int(end.code or 0)
        self.out, self.err = self._captured.readouterr()
        return code

    def uses(self, url: str) -> None:
        self.environ["DATABASE_URL"] = url


@pytest.fixture
def operator(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Operator]:
    """Their database is empty and up to date."""
    operator = Operator(capsys, tmp_path)
    operator.uses(asyncio.run(fresh_url("sqlite", tmp_path)))
    with reading_log():
        yield operator


@pytest.fixture
def refused(operator: Operator) -> Operator:
    """Slack has refused INC-7 its announcement, and is being asked for its card."""

    async def store() -> None:
        database = await Database.open(operator.environ["DATABASE_URL"])
        async with database.work() as work:
            await work.incidents.add(incident(7))
            failed = {"state": EffectState.FAILED, "attempts": 3, "error": "is_archived"}
            await work.effects.put(effect("announcement", 7, **failed))
            await work.effects.put(effect("card", 7, state=EffectState.TRYING, attempts=1))
            await work.effects.put(effect("topic", 7, state=EffectState.DONE))
        await database.close()

    asyncio.run(store())
    return operator


# Help and manifest


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself(operator: Operator, verb: str) -> None:
    assert operator.types(verb, "--help") == 0
    assert f"usage: incident-bot {verb}" in operator.out


def test_the_help_names_every_verb(operator: Operator) -> None:
    assert operator.types("--help") == 0
    assert all(f"\n    {verb}" in operator.out for verb in VERBS)


@pytest.mark.parametrize("words", [(), ("fly",), ("restore",), ("effects", "mend"), ("run", "now")])
def test_what_is_no_command_line_ends_with_2(operator: Operator, words: tuple[str, ...]) -> None:
    assert operator.types(*words) == 2
    assert "usage: incident-bot" in operator.err


def test_the_version_is_told(operator: Operator) -> None:
    assert operator.types("--version") == 0
    assert operator.out.strip()


def test_the_manifest_needs_no_secrets(operator: Operator) -> None:
    operator.environ = {}

    assert operator.types("manifest") == 0
    manifest = yaml.safe_load(operator.out)
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["features"]["slash_commands"][0]["command"] == "/incident"


def test_the_manifest_follows_command_and_address(operator: Operator) -> None:
    operator.environ = {"COMMAND": "/oops", "PUBLIC_URL": "https://bot.example.com"}

    assert operator.types("manifest") == 0
    manifest = yaml.safe_load(operator.out)
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == "/oops"
    assert command["url"] == "https://bot.example.com/slack/events"
    assert manifest["settings"]["socket_mode_enabled"] is False


# Settings


@pytest.mark.parametrize("words", [("run",), ("check",), ("backup",), ("effects",), ("migrate",)])
def test_every_missing_setting_is_named_at_once(operator: Operator, words: tuple[str, ...]) -> None:
    operator.environ = {"PORT": "many"}

    assert operator.types(*words) == 2
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PORT"):
        assert name in operator.err
    assert operator.out == ""


# The database


def test_migrating_is_told_step_by_step_and_then_done(operator: Operator, tmp_path: Path) -> None:
    operator.uses(asyncio.run(empty_url("sqlite", tmp_path)))

    assert operator.types("migrate") == 0
    assert "0001" in operator.out
    assert operator.types("migrate") == 0
    assert operator.out == "The database is up to date.\n"


def test_a_copy_can_be_put_back(refused: Operator, tmp_path: Path) -> None:
    assert refused.types("backup") == 0
    copy = refused.out.removeprefix("Copied and checked: ").strip()
    assert refused.types("effects", "drop", "INC-7", "announcement") == 0

    assert refused.types("restore", copy) == 0

    assert f"Restored from {copy}." in refused.out
    assert "What was there before is now" in refused.out
    assert refused.types("effects") == 0
    assert "announcement  failed" in refused.out


def test_what_is_no_copy_is_refused(refused: Operator, tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense.db"
    nonsense.write_text("not a database")

    assert refused.types("restore", str(nonsense)) == 1
    assert "is not a good copy" in refused.err
    assert refused.types("restore", str(tmp_path / "nowhere.db")) == 1
    assert "there is no such file" in refused.err
    assert refused.types("effects") == 0
    assert "INC-7" in refused.out


def test_postgresql_has_backups_of_its_own(operator: Operator, tmp_path: Path) -> None:
    operator.uses("postgresql://bot:secret@127.0.0.1:1/incidents")

    for words in (("backup",), ("restore", str(tmp_path / "copy.db"))):
        assert operator.types(*words) == 1
        assert "pg_dump" in operator.err
        assert "secret" not in operator.err


# Effects


def test_the_post_mortem_is_written_out_unless_a_format_says_more(refused: Operator) -> None:
    assert refused.types("export", "inc-7") == 0
    assert refused.out.startswith("# INC-7: ")
    assert refused.types("export", "inc-7", "--format", "transcript") == 0
    assert refused.out.startswith("INC-7 ")
    assert refused.types("export", "7", "--format", "transcript-json") == 0
    assert '"incident": "INC-7"' in refused.out


def test_a_transcript_goes_into_a_file(refused: Operator, tmp_path: Path) -> None:
    path = tmp_path / "inc-7.txt"
    path.write_text("older\n" * 100)

    assert refused.types("export", "INC-7", "-o", str(path)) == 0

    assert refused.out == ""
    assert path.read_text().startswith("INC-7 ")
    assert "older" not in path.read_text()


@pytest.mark.parametrize(
    ("name", "beginning"),
    [
        ("inc-7", "# INC-7: "),
        ("inc-7.md", "# INC-7: "),
        ("inc-7.HTML", "<!doctype html>"),
        ("inc-7.json", '{\n"format": "incident-bot/incident"'),
        ("inc-7.txt", "INC-7 "),
    ],
)
def test_a_file_is_what_its_name_says(
    refused: Operator, tmp_path: Path, name: str, beginning: str
) -> None:
    assert refused.types("export", "INC-7", "-o", str(tmp_path / name)) == 0
    assert (tmp_path / name).read_text().startswith(beginning)


def test_what_stood_there_stays_until_the_new_file_is_complete(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise PdfTooMuch()

    path = tmp_path / "inc-7.pdf"
    path.write_text("older")

    with pytest.raises(PdfTooMuch):
        write_out(pieces(), path)

    assert path.read_text() == "older"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_goes_on_leading_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "latest.md").symlink_to(tmp_path / "inc-7.md")

    assert write_out([b"text"], tmp_path / "latest.md") == ""

    assert (tmp_path / "inc-7.md").read_text() == "text"
    assert (tmp_path / "latest.md").is_symlink()


@pytest.mark.long
def test_killed_in_the_middle_it_leaves_no_half_of_a_file(
    refused: Operator, tmp_path: Path
) -> None:
    """A PDF takes a second or two, in which its own process lays it out."""
    (folder := tmp_path / "out").mkdir()
    path = folder / "inc-7.pdf"
    path.write_text("older")
    before = path.stat().st_mtime_ns

    with subprocess.Popen(
        [sys.executable, "-m", "bot", "export", "INC-7", "-o", str(path)],
        env={**os.environ, **refused.environ},
    ) as process:
        while process.poll() is None and len(list(folder.iterdir())) == 1:
            assert path.stat().st_mtime_ns == before
        process.kill()

    assert process.returncode == -signal.SIGKILL
    assert path.read_text() == "older"


def test_a_file_that_cannot_be_made_is_said_and_nothing_is_written(
    refused: Operator, tmp_path: Path
) -> None:
    """The process that lays out PDFs does not even start."""
    refused.environ["PYTHONHOME"] = "/nowhere"

    assert refused.types("export", "INC-7", "-o", str(tmp_path / "inc-7.pdf")) == 1

    assert "PDF" in refused.err
    assert list(tmp_path.glob("*inc-7*")) == []


@pytest.mark.long
def test_whoever_reads_only_the_beginning_hears_no_complaint(refused: Operator) -> None:
    """`incident-bot export INC-7 | head -c 0`"""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "export", "INC-7"],
        env={**os.environ, **refused.environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()

    assert (process.returncode, complaint) == (0, b"")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("pony",), 2, "Say which"),
        (("INC-8",), 1, "INC-8"),
        (("7", "--format", "pony"), 1, "There are: md, html, pdf, json, transcript"),
        (("7", "-o", "inc-7.docx"), 1, "I know no format “docx”. There are: md, html"),
        (("7", "-o", "/proc/nowhere/x.txt"), 1, "Name another file"),
        (("7", "-o", "/"), 1, "Is a directory"),
    ],
)
def test_what_cannot_be_exported_is_said(
    refused: Operator, words: tuple[str, ...], code: int, told: str
) -> None:
    assert refused.types("export", *words) == code
    assert told in refused.err


def test_nothing_undone_is_good_news(operator: Operator) -> None:
    assert operator.types("effects") == 0
    assert operator.out == "Everything that is wanted has been done.\n"


def test_what_slack_refused_is_listed(refused: Operator) -> None:
    assert refused.types("effects", "list") == 0
    assert refused.out.splitlines() == [
        "INC-7  announcement  failed  3 attempts  is_archived",
        "INC-7  card  trying  1 attempts",
    ]


@pytest.mark.parametrize("reference", ["INC-7", "inc-7", "7"])
def test_retrying_leaves_alone_what_is_under_way(refused: Operator, reference: str) -> None:
    assert refused.types("effects", "retry", reference) == 0
    assert refused.out == "announcement\n"
    assert refused.types("effects") == 0
    assert "announcement  pending  0 attempts" in refused.out


def test_what_is_dropped_is_no_longer_listed(refused: Operator) -> None:
    assert refused.types("effects", "drop", "INC-7", "announcement") == 0
    assert refused.out == "announcement\n"
    assert refused.types("effects") == 0
    assert "announcement" not in refused.out


@pytest.fixture
def cardless(operator: Operator) -> Operator:
    """Slack has refused the card of an alert."""

    async def store() -> None:
        database = await Database.open(operator.environ["DATABASE_URL"])
        id = SuggestionId("5a")
        async with database.work() as work:
            now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
            await work.suggestions.put(Suggestion(id=id, title="5xx", opened_at=now))
            await work.suggestion_effects.put(
                Effect(
                    id=EffectId("e"),
                    incident=id,
                    key="card",
                    wanted="w",
                    state=EffectState.FAILED,
                    attempts=3,
                    error="is_archived",
                )
            )
        await database.close()

    asyncio.run(store())
    return operator


def test_a_card_of_alerts_is_listed_retried_and_dropped(cardless: Operator) -> None:
    assert cardless.types("effects") == 0
    assert cardless.out == "card:5a  card  failed  3 attempts  is_archived\n"
    assert cardless.types("effects", "retry", "card:5a") == 0
    assert cardless.out == "card\n"
    assert cardless.types("effects") == 0
    assert cardless.out == "card:5a  card  pending  0 attempts  is_archived\n"
    assert cardless.types("effects", "drop", "card:5a", "card") == 0
    assert cardless.types("effects") == 0
    assert cardless.out == "Everything that is wanted has been done.\n"
    assert cardless.types("effects", "retry", "card:unheard") == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("retry",), 2, "Say which"),
        (("retry", "checkout"), 2, "Say which"),
        (("drop", "INC-7"), 2, "Say which"),
        (("retry", "INC-8"), 1, "INC-8"),
        (("drop", "INC-7", "pony"), 0, "Nothing there is undone."),
    ],
)
def test_a_wrong_word_changes_nothing(
    refused: Operator, words: tuple[str, ...], code: int, told: str
) -> None:
    assert refused.types("effects", *words) == code
    assert told in refused.out + refused.err
    assert refused.types("effects") == 0
    assert "announcement  failed" in refused.out


@pytest.mark.parametrize("words", [("effects",), ("effects", "retry", "7")])
def test_a_database_that_is_not_there_is_not_made(
    operator: Operator, tmp_path: Path, words: tuple[str, ...]
) -> None:
    operator.uses(asyncio.run(empty_url("sqlite", tmp_path)))

    assert operator.types(*words) == 1
    assert "Run `incident-bot migrate` first." in operator.err
    assert not (tmp_path / "empty").exists()


@pytest.mark.parametrize("words", [("effects",), ("migrate",)])
def test_a_server_that_is_away_is_named_without_its_password(
    operator: Operator, words: tuple[str, ...]
) -> None:
    operator.uses("postgresql://bot:hunter2@127.0.0.1:1/incidents")

    assert operator.types(*words) == 1
    assert "The database does not answer" in operator.err
    assert "hunter2" not in operator.err


def test_there_is_nothing_to_copy_before_there_is_a_database(
    operator: Operator, tmp_path: Path
) -> None:
    operator.uses(asyncio.run(empty_url("sqlite", tmp_path)))

    assert operator.types("backup") == 1
    assert "The database cannot be copied" in operator.err


# With Slack


@asynccontextmanager
async def local_slack(operator: Operator) -> AsyncIterator[LocalSlack]:
    scopes, events = granted(shipped_manifest())
    async with LocalSlack(scopes=scopes, events=events) as slack:
        operator.environ["SLACK_BOT_TOKEN"] = slack.bot_token
        operator.environ["SLACK_APP_TOKEN"] = slack.app_token
        operator.environ["SLACK_API_URL"] = slack.api_url
        yield slack


def in_shell(operator: Operator, *words: str) -> tuple[int, str, str]:
    """In a thread, because the local Slack works in this one meanwhile."""
    code = operator.types(*words)
    return code, operator.out, operator.err


@pytest.fixture
def quiet_operator(operator: Operator) -> Operator:
    """With a backup, so that a check finds nothing to complain of there."""
    assert operator.types("backup") == 0
    return operator


async def test_a_good_set_up_passes_the_check(quiet_operator: Operator) -> None:
    async with local_slack(quiet_operator) as slack:
        slack.channel("incidents")
        code, out, _ = await asyncio.to_thread(in_shell, quiet_operator, "check")

    assert code == 0, out
    assert {line[:8] for line in out.splitlines()} == {"ok      "}


async def test_the_check_says_how_to_mend_what_is_missing(quiet_operator: Operator) -> None:
    async with local_slack(quiet_operator):
        code, out, _ = await asyncio.to_thread(in_shell, quiet_operator, "check")

    assert code == 1
    (problem,) = [line for line in out.splitlines() if line.startswith("problem")]
    assert "incidents_channel_not_found" in problem
    assert "→" in out
    assert quiet_operator.environ["SLACK_BOT_TOKEN"] not in out


@pytest.mark.long
async def test_a_second_bot_on_one_database_is_kept_out(
    quiet_operator: Operator, tmp_path: Path
) -> None:
    url = quiet_operator.environ["DATABASE_URL"]
    (copy,) = (tmp_path / "backups").glob("*.db")
    async with local_slack(quiet_operator) as slack, cradle(slack, tmp_path, url) as children:
        slack.channel("incidents")
        first = await children.life()
        told = f"Another bot (process {first.process.pid}) works on this database"

        second = await children.start()
        assert await second.exit_code() == 2
        assert told in second.told()

        code, _, err = await asyncio.to_thread(in_shell, quiet_operator, "restore", str(copy))
        assert (code, told in err) == (1, True)
        code, out, _ = await asyncio.to_thread(in_shell, quiet_operator, "effects")
        assert (code, out) == (0, "Everything that is wanted has been done.\n")

        first.signal(signal.SIGTERM)
        assert await first.exit_code() == 0


async def test_a_sqlite_file_is_not_migrated_under_a_bot_that_runs(
    quiet_operator: Operator,
) -> None:
    async with OnlyOne(quiet_operator.environ["DATABASE_URL"]):
        code, _, complaint = await asyncio.to_thread(in_shell, quiet_operator, "migrate")

    assert code == 1
    assert "works on this database already" in complaint
