"""A team's folder of templates as it stood when it was read: what changes there later waits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SUFFIX = ".j2"


class OwnTemplates:
    """By their paths under the folder. One that cannot be read fails whoever asks for it."""

    def __init__(self, folder: Path) -> None:
        self._texts = {path.relative_to(folder).as_posix(): _read(path) for path in _files(folder)}

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._texts))

    def __contains__(self, path: str) -> bool:
        return path in self._texts

    def text(self, path: str) -> str | None:
        """Raises OSError or UnicodeDecodeError."""
        found = self._texts.get(path)
        if isinstance(found, Exception):
            raise found
        return found


def _files(folder: Path) -> Iterator[Path]:
    """Also through links, as mounted configuration has them, but nothing that is hidden."""
    for place, folders, files in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place) / name for name in files if name.endswith(SUFFIX))


def _read(path: Path) -> str | OSError | UnicodeDecodeError:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return error
