"""Whether a team's own templates of updates can be used: each is tried on much and on little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.incident.audience import SHIPPED_AUDIENCES
from bot.incident.ends import CANCELLED_BECAUSE
from bot.incident.lifecycle import Status
from bot.incident.policy import Policy
from bot.incident.roles import Role
from bot.incident.update_words import HeldRole, UpdateFacts, UpdateMoment
from bot.language import LOCALES
from bot.outlets.own_templates import OwnTemplates
from bot.outlets.postmortem.check import postmortem_problems
from bot.outlets.templates import Templates
from bot.outlets.update_renderer import UpdateRenderer

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

LITTLE = UpdateFacts(
    reference="INC-1", title="Title", severity="sev3", status=Status.INVESTIGATING, at=NOON
)
"""All that is always known."""

MUCH = UpdateFacts(
    reference="INC-1",
    title="Title",
    severity="sev1",
    status=Status.IDENTIFIED,
    at=NOON,
    impact="Impact",
    changed=("One change", "Another change"),
    text="First line\nSecond line",
    cause="Cause",
    done="What was done",
    workaround="Workaround",
    next_steps="Next steps",
    conditions=("Condition",),
    actions=("Action", "Another action"),
    needs=("Need",),
    risk="Risk",
    decision="Decision",
    roles=(HeldRole(role=Role.IC, name="Name"),),
    started=NOON - timedelta(hours=1),
    resolved=NOON,
    duration=timedelta(hours=1),
    eta=NOON + timedelta(hours=1),
    next_update_at=NOON + timedelta(minutes=30),
    previous_at=NOON - timedelta(minutes=30),
    promised_at=NOON - timedelta(minutes=12),
    cadence=timedelta(minutes=30),
    slower=True,
    severity_before="sev2",
    lasting="Lasting effects",
    postmortem_at=NOON + timedelta(days=2),
    cancelled_as=CANCELLED_BECAUSE[0],
    room="C0",
)


def template_problems(own: OwnTemplates | None, policy: Policy) -> list[str]:
    """What is wrong with a team's own templates of any kind, a line each."""
    if own is None:
        return []
    found = Templates(own).problems()
    if any("updates" in path.split("/") for path in own):
        found += update_problems(UpdateRenderer(lambda: policy, own), said=found)
    found += [one for one in postmortem_problems(own) if one not in found]
    return found


def update_problems(renderer: UpdateRenderer, said: Sequence[str] = ()) -> list[str]:
    """The templates of updates that would be passed over, by reason, but for those `said`."""
    paths: dict[str, list[str]] = {}
    for path, _, why in (problem.partition(": ") for problem in _problems(renderer)):
        if not any(why in line for line in said) and path not in paths.setdefault(why, []):
            paths[why].append(path)
    return [f"{_several(found)}: {why}" for why, found in paths.items() if found]


def _several(paths: Sequence[str]) -> str:
    others = len(paths) - 1
    return paths[0] if not others else f"{paths[0]} and {others} more"


def _problems(renderer: UpdateRenderer) -> Iterator[str]:
    for locale in LOCALES:
        for audience in SHIPPED_AUDIENCES:
            spoken = audience.model_copy(update={"locale": locale})
            for moment in UpdateMoment:
                found = (renderer.problem(spoken, moment, facts) for facts in (MUCH, LITTLE))
                yield from filter(None, found)
