"""The facts of escalation; `pressure` says what each does to the state."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import UserId
from bot.incident.pages import Page, PageId

NoPage = Literal["", "all_here", "not_production", "not_allowed"]
"""Why nobody was paged although it was time to."""


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class Paged(_Fact):
    """By a step of the matrix, or by hand. With `nobody` the step is over all the same."""

    kind: Literal["paged"] = "paged"
    page: Page
    nobody: NoPage = ""


class StepWaived(_Fact):
    """*Not needed*."""

    kind: Literal["step_waived"] = "step_waived"
    step: str


class PickedUp(_Fact):
    """*On it*, or the same said where an alert or a page came from. `page`: which, if any."""

    kind: Literal["picked_up"] = "picked_up"
    user: UserId
    page: PageId | None = None
    source: Literal["button", "alert", "page"] = "button"


EscalationFact = Paged | StepWaived | PickedUp
