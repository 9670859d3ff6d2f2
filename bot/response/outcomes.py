"""How a call to the world can end other than well.

NotDone
├── Busy      nothing happened; try again, not before `retry_after`
├── Unclear   it may have happened; look it up before repeating
├── Refused   nothing happened and repeating would not help
└── Gone      what was to be edited is no longer there
"""

from __future__ import annotations


class NotDone(Exception):
    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}: {why}")
        self.what = what
        self.why = why


class Busy(NotDone):
    def __init__(self, what: str, why: str, retry_after: float | None = None) -> None:
        """`retry_after` in seconds, when the other side said so."""
        super().__init__(what, why)
        self.retry_after = retry_after


class Unclear(NotDone):
    """A timeout, a broken connection, a 5xx."""


class Refused(NotDone):
    """`why` is the other side's own error code."""


class Gone(NotDone):
    """`why` is the other side's own error code."""
