"""`incident-bot …`: what operators type."""

import gc

gc.disable()  # what is imported stays: to look for garbage in it takes a tenth of its time
from bot.cli.main import main  # noqa: E402 - with the collector off

gc.enable()

__all__ = ["main"]
