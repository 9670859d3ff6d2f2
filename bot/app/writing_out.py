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
            with path.open("wb") as file:
                file.writelines(pieces)
        else:
            sys.stdout.buffer.writelines(pieces)
            sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough; Python would complain at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        why = error.strerror or type(error).__name__
        return f"Cannot write {path or 'standard output'}: {why}. Name another file: -o PATH"
    return ""
