"""Words from templates, wired: read whole, and who hears when one of them is passed over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.incident.policy import Policy
from bot.outlets.own_templates import OwnTemplates
from bot.outlets.templates import Templates, Warn
from bot.outlets.update_check import template_problems
from bot.outlets.update_renderer import UpdateRenderer
from bot.telemetry.logs import logger
from bot.telemetry.metrics import Metrics

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is said from templates."""

    updates: UpdateRenderer
    others: Templates

    def reload(self, own: OwnTemplates | None) -> None:
        self.updates.reload(own)
        self.others.reload(own)


def words(policy: Callable[[], Policy], folder: Path | None, metrics: Metrics) -> Words:
    """`folder`: the team's own templates."""
    own, warn = own_templates(folder), heard_by_operators(metrics)
    return Words(UpdateRenderer(policy, own, warn=warn), Templates(own, warn=warn))


class TemplatesRefused(Exception):
    """Some of the team's own would be passed over."""


async def usable_templates(folder: Path | None, policy: Policy) -> OwnTemplates | None:
    """Raises TemplatesRefused. In a thread: all of them are tried, which takes a second or two."""
    own = await asyncio.to_thread(own_templates, folder)
    if problems := await asyncio.to_thread(template_problems, own, policy):
        raise TemplatesRefused("\n".join(problems))
    return own


def own_templates(folder: Path | None) -> OwnTemplates | None:
    return OwnTemplates(folder) if folder else None


def heard_by_operators(metrics: Metrics) -> Warn:
    def warn(path: str, why: str) -> None:
        log.warning("a template of the team's was passed over", template=path, why=why)
        metrics.template_passed_over(path)

    return warn
