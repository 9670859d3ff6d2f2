"""Roles: who does what during an incident, and the spellings people use for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.incident.ids import UserId
from bot.incident.text import folded
from bot.language import N_


class Role(StrEnum):
    """At most one person holds each; the incident commander's is always shown, empty or not."""

    IC = "ic"
    SCRIBE = "scribe"
    COMMS = "comms"
    TECH = "tech"
    DEPUTY = "deputy"
    SUPPORT = "support"
    LIAISON = "liaison"
    QA = "qa"
    PRODUCT = "product"


SHIPPED_ROLES = (Role.IC, Role.SCRIBE, Role.COMMS, Role.TECH)
"""On without configuration; a team switches the others on."""

ROLE_NAMES: Mapping[Role, str] = {
    Role.IC: N_("incident commander"),
    Role.SCRIBE: N_("scribe"),
    Role.COMMS: N_("communications lead"),
    Role.TECH: N_("technical lead"),
    Role.DEPUTY: N_("deputy"),
    Role.SUPPORT: N_("support lead"),
    Role.LIAISON: N_("internal liaison"),
    Role.QA: N_("quality lead"),
    Role.PRODUCT: N_("product lead"),
}

_SPELLINGS = {
    Role.IC: (
        "incident commander",
        "commander",
        "command",
        "lead",
        "pilote",
        "pilote de l'incident",
        "commandement",
    ),
    Role.SCRIBE: ("notes", "main courante"),
    Role.COMMS: (
        "communications",
        "communications lead",
        "communication",
        "responsable communication",
    ),
    Role.TECH: ("technical lead", "tech lead", "technique", "expert technique"),
    Role.DEPUTY: ("adjoint", "adjointe"),
    Role.SUPPORT: ("support lead", "soutien"),
    Role.LIAISON: ("internal liaison", "liaison interne"),
    Role.QA: ("quality", "quality lead", "qualite"),
    Role.PRODUCT: ("product lead", "produit"),
}


class Holding(BaseModel):
    """Somebody holds a role since then."""

    model_config = ConfigDict(frozen=True)

    user: UserId
    since: datetime
    automatic: bool = False
    """Only until somebody takes it: nobody has chosen this."""


def spellings() -> tuple[str, ...]:
    """All that people may write, folded; the longest first."""
    words = {word for role in Role for word in (role.value, *_SPELLINGS[role])}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def role_named(text: str) -> Role | None:
    word = folded(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return next((role for role in Role if word == role.value or word in _SPELLINGS[role]), None)
