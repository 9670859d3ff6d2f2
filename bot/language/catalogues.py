"""The translators' tool: gathers what the bot says, keeps both catalogues whole, compiles them."""

from __future__ import annotations

import string
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.language.french import faults, typeset
from bot.language.tongue import DEFAULT_LOCALE, DOMAIN, LOCALES

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

# Babel is a tool of developers and of the build: what runs in production reads compiled
# catalogues with the standard library, so Babel is imported only inside the functions below.

FOLDER = Path(__file__).parent
CODE = FOLDER.parent
KEYWORDS = {"say": None, "tell": (2,), "count": (1, 2), "N_": None}
SILENT = ("sandbox",)
"""Packages whose `say` is a person talking, not the bot."""
HEADERS = ("Language:", "Plural-Forms:", "MIME-Version:", "Content-")
"""What a catalogue's head keeps: names, dates and versions would only make noise in changes."""


def compile_all(folder: Path = FOLDER) -> None:
    """Make each .mo that is absent or older than its .po; harmless when several do it at once."""
    for locale in LOCALES:
        source = _source(folder, locale)
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, compiled, locale)


def extract(code: Path = CODE) -> Catalog:
    """Every message the bot can say, with the modules that say it."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    found = Catalog(project="incident-bot", charset="utf-8")
    rows = extract_from_dir(
        code, keywords=KEYWORDS, comment_tags=("NOTE:",), strip_comment_tags=True
    )
    for name, line, message, comments, context in rows:
        if Path(name).parts[0] not in SILENT:
            place = ((code.name / Path(name)).as_posix(), line)
            found.add(message, None, [place], auto_comments=comments, context=context)
    return found


def update(folder: Path = FOLDER, code: Path = CODE) -> None:
    """Bring the catalogues in step: English fills itself, French keeps what is translated."""
    found = extract(code)
    for locale in LOCALES:
        before = read(locale, folder) if _source(folder, locale).exists() else None
        _write(_source(folder, locale), _renewed(found, before, locale))


def problems(folder: Path = FOLDER, code: Path = CODE) -> list[str]:
    """What keeps the catalogues from being complete and right, a line each."""
    found = extract(code)
    return [
        f"{locale}: {problem}"
        for locale in LOCALES
        for problem in _problems(found, read(locale, folder), locale)
    ]


def read(locale: str, folder: Path = FOLDER) -> Catalog:
    from babel.messages.pofile import read_po

    with _source(folder, locale).open("rb") as source:
        return read_po(source, locale=locale, domain=DOMAIN, abort_invalid=True)


def forms(message: str | Sequence[str] | None) -> tuple[str, ...]:
    """A message or its translation as its forms: one, or one for each plural."""
    if message is None:
        return ()
    return (message,) if isinstance(message, str) else tuple(message)


def main(arguments: Sequence[str]) -> int:
    """`python -m bot.language.catalogues extract | update | compile | check`."""
    known = {"extract": _show, "update": update, "compile": compile_all, "check": _check}
    if len(arguments) != 1 or arguments[0] not in known:
        sys.stderr.write(f"{main.__doc__}\n")
        return 2
    return known[arguments[0]]() or 0


def _show() -> None:
    from babel.messages.pofile import write_po

    write_po(sys.stdout.buffer, extract(), width=0, omit_header=True, sort_by_file=True)


def _check() -> int:
    found = problems()
    sys.stdout.write("".join(f"{problem}\n" for problem in found))
    return 1 if found else 0


def _source(folder: Path, locale: str) -> Path:
    return folder / locale / "LC_MESSAGES" / f"{DOMAIN}.po"


def _compile(source: Path, compiled: Path, locale: str) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as lines:
        catalog = read_po(lines, locale=locale, abort_invalid=True)
    with tempfile.NamedTemporaryFile(dir=compiled.parent, delete=False) as draft:
        write_mo(draft, catalog)
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(compiled)


def _renewed(found: Catalog, before: Catalog | None, locale: str) -> Catalog:
    from babel.messages.catalog import Catalog

    after = Catalog(locale=locale, project="incident-bot", charset="utf-8", fuzzy=False)
    after.header_comment = "# What the bot says: `make translations` keeps this file in step."
    for message in _messages(found):
        said = _said(message, before, locale)
        notes = message.auto_comments
        after.add(message.id, said, message.locations, auto_comments=notes, context=message.context)
    return after


def _said(message: Message, before: Catalog | None, locale: str) -> str | tuple[str, ...]:
    if locale == DEFAULT_LOCALE:
        return message.id if isinstance(message.id, str) else tuple(message.id)
    old = before.get(message.id, message.context) if before else None
    texts = tuple(typeset(text) for text in forms(old.string)) if old else ()
    if message.pluralizable:
        return texts if len(texts) == len(message.id) else ("",) * len(message.id)
    return texts[0] if len(texts) == 1 else ""


def _write(target: Path, catalog: Catalog) -> None:
    """Without line numbers, so that a change shows only what is said differently."""
    from io import BytesIO

    from babel.messages.pofile import write_po

    drawn = BytesIO()
    write_po(drawn, catalog, width=0, sort_by_file=True, include_lineno=False)
    head, blank, entries = drawn.getvalue().decode("utf-8").partition("\n\n")
    kept = [line for line in head.splitlines() if line[0] != '"' or line[1:].startswith(HEADERS)]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(("\n".join(kept) + blank + entries).rstrip("\n") + "\n", encoding="utf-8")


def _problems(found: Catalog, catalog: Catalog, locale: str) -> Iterator[str]:
    for message in _messages(found):
        entry = catalog.get(message.id, message.context)
        yield from _entry_problems(message, entry, locale)
    for message in (*_messages(catalog), *catalog.obsolete.values()):
        if found.get(message.id, message.context) is None:
            yield f"unused: {forms(message.id)[0]!r}"


def _entry_problems(message: Message, entry: Message | None, locale: str) -> Iterator[str]:
    name = forms(message.id)[0]
    said = forms(entry.string) if entry else ()
    if entry is None or len(said) != len(forms(message.id)) or not all(said):
        yield f"missing: {name!r}"
        return
    if entry.fuzzy:
        yield f"fuzzy: {name!r}"
    if locale == DEFAULT_LOCALE and said != forms(message.id):
        yield f"not what the code says: {name!r}"
    if locale != DEFAULT_LOCALE:
        fields = _fields(forms(message.id)[-1])
        yield from (f"other {{parts}} than {name!r}: {t!r}" for t in said if _fields(t) != fields)
    if locale == "fr":
        yield from (f"{fault}: {text!r}" for text in said for fault in faults(text))


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
