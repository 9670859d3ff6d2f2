"""What a check of the set-up found: each thing ok, or the problem and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` and `mend` are messages, said in the reader's language with `parts`."""

    ok: bool
    what: str
    mend: str = ""
    parts: Mapping[str, object] = field(default_factory=dict)
