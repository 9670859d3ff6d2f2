"""A tongue says a message in one locale; the English sentence is the message's name."""

from __future__ import annotations

import functools
import gettext
from dataclasses import dataclass
from importlib import resources

LOCALES = ("en", "fr")
DEFAULT_LOCALE = "en"
DOMAIN = "messages"


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext's extractors know it
    """Mark a message for translation where it is defined; it is said elsewhere."""
    return message


class Said(str):
    """A part of a message that is a message itself, and is said in the same tongue."""

    __slots__ = ()


class SaidList(tuple[str, ...]):
    """Several of them, with commas between."""

    __slots__ = ()


def locale_of(slack_locale: str | None, default: str = DEFAULT_LOCALE) -> str:
    """The shipped locale nearest to Slack's (`fr-CA` reads `fr`), else the default."""
    language = (slack_locale or "").replace("_", "-").split("-")[0].lower()
    return language if language in LOCALES else default


@dataclass(frozen=True, slots=True)
class Tongue:
    """Says messages in one locale, with the slash command under the name it has here."""

    locale: str = DEFAULT_LOCALE
    command: str = "/incident"

    def say(self, message: str, **parts: object) -> str:
        """Translate, then put the parts in. A part that is missing is an error, never a gap."""
        translated = _catalogue(self.locale).gettext(message)
        said = {name: self.part(part) for name, part in parts.items()}
        return translated.format(command=self.command, **said)

    def part(self, part: object) -> object:
        """A part in this tongue, if it is a message; any other as it is."""
        if isinstance(part, SaidList):
            return ", ".join(self.say(message) for message in part)
        return self.say(part) if isinstance(part, Said) else part

    def count(self, one: str, many: str, n: int, **parts: object) -> str:
        """The plural form by the locale's own rule (0 is singular in French)."""
        translated = _catalogue(self.locale).ngettext(one, many, n)
        return translated.format(command=self.command, n=n, **parts)

    def into(self, slack_locale: str | None) -> Tongue:
        """The same bot speaking to somebody with this Slack locale."""
        return Tongue(locale_of(slack_locale, self.locale), self.command)


@functools.cache
def _catalogue(locale: str) -> gettext.GNUTranslations:
    path = resources.files("bot.language").joinpath(locale, "LC_MESSAGES", f"{DOMAIN}.mo")
    with path.open("rb") as compiled:
        return gettext.GNUTranslations(compiled)
