"""How figures are written in the tables of `make bench`."""

from __future__ import annotations


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def megabytes(kilobytes: float) -> str:
    return f"{kilobytes / 1024:.0f} MB"
