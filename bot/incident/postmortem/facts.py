"""The facts of a post-mortem; `evolve` says what each does to the state."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import UserId
from bot.incident.postmortem.revisions import Piece
from bot.incident.postmortem.sections import Section, Template


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True)


class PostmortemDrafted(_Fact):
    """From now on there is a draft; what stands in it is always read from the ledger."""

    kind: Literal["postmortem_drafted"] = "postmortem_drafted"
    template: Template = Template.FULL
    owner: UserId | None = None
    due_at: datetime | None = None


class SectionWritten(_Fact):
    """`entry.by` wrote in a section, edited its facts, gave them back or restored a revision."""

    kind: Literal["section_written"] = "section_written"
    section: Section
    piece: Piece
    number: int
    """Of the revision, which has the words."""
    empty: bool = False
    """There are no words in it now; of facts: they are the bot's again."""
    markers: int = 0
    """How many the words hold."""


PostmortemFact = PostmortemDrafted | SectionWritten
