"""The keys of the config file for who is on call and who is called when nothing moves."""

from __future__ import annotations

from pydantic import BaseModel, Field

from bot.settings.team_escalation import (
    MOST_CONTACTS,
    MOST_STEPS,
    TeamContact,
    TeamPageWebhook,
    TeamStep,
)
from bot.settings.team_on_call import (
    MOST_PEOPLE,
    MOST_SCHEDULES,
    ScheduleKey,
    TeamOnCall,
    TeamPerson,
    TeamSchedule,
)
from bot.settings.team_values import Words


class DutyKeys(BaseModel):
    """A part of the whole file."""

    schedules: dict[ScheduleKey, TeamSchedule] = Field(
        {},
        max_length=MOST_SCHEDULES,
        description="schedules by key: a lower-case letter, then letters, digits, - or _",
        examples=["{checkout: {rota: {turns: [U012AB3CD], from: 2026-01-05 09:00}}}"],
    )
    people: dict[Words, TeamPerson] = Field(
        {},
        max_length=MOST_PEOPLE,
        description="people by the name or e-mail address that schedules have",
        examples=["{Bea Martin: {user: U012AB3CD}}"],
    )
    on_call: TeamOnCall = Field(
        TeamOnCall(),
        description="keys of schedules: primary, secondary and security",
        examples=["{primary: checkout}"],
    )
    contacts: dict[ScheduleKey, TeamContact] = Field(
        {},
        max_length=MOST_CONTACTS,
        description="people to call by key: a lower-case letter, then letters, digits, - or _",
        examples=["{manager: {users: [U012AB3CD]}}"],
    )
    escalation: list[TeamStep] | None = Field(
        None,
        max_length=MOST_STEPS,
        description="the steps of the matrix in place of the shipped ones, as a list",
        examples=["[{when: not_acknowledged, after: 10m, who: secondary}]"],
    )
    page_webhook: TeamPageWebhook | None = Field(
        None,
        description="a program that pages people, with url and secret_from",
        examples=["{url: https://pager.example.com/pages, secret_from: PAGER_SECRET}"],
    )
