"""The kinds of values in the config file; each complaint says what the value looks like instead."""

from __future__ import annotations

import re
from datetime import timedelta
from string import Formatter
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, StringConstraints

from bot.incident.entry import EntryKind
from bot.incident.roles import Role, role_named
from bot.language import DEFAULT_LOCALE, LOCALES
from bot.settings.nearest import nearest

_PLACES = frozenset({"number", "title", "date"})
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_DURATION = re.compile(r"(?:(?P<d>\d{1,3})d)?(?:(?P<h>\d{1,3})h)?(?:(?P<m>\d{1,4})m)?")
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
_TIMES = re.compile(rf"(?P<opens>{_TIME})-(?P<closes>{_TIME})")
_EMOJI = re.compile(r":?(?P<name>[a-z0-9_+'-]+):?")


def _channel(name: str) -> str:
    name = name.removeprefix("#")
    if not re.fullmatch(r"[\w-]{1,80}", name) or name != name.lower():
        raise ValueError("Slack's channel names have no capitals, spaces or full stops.")
    return name


def _locale(locale: str) -> str:
    if locale not in LOCALES:
        raise ValueError(f"The bot speaks {' and '.join(LOCALES)}.")
    return locale


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        meant = nearest(name, available_timezones())
    else:
        return name
    raise ValueError(f"Was {meant} meant?" if meant else "No zone has this name.")


def _pattern(pattern: str) -> str:
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError:
        raise ValueError("A brace is open.") from None
    placed = [name for _, name, _, _ in parts if name is not None]
    if unknown := sorted(set(placed) - _PLACES):
        raise ValueError(f"{{{unknown[0]}}} is not known here.")
    if any(form or conversion for _, _, form, conversion in parts):
        raise ValueError("Nothing but the name stands between the braces.")
    if placed.count("number") != 1:
        raise ValueError("It needs {number} once, which keeps names apart.")
    if not re.fullmatch(r"[a-z0-9_-]{0,40}", "".join(text for text, *_ in parts)):
        raise ValueError("Slack's channel names have lower-case letters, digits, - and _ only.")
    return pattern


def read_duration(text: object) -> timedelta | None:
    """`15m`, `1h30m`, `2d`; None is no target."""
    if text is None or isinstance(text, timedelta):
        return text
    found = _DURATION.fullmatch(text) if isinstance(text, str) and text else None
    parts = {_UNITS[unit]: int(n) for unit, n in (found.groupdict() if found else {}).items() if n}
    if not any(parts.values()):
        raise ValueError("A unit belongs to it: m, h or d." if isinstance(text, int) else "")
    return timedelta(**parts)


def _emoji(text: str) -> str:
    """With its colons, which YAML wants quoted, or without; or the character itself."""
    if found := _EMOJI.fullmatch(text):
        return f":{found['name']}:"
    if text.isascii() or len(text) > 10:
        raise ValueError
    return text


def _reaction(name: str) -> str:
    found = _EMOJI.fullmatch(name)
    if found is None:
        raise ValueError("Its name as Slack shows it when you add it, such as dart.")
    return found["name"]


def _times(text: str) -> str:
    found = _TIMES.fullmatch(text)
    if found is None or not found["opens"] < found["closes"]:
        raise ValueError("The end comes after the beginning, on the same day.")
    return text


def _role(name: object) -> Role:
    if isinstance(name, str) and (role := role_named(name)):
        return role
    meant = nearest(str(name), [role.value for role in Role])
    raise ValueError(f"Was {meant} meant?" if meant else "No role has this name.")


def _kind(name: object) -> object:
    """What has no place in a file, an objection, comes about by its button alone."""
    known = [kind.value for kind in EntryKind if kind is not EntryKind.OBJECTION]
    if isinstance(name, EntryKind) or name in known:
        return EntryKind(name)
    meant = nearest(str(name), known)
    raise ValueError(f"Was {meant} meant?" if meant else f"The kinds are {', '.join(known)}.")


def _with_ic(roles: list[Role]) -> list[Role]:
    if Role.IC not in roles:
        raise ValueError("Somebody has to be in command: ic must be among them.")
    return list(dict.fromkeys(roles))


def _per_locale(text: object) -> object:
    return {DEFAULT_LOCALE: text} if isinstance(text, str) else text


def _id_of(letters: str, what: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(f"[{letters}][A-Z0-9]{{2,20}}", text):
            raise ValueError(f"{what} ID is not its name; Slack shows it under {_WHERE[what]}.")
        return text

    return AfterValidator(check)


_WHERE = {
    "A person's": "profile, ⋮, Copy member ID",
    "A user group's": "the group's page, ⋮, Copy group ID",
}

ChannelName = Annotated[str, AfterValidator(_channel)]
Locale = Annotated[str, AfterValidator(_locale)]
Zone = Annotated[str, AfterValidator(_zone)]
ChannelPattern = Annotated[str, AfterValidator(_pattern)]
Duration = Annotated[timedelta | None, BeforeValidator(read_duration)]
Emoji = Annotated[str, AfterValidator(_emoji)]
Reaction = Annotated[str, AfterValidator(_reaction)]
TimesOfDay = Annotated[str, AfterValidator(_times)]
Marks = Annotated[
    dict[Reaction, Annotated[EntryKind, BeforeValidator(_kind)]], Field(max_length=20)
]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=75)]
RoleNames = Annotated[list[Annotated[Role, BeforeValidator(_role)]], AfterValidator(_with_ic)]
PerLocale = Annotated[dict[Locale, Words], BeforeValidator(_per_locale)]
UserIdText = Annotated[str, _id_of("UW", "A person's")]
GroupIdText = Annotated[str, _id_of("S", "A user group's")]
WebAddress = HttpUrl
