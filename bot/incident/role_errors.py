"""What can go wrong with roles and handovers, as the person who caused it hears it.

IncidentError
├── NotARole, RoleSwitchedOff, NobodyNamed   the line cannot be understood
├── CannotHold, VisitorOutside               this account can hold no role
├── RoleHeld, RoleYours                      somebody holds it already
├── RoleEmpty, NoRoleHeld                    there is nothing to drop or to hand over
└── NoHandover, OfferedToAnother, NotYourOffer
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.ids import UserId
from bot.incident.roles import ROLE_NAMES, Holding, Role
from bot.incident.text import shortened
from bot.language import N_, Said


class NotARole(IncidentError):
    message = N_("“{what}” is no role. They are: {roles}. For example: `{command} {example}`.")

    def __init__(self, what: str, roles: Sequence[Role], example: str) -> None:
        keys = ", ".join(role.value for role in roles)
        super().__init__(what=shortened(what, QUOTED), roles=keys, example=example)


class RoleSwitchedOff(IncidentError):
    message = N_("The role {role} is not in use here. These are: {roles}.")

    def __init__(self, role: Role, roles: Sequence[Role]) -> None:
        super().__init__(role=Said(ROLE_NAMES[role]), roles=", ".join(r.value for r in roles))


class NobodyNamed(IncidentError):
    message = N_(
        "Who? Type @ and choose one person from Slack's list, for example:"
        " `{command} {example} @somebody`."
    )

    def __init__(self, example: str) -> None:
        super().__init__(example=example)


class CannotHold(IncidentError):
    message = N_("{who} is a bot or a deactivated account, so it can hold no role.")

    def __init__(self, who: str) -> None:
        super().__init__(who=who)


class VisitorOutside(IncidentError):
    message = N_(
        "{who} is a guest or from another organisation and may not act here, so can be given"
        " nothing here. Where guests may act, invite them into the channel first."
    )

    def __init__(self, who: str) -> None:
        super().__init__(who=who)


class RoleHeld(IncidentError):
    """Whoever shows it adds since when, and offers to take it over."""

    message = N_("{role} is held already. `{command} take {key}!` takes it over at once.")

    def __init__(self, role: Role, holding: Holding, last_seen: datetime | None) -> None:
        super().__init__(role=Said(ROLE_NAMES[role]), key=role.value)
        self.role = role
        self.holding = holding
        self.last_seen = last_seen


class RoleYours(IncidentError):
    message = N_("You are {role} already; nothing has changed.")

    def __init__(self, role: Role) -> None:
        super().__init__(role=Said(ROLE_NAMES[role]))


class RoleTheirs(IncidentError):
    message = N_("{who} is {role} already; nothing has changed.")

    def __init__(self, role: Role, who: str) -> None:
        super().__init__(role=Said(ROLE_NAMES[role]), who=who)


class RoleEmpty(IncidentError):
    message = N_("Nobody is {role}. `{command} take {key}` takes it.")

    def __init__(self, role: Role) -> None:
        super().__init__(role=Said(ROLE_NAMES[role]), key=role.value)


class NoRoleHeld(IncidentError):
    message = N_("You hold no role in {reference}. `{command} roles {reference}` shows who does.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class WhichRole(IncidentError):
    message = N_("You hold several roles: {roles}. Say which: `{command} drop {key}`.")

    def __init__(self, roles: Sequence[Role]) -> None:
        keys = ", ".join(role.value for role in roles)
        super().__init__(roles=keys, key=roles[0].value)


class NoHandover(IncidentError):
    message = N_(
        "No handover of {reference} is on offer. `{command} roles {reference}` shows more."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class OfferedToAnother(IncidentError):
    """Also names the ways that are open to whoever is not the one."""

    message = N_(
        "This was offered to {who}, who alone can answer it. To take over without them:"
        " `{command} take {key}!`."
    )

    def __init__(self, to: UserId, who: str, role: Role) -> None:
        super().__init__(who=who, key=role.value)
        self.to = to


class NotYourOffer(IncidentError):
    message = N_("This was offered in the name of {who}, who alone can withdraw it.")

    def __init__(self, who: str) -> None:
        super().__init__(who=who)
