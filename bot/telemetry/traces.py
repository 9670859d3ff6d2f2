"""An exception for the log: its type and the way it came, never its text or its values."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

MOST_FRAMES = 30
MOST_CAUSES = 5


def current_exception(exc_info: object) -> BaseException | None:
    """Whatever `exc_info` means to the logging module: True, a triple or the exception."""
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return exc_info[1] if isinstance(exc_info[1], BaseException) else None
    return sys.exc_info()[1] if exc_info else None


def described(error: BaseException, depth: int = 0) -> dict[str, object]:
    """Type and frames, of the causes too. The text is left out: it may quote what people wrote."""
    kind = type(error)
    told: dict[str, object] = {
        "type": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."),
        "frames": _frames(error.__traceback__),
    }
    if depth >= MOST_CAUSES:
        return told
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        told["cause"] = described(cause, depth + 1)
    if isinstance(error, BaseExceptionGroup):
        told["errors"] = [described(inner, depth + 1) for inner in error.exceptions[:MOST_CAUSES]]
    return told


def _frames(tb: TracebackType | None) -> list[str]:
    """Outermost first, as `module:line in function`."""
    frames = [
        f"{frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(tb)
    ]
    return frames[-MOST_FRAMES:]
