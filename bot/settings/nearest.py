"""Which known name a misspelt one probably stands for."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], *, letters: int | None = None) -> str | None:
    """The closest known name; None when nothing is close.

    `letters` is how many may be wrong; without it, a third of the name.
    """
    # Imported where a name is wrong, which is rare, and not at every start.
    from rapidfuzz.distance import OSA

    names = list(known)
    allowed = max(len(name) // 3, 1) if letters is None else letters
    distances = [(OSA.distance(name, candidate), candidate) for candidate in names]
    distance, best = min(distances, default=(allowed + 1, ""))
    return best if distance <= allowed else None
