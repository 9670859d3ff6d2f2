"""The words of updates, wired: who renders them, and who hears when a template is passed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.incident.policy import Policy
from bot.outlets.templates import Warn
from bot.outlets.update_renderer import UpdateRenderer
from bot.telemetry.logs import logger
from bot.telemetry.metrics import Metrics

log = logger(__name__)


def renderer(policy: Callable[[], Policy], own: Path | None, metrics: Metrics) -> UpdateRenderer:
    """`own`: the folder of the team's templates."""
    return UpdateRenderer(policy, own, warn=heard_by_operators(metrics))


def heard_by_operators(metrics: Metrics) -> Warn:
    def warn(path: str, why: str) -> None:
        log.warning("a template of the team's was passed over", template=path, why=why)
        metrics.template_passed_over(path)

    return warn
