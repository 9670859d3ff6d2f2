"""The page as PDF: laid out by WeasyPrint in a process of its own, with limits."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from ctypes.util import find_library

from bot.incident.export_errors import NoPdf, PdfTooMuch

SECONDS = 60
"""Of a processor; a page of 500 entries takes about ten."""
PATIENCE = 240
"""Seconds in which it has to be there, on a machine that has much else to do."""
MEGABYTES = 1500
"""Of address space; what is really used is far less."""
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "gobject-2.0", "harfbuzz")
"""Of the system; WeasyPrint finds them when it is imported."""


def lacking(libraries: Sequence[str] = LIBRARIES) -> list[str]:
    """Without these no PDF can be made; everything else can."""
    return [name for name in libraries if find_library(name) is None]


def as_pdf(page: bytes, libraries: Sequence[str] = LIBRARIES) -> bytes:
    """Raises NoPdf where the system lacks something, PdfTooMuch when it takes too long."""
    if lacking(libraries):
        raise NoPdf()
    command = [sys.executable, "-m", "bot.outlets.postmortem.pdf_child", str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and nothing else of the outside
            [*command, str(MEGABYTES)],
            input=page,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise PdfTooMuch() from error
    return done.stdout
