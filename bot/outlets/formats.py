"""Every format in which an incident can be exported, for the command line and for Slack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.incident.incident import Incident
from bot.language import N_
from bot.outlets import archive_json, timeline
from bot.outlets.images import as_archive
from bot.outlets.kept_content import kept_lines
from bot.outlets.postmortem import files
from bot.outlets.transcript import as_json, as_text
from bot.response.archive import archive_of
from bot.response.chronicle import chronicle_of
from bot.response.export import Format, Formats, Means
from bot.response.ports import UnitOfWork
from bot.response.transcript import transcript_of


async def _text(work: UnitOfWork, incident: Incident, means: Means) -> Iterable[bytes]:
    return _encoded(as_text(await transcript_of(work, incident), means.tongue))


async def _json(work: UnitOfWork, incident: Incident, means: Means) -> Iterable[bytes]:
    return _encoded(as_json(await transcript_of(work, incident)))


async def _timeline(work: UnitOfWork, incident: Incident, means: Means) -> Iterable[bytes]:
    return _encoded(timeline.as_json(await chronicle_of(work, incident)))


async def _archive(work: UnitOfWork, incident: Incident, means: Means) -> Iterable[bytes]:
    archive = await archive_of(work, incident, means.policy)
    return _encoded(archive_json.as_json(archive, await kept_lines(work, archive)))


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """Half a character, as a cut emoji leaves, has no encoding."""
    return (piece.encode(errors="replace") for piece in pieces)


FORMATS = Formats(
    Format("md", N_("the post-mortem as Markdown"), "md", files.markdown, ("markdown",)),
    Format("html", N_("the post-mortem as a page"), "html", files.page, ("page",)),
    Format("pdf", N_("the post-mortem as PDF"), "pdf", files.pdf),
    Format("json", N_("everything of the incident, for another bot"), "json", _archive),
    Format("transcript", N_("the transcript"), "txt", _text, ("transcription",)),
    Format(
        "transcript-json",
        N_("the transcript for programs"),
        "json",
        _json,
        ("transcription-json",),
    ),
    Format(
        "timeline-json",
        N_("the key entries for programs"),
        "json",
        _timeline,
        ("chronologie-json",),
    ),
    Format("images", N_("the archive of images"), "zip", as_archive),
)
"""In the order in which they are offered: a file called `.json` is the first of those that are."""
