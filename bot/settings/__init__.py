"""The environment and the team's config file: read whole, checked whole, then frozen."""

from bot.settings.loading import load, load_policy
from bot.settings.problems import Problem, SettingsError
from bot.settings.settings import Settings

__all__ = ["Problem", "Settings", "SettingsError", "load", "load_policy"]
