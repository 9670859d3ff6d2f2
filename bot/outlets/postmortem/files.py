"""The files of a post-mortem: Markdown, one page of HTML, and the same page as PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup

from bot.incident.incident import Incident
from bot.incident.postmortem.document import Document
from bot.outlets.postmortem.forms import HTML, MARKDOWN
from bot.outlets.postmortem.pdf import as_pdf
from bot.outlets.postmortem.picture import picture
from bot.outlets.postmortem.values import values
from bot.response.export import Means
from bot.response.ports import UnitOfWork
from bot.response.postmortem import document_of


async def markdown(work: UnitOfWork, incident: Incident, means: Means) -> Iterable[bytes]:
    document = await document_of(work, incident, means.policy)
    return _drawn(lambda: as_markdown(document, means))


async def page(work: UnitOfWork, incident: Incident, means: Means) -> Iterable[bytes]:
    document = await document_of(work, incident, means.policy)
    return _drawn(lambda: as_page(document, means))


async def pdf(work: UnitOfWork, incident: Incident, means: Means) -> Iterable[bytes]:
    document = await document_of(work, incident, means.policy)
    return _drawn(lambda: as_pdf(as_page(document, means)))


def as_markdown(document: Document, means: Means) -> bytes:
    name, locale = "postmortem/document.md", document.tongue.locale
    text = means.render(locale, name, **values(document, MARKDOWN))
    return _closed_up(text).encode(errors="replace")


def as_page(document: Document, means: Means) -> bytes:
    drawn = Markup(picture(document.evidence, document.tongue))  # noqa: S704 - it escapes
    name, locale = "postmortem/page.html", document.tongue.locale
    text = means.render(locale, name, **values(document, HTML), picture=drawn)
    return (text + "\n").encode(errors="replace")


def _closed_up(text: str) -> str:
    """One blank line where a template left several, and none at the ends."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.strip().split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"


def _drawn(draw: Callable[[], bytes]) -> Iterator[bytes]:
    """Not before somebody reads it, and then in the reader's thread."""
    yield draw()
