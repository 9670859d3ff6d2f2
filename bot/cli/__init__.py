"""`incident-bot …`: what operators type."""

from bot.cli.main import main

__all__ = ["main"]
