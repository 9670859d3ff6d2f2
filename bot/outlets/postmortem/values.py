"""What the templates of a post-mortem are given: a document as plain data, safe for its form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.incident.postmortem.document import Document, Told
from bot.incident.postmortem.parts import Part, Row
from bot.incident.postmortem.sections import name_of
from bot.incident.postmortem.words import clock, severity_named
from bot.language import N_, Tongue
from bot.outlets.postmortem.forms import Form
from bot.outlets.postmortem.widths import widths
from bot.outlets.templates import Plain

GENERATED = N_("Generated from the record, please check.")
EDITED = N_("Edited by hand.")
TIME = "00:00"
"""As wide as any."""


def values(document: Document, form: Form) -> dict[str, Plain]:
    """By the names that docs/postmortem.md gives to those who write templates."""
    evidence, tongue = document.evidence, document.tongue
    incident, say = evidence.incident, document.tongue.say
    left = len(document.markers)
    return {
        "language": tongue.locale,
        "reference": incident.reference,
        "title": form.line(document.title),
        "kind": say("Post-mortem"),
        "head": [
            {"name": name, "value": form.line(value)} for name, value in _head(document, tongue)
        ],
        "note": say(
            "Facts are generated from the record of the incident's channel; what people wrote"
            " stands below them. All times are UTC."
        ),
        "left": say("Still to do: {left}", left=left) if left else None,
        "contents": say("Contents"),
        "sections": [_section(told, form, tongue) for told in document.told if not told.is_empty],
    }


def _head(document: Document, tongue: Tongue) -> Iterable[tuple[str, str]]:
    evidence, say = document.evidence, tongue.say
    incident, state = evidence.incident, evidence.incident.postmortem
    yield say("Severity"), severity_named(evidence.policy, tongue, incident.severity)
    yield say("Status"), say(incident.status.value)
    yield say("Declared"), clock(incident.declared_at)
    if incident.moments.resolved:
        yield say("Resolved"), clock(incident.moments.resolved)
    if state.status:
        yield say("Post-mortem"), say(state.status.value)
    if state.owner:
        yield say("Owner"), evidence.name(state.owner)
    if state.due_at:
        yield say("In review by"), clock(state.due_at)


def _section(told: Told, form: Form, tongue: Tongue) -> dict[str, Plain]:
    taken = told.taken
    shown = Part() if taken else told.part
    note = EDITED if taken else GENERATED
    return {
        "key": told.section.value,
        "name": name_of(tongue, told.section),
        "note": tongue.say(note) if told.part.rows or taken else None,
        "columns": _columns(shown, tongue),
        "widths": _widths(shown, tongue),
        "groups": _groups(shown, form, tongue),
        "lines": [form.line(line) for line in taken.lines] if taken else [],
        "since": tongue.say("On record since then:") if taken and taken.differences else None,
        "news": _groups(Part(rows=taken.differences), form, tongue) if taken else [],
        "gone": tongue.say("No longer on record: {count}", count=taken.gone)
        if taken and taken.gone
        else None,
        "words": form.words(told.words.words) if told.words else None,
        "markers": [form.line(marker.said(tongue)) for marker in told.markers],
    }


def _columns(part: Part, tongue: Tongue) -> list[str]:
    """A table's, with the time first where its rows have one, and the link last."""
    if not part.columns:
        return []
    timed = [tongue.say("Time (UTC)")] if _is_timed(part) else []
    linked = [tongue.say("Evidence")] if _is_linked(part) else []
    return [*timed, *part.columns, *linked]


def _widths(part: Part, tongue: Tongue) -> list[Plain]:
    """In percent, of the columns as they are named. Links stay in one line, like a word."""
    first, last = [TIME] if _is_timed(part) else [], _is_linked(part)
    links = (tongue.say(row.shows).replace(" ", "_") for row in part.rows)
    rows = (
        (*first, *row.cells, *([link] if last else []))
        for row, link in zip(part.rows, links, strict=True)
    )
    return list(widths(_columns(part, tongue), rows))


def _is_timed(part: Part) -> bool:
    return any(row.at for row in part.rows)


def _is_linked(part: Part) -> bool:
    return any(row.link for row in part.rows)


def _groups(part: Part, form: Form, tongue: Tongue) -> list[Plain]:
    """By their day: it is said whenever it changes."""
    found = groupby(part.rows, key=lambda row: f"{row.at:%Y-%m-%d}" if row.at else "")
    timed, linked = _is_timed(part), _is_linked(part)
    return [
        {"day": day, "rows": [_row(row, part.columns, form, tongue, timed, linked) for row in rows]}
        for day, rows in found
    ]


def _row(
    row: Row, columns: Sequence[str], form: Form, tongue: Tongue, timed: bool, linked: bool
) -> dict[str, Plain]:
    names = columns or ("",) * len(row.cells)
    return {
        "timed": timed,
        "linked": linked,
        "time": f"{row.at:%H:%M}" if row.at else "",
        "stamp": f"{row.at:%Y-%m-%dT%H:%MZ}" if row.at else "",
        "cells": [
            {"name": name, "text": form.line(cell)}
            for name, cell in zip(names, row.cells, strict=False)
        ],
        "link": form.address(row.link),
        "link_name": tongue.say(row.shows),
    }
