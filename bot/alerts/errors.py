"""What can be wrong with what a sender sent: each is answered, kept, and breaks nothing.

AlertRefused
├── NotGenuine      not signed by whom it says it is from
├── Unreadable      not JSON, not UTF-8, nested too deep
└── UnknownShape    readable, but not what this sender sends
"""

from __future__ import annotations


class AlertRefused(Exception):
    """Its text is for whoever set up the sender: it says what was expected, and holds no secret."""


class NotGenuine(AlertRefused):
    def __init__(self, why: str) -> None:
        super().__init__(f"This is not from whom it says it is: {why}.")


class Unreadable(AlertRefused):
    def __init__(self, why: str) -> None:
        super().__init__(f"This cannot be read: {why}.")


class UnknownShape(AlertRefused):
    def __init__(self, source: str, wanted: str) -> None:
        super().__init__(f"This does not look like {source}: {wanted}.")
        self.source = source
