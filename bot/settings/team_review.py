"""The keys of the config file for how post-mortems are written and reviewed."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.incident.wording import Wording
from bot.incident.wording_phrases import SHIPPED_KINDS, WordingKind
from bot.settings.nearest import nearest
from bot.settings.team_values import Words

MOST_PHRASES = 100
_KINDS = [kind.value for kind in WordingKind]


def _kind(name: object) -> WordingKind:
    if name in _KINDS:
        return WordingKind(name)
    meant = nearest(str(name), _KINDS)
    raise ValueError(f"Was {meant} meant?" if meant else f"The kinds are {', '.join(_KINDS)}.")


Kind = Annotated[WordingKind, BeforeValidator(_kind)]
Phrases = Annotated[list[Words], Field(max_length=MOST_PHRASES)]


class TeamWording(BaseModel):
    """Which words of a post-mortem are pointed out to whoever writes them."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    kinds: list[Kind] = Field(
        list(SHIPPED_KINDS),
        description=f"kinds as a list of {', '.join(_KINDS)}; [] for none",
        examples=["[counterfactual, person, hindsight]"],
    )
    phrases: dict[Kind, Phrases] = Field(
        {},
        description="phrases of your own by kind, up to 100 each",
        examples=["{judgement: [not serious, pas sérieux]}"],
    )
    fine: Phrases = Field(
        [],
        description="up to 100 phrases as a list that are never pointed out",
        examples=["[human error budget]"],
    )

    def wording(self) -> Wording:
        more = {kind: tuple(phrases) for kind, phrases in self.phrases.items()}
        return Wording(kinds=tuple(self.kinds), more=more, fine=tuple(self.fine))


class ReviewKeys(BaseModel):
    """A part of the whole file."""

    wording: TeamWording = Field(
        TeamWording(),
        description="kinds, phrases and fine: words that are pointed out in post-mortems",
        examples=["{kinds: [counterfactual, person, hindsight]}"],
    )
