"""No secret is in the repository: a kept detector's rules, over every file that git has."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

TOP = Path(__file__).parents[1]
PLUGINS = [
    {"name": name}
    for name in (
        "AWSKeyDetector",
        "AzureStorageKeyDetector",
        "BasicAuthDetector",
        "DiscordBotTokenDetector",
        "GitHubTokenDetector",
        "GitLabTokenDetector",
        "JwtTokenDetector",
        "MailchimpDetector",
        "NpmDetector",
        "OpenAIDetector",
        "PrivateKeyDetector",
        "PypiTokenDetector",
        "SendGridDetector",
        "SlackDetector",
        "StripeDetector",
        "TelegramBotTokenDetector",
        "TwilioKeyDetector",
    )
]
FILTERS = [
    {"path": "detect_secrets.filters.allowlist.is_line_allowlisted"},
    {
        "path": "detect_secrets.filters.regex.should_exclude_line",
        "pattern": [
            r"://[^\s/]+@(host|db|localhost|127\.0\.0\.1|([\w-]+\.)*example(\.(com|org|net))?)?(?![\w.-])"
        ],
    },
    {
        "path": "detect_secrets.filters.regex.should_exclude_secret",
        "pattern": [r"^xox.{0,26}$", r"^https://hooks\.slack\.com/services(/\w{1,3}){3}$"],
    },
]
"""Let through: lines marked `pragma: allowlist secret`, passwords of hosts that cannot exist, and
tokens too short for Slack's."""
GENERATED = {"requirements.lock", "requirements.txt"}
"""Thousands of hashes, and by tests/test_dependencies.py nothing else."""


def _found(*paths: Path) -> list[str]:
    with transient_settings({"plugins_used": PLUGINS, "filters_used": FILTERS}):
        secrets = [secret for path in paths for secret in scan_file(str(path))]
    return [f"{secret.filename}:{secret.line_number} {secret.type}" for secret in secrets]


def _tracked() -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True).stdout
    paths = [TOP / name for name in names.split("\0") if name and name not in GENERATED]
    return [path for path in paths if path.is_file()]


@pytest.mark.long
@pytest.mark.timeout(180)
def test_no_file_holds_a_secret() -> None:
    tracked = _tracked()

    assert len(tracked) > 50
    assert _found(*tracked) == []


@pytest.mark.parametrize(
    "parts",
    [
        ("SLACK_BOT_TOKEN=xox", "b-12345678901-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"),
        ("-----BEGIN RSA ", "PRIVATE KEY-----"),
        ("DATABASE_URL=postgresql://bot:", "hunter2hunter2@db.internal.test-shop.io/incidents"),
        ("key = AKIA", "IOSFODNN7EXAMPLQ"),
    ],
)
def test_a_secret_would_be_found(tmp_path: Path, parts: tuple[str, str]) -> None:
    leaking = tmp_path / "leaking.txt"
    leaking.write_text("".join(parts), encoding="utf-8")

    assert len(_found(leaking)) == 1


def test_a_line_that_only_shows_what_a_secret_looks_like_may_say_so(tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    line = (
        "postgresql://bot:"
        + "hunter2hunter2@db.internal.test-shop.io/incidents  # pragma: allowlist"
    )
    said.write_text(line + " secret", encoding="utf-8")

    assert _found(said) == []
