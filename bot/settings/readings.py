"""How the text of a variable becomes a value; each raises ValueError with what it looks like."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from bot.settings.alert_secrets import by_sender
from bot.settings.nearest import nearest
from bot.settings.secret import Secret

Reader = Callable[[str], object]

PRODUCTION = "production"
_KINDS_OF_TOKEN = {
    "xoxb-": "a bot token",
    "xapp-": "an app-level token",
    "xoxp-": "a user token",
    "xoxe": "a token that expires: switch token rotation off in the app's settings",
    "xoxc-": "a browser's session token",
    "xoxs-": "a browser's session token",
}


def text(pattern: str) -> Reader:
    def read(value: str) -> str:
        if re.fullmatch(pattern, value) is None:
            raise ValueError
        return value

    return read


def token(prefix: str) -> Reader:
    """A Slack token of one kind; the complaint names the kind that it is, never the token."""

    def read(value: str) -> Secret:
        if not re.fullmatch(re.escape(prefix) + r"[A-Za-z0-9.-]+", value):
            kinds = (kind for start, kind in _KINDS_OF_TOKEN.items() if value.startswith(start))
            kind = next(kinds, "")
            raise ValueError(f"This is {kind}." if kind and not value.startswith(prefix) else "")
        return Secret(value)

    return read


def signing_secret(value: str) -> Secret:
    if value.startswith(("xox", "xapp-")):
        raise ValueError("This is a token; the signing secret has no prefix.")
    if re.fullmatch(r"[A-Za-z0-9_-]{16,}", value) is None:
        raise ValueError
    return Secret(value)


def whole(low: int, high: int) -> Reader:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise ValueError
        return int(value)

    return read


def seconds(low: float, high: float) -> Reader:
    def read(value: str) -> float:
        number = float(value) if re.fullmatch(r"[0-9]{0,6}\.?[0-9]{1,6}", value) else math.nan
        if not low <= number <= high:
            raise ValueError
        return number

    return read


def one_of(*values: str) -> Reader:
    """In any case; the answer is as listed here."""

    def read(value: str) -> str:
        if value.upper() not in values:
            raise ValueError
        return value.upper()

    return read


def environment(value: str) -> str:
    """Anything but `production` prefixes channels and pages nobody, so a near miss is refused."""
    name = value.lower()
    if name == PRODUCTION:
        return name
    if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,19}", name) is None:
        raise ValueError
    if name in {"prod", "prd", "live"} or nearest(name, [PRODUCTION], letters=2):
        raise ValueError("Is this the production deployment? Then write: production")
    return name


def path(value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise ValueError("Whose home folder ~ is cannot be told.") from None


def api_url(value: str) -> str:
    url = _web_address(value)
    if not url.path.endswith("/api/") or url.query or url.fragment:
        raise ValueError("It must end in /api/")
    return value


def base_url(value: str) -> str:
    """An address to which paths are added: no query, and no slash at its end."""
    url = _web_address(value)
    if url.query or url.fragment:
        raise ValueError("It must have no ? and no #")
    return value.rstrip("/")


def secret_url(value: str) -> Secret:
    _web_address(value)
    return Secret(value)


def key(value: str) -> Secret:
    if re.fullmatch(r"[!-~]{8,200}", value) is None:
        raise ValueError("One word of printable characters.")
    return Secret(value)


def feed_url(value: str) -> Secret:
    """Calendars call theirs `webcal://…`, which is https."""
    address = re.sub(r"^webcals?://", "https://", value)
    _web_address(address)
    return Secret(address)


def alert_secrets(value: str) -> Secret:
    by_sender(value)
    return Secret(value)


def sentry_dsn(value: str) -> Secret:
    url = _web_address(value)
    if not url.username or not url.path.strip("/"):
        raise ValueError
    return Secret(value)


def database_url(value: str) -> Secret:
    """`sqlite:///relative`, `sqlite:////absolute`, `postgresql://…` and Heroku's `postgres://…`."""
    url = _split(value)
    if url.scheme == "sqlite" and not re.match(r"sqlite:///(?!:memory:).", value):
        raise ValueError("A SQLite database needs a file: three slashes, then its path.")
    if url.scheme in {"postgres", "postgresql"} and not (url.path.strip("/") or url.query):
        raise ValueError("The name of the database is missing at its end.")
    if url.scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ValueError
    return Secret(value)


def _web_address(value: str) -> SplitResult:
    url = _split(value)
    if url.scheme not in {"http", "https"} or not url.hostname or re.search(r"\s", value):
        raise ValueError
    return url


def _split(value: str) -> SplitResult:
    """Also checks the port; the error of the library would quote the address."""
    try:
        url = urlsplit(value)
        bad_port = url.port == 0
    except ValueError:
        bad_port = True
    if bad_port:
        raise ValueError(
            "Its host or port cannot be read. In a password, / ? # and @ are percent-encoded."
        )
    return url
