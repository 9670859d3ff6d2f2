"""Makes the policy from the config file, and says everything that is wrong with the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time
from operator import itemgetter
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from bot.incident.checklist import with_own
from bot.incident.days_off import DaysOff
from bot.incident.escalation import SHIPPED_STEPS, Escalation
from bot.incident.kept_file import MEGABYTE, KeepFiles
from bot.incident.rhythm import Rhythm
from bot.incident.severities import Severities
from bot.incident.severity import SHIPPED, Severity
from bot.incident.shipped_checklists import SHIPPED_CHECKLISTS
from bot.incident.working_hours import WorkingHours
from bot.settings.escalation_agreement import escalation_contradictions
from bot.settings.mistakes import mistakes_in
from bot.settings.on_call_agreement import on_call_contradictions
from bot.settings.places import Place
from bot.settings.problems import Problem
from bot.settings.team_agreement import contradictions
from bot.settings.team_alerts import disagreements
from bot.settings.team_audiences import audiences
from bot.settings.team_file import TeamFile, Weekday
from bot.settings.team_levels import ChangedLevels, Level
from bot.settings.team_on_call import on_call_policy
from bot.settings.yaml_text import Document, read_yaml

_MARKS = ("action_mark", "declare_mark", "marks")
_SAME_TOO = ("guests_may_act", "late_update_contact", "adopt_shared", *_MARKS)
_ARCHIVING = ("archive_after", "archive_merged_after")


@dataclass(frozen=True, slots=True)
class Team:
    """Either parts of a policy or the problems that there are instead."""

    policy: dict[str, Any]
    problems: list[Problem]


def read_team(path: Path) -> Team:
    document = read_yaml(path)
    if isinstance(document, Problem):
        return Team({}, [document])
    try:
        file = TeamFile.model_validate(document.data)
    except ValidationError as error:
        return Team({}, _placed(mistakes_in(error), document, path))
    policy = _policy(file)
    found = [
        *contradictions(file),
        *on_call_contradictions(file),
        *escalation_contradictions(file),
        *disagreements(file.alerts, policy["alerts"], policy["severities"]),
    ]
    return Team(policy, _placed(found, document, path))


def _placed(
    mistakes: Iterable[tuple[Place, Problem]], document: Document, path: Path
) -> list[Problem]:
    found = [(document.line_of(where) or 1, problem) for where, problem in mistakes]
    return [
        replace(problem, place=f"{path.name} line {line}")
        for line, problem in sorted(found, key=itemgetter(0))
    ]


def _policy(file: TeamFile) -> dict[str, Any]:
    same = {"incidents_channel", "locale", "zone", "channel_pattern", "without_the_bot"}
    levels = _levels(file.severities)
    return {
        **file.model_dump(include={*same, *_SAME_TOO, *_ARCHIVING}),
        "working_hours": _working_hours(file),
        "keep_files": KeepFiles(file.keep_files),
        "keep_files_limit": file.keep_files_limit_mb * MEGABYTE,
        "keep_deleted": file.deleted_messages == "keep",
        "severities": Severities(levels, from_zero=file.priorities == "from_zero"),
        "links": tuple(link.link() for link in file.links),
        "roles": tuple(file.roles),
        "mask_patterns": tuple(file.mask_patterns),
        "private_words": (*file.private_words, *file.extra_private_words),
        "services": tuple(service.service(key) for key, service in file.services.items()),
        "audiences": tuple(audiences(file.audiences)),
        "internal_domains": tuple(file.internal_domains),
        "mail": file.mail.server() if file.mail else None,
        "on_call": on_call_policy(file.zone, file.schedules, file.people, file.on_call),
        "alerts": file.alerts.alert_rules(file.zone),
        "alert_senders": file.alerts.mappings(),
        "escalation": _escalation(file),
        "wording": file.wording.wording(),
        "postmortem": file.postmortem_policy(),
        "review": file.review_policy(),
        "checklists": with_own(SHIPPED_CHECKLISTS, dict(file.checklists.own())),
    }


def _escalation(file: TeamFile) -> Escalation:
    own = file.escalation
    return Escalation(
        steps=SHIPPED_STEPS if own is None else tuple(one.step() for one in own),
        contacts=tuple(one.contact(key) for key, one in file.contacts.items()),
        webhook=file.page_webhook.webhook() if file.page_webhook else None,
    )


def _working_hours(file: TeamFile) -> WorkingHours:
    opens, closes = map(time.fromisoformat, file.working_hours.split("-"))
    days = frozenset(get_args(Weekday).index(day) for day in file.working_days)
    off = file.holidays.days_off() if file.holidays else DaysOff()
    return WorkingHours(opens=opens, closes=closes, days=days, off=off)


def _levels(severities: Any) -> list[Severity]:
    """Highest first. A level of a shipped key begins as the shipped one."""
    if isinstance(severities, ChangedLevels):
        return [
            _level(shipped.key, shipped.rank, getattr(severities, shipped.key))
            for shipped in SHIPPED
        ]
    return [_level(level.key, rank, level) for rank, level in enumerate(severities, start=1)]


def _level(key: str, rank: int, changes: Level) -> Severity:
    shipped = next((level for level in SHIPPED if level.key == key), None)
    start = shipped.model_dump() if shipped else {}
    said = changes.model_dump(exclude_unset=True, exclude={"updates"}, mode="python")
    said["updates"] = {**start.get("updates", {}), **_rhythms(changes)}
    if url := said.get("ticket_url"):
        said["ticket_url"] = str(url)
    return Severity.model_validate({**start, **said, "key": key, "rank": rank})


def _rhythms(changes: Level) -> dict[str, Rhythm]:
    """An audience that is written here has this rhythm and nothing of the shipped one."""
    return {
        key: one.rhythm() if one else Rhythm(at_resolve=False)
        for key, one in changes.updates.items()
    }
