"""Where an export from the command line goes: into a file, or to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path


def write_out(pieces: Iterable[bytes], path: Path | None) -> str:
    """Piece by piece; why it could not be written, with what to do, or nothing."""
    try:
        if path is not None:
            _into(path, pieces)
        else:
            sys.stdout.buffer.writelines(pieces)
            sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough; Python would complain at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        why = error.strerror or type(error).__name__
        return f"Cannot write {path or 'standard output'}: {why}. Name another file: -o PATH"
    return ""


def _into(path: Path, pieces: Iterable[bytes]) -> None:
    """Under that name only when it is complete: what stood there before stays until then."""
    place = path.resolve()
    if place.exists() and not place.is_file():  # a device, or a directory, which says so
        with place.open("wb") as device:
            device.writelines(pieces)
        return
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.writelines(pieces)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
