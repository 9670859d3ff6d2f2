"""Whether a database file survives where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

IN_MEMORY = frozenset({"tmpfs", "ramfs"})
MOUNTS = Path("/proc/mounts")


def why_lost(database: Path, *, environ: Mapping[str, str], mounts: str) -> str | None:
    """Why this file is gone after a restart, or None when it stays. `mounts`: as /proc/mounts."""
    if environ.get("DYNO"):
        return "A dyno's disk is emptied at each restart."
    kind = filesystem_of(PurePosixPath(database.resolve()), mounts)
    return f"It lies on {kind}, which is memory." if kind in IN_MEMORY else None


def filesystem_of(path: PurePosixPath, mounts: str) -> str | None:
    """The kind of the innermost mount that holds the path; of two at one place, the later."""
    kind, depth = None, -1
    for line in mounts.splitlines():
        _, point, found, *_ = [*line.split(), "", "", ""]
        place = PurePosixPath(_unescaped(point))
        if point and path.is_relative_to(place) and len(place.parts) >= depth:
            kind, depth = found, len(place.parts)
    return kind


def mounted() -> str:
    """The system's own list; empty where there is none, as on macOS."""
    return MOUNTS.read_text(errors="replace") if MOUNTS.is_file() else ""


def _unescaped(point: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, character)
    return point
