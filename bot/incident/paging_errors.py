"""What can go wrong when somebody asks who is on call, or wants somebody paged."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.errors import QUOTED, IncidentError
from bot.incident.text import shortened
from bot.language import N_

NAMES_SHOWN = 20


class NobodyOnCall(IncidentError):
    message = N_(
        "Nobody's turns are configured. They stand under `schedules` in the configuration file."
    )


class NotASchedule(IncidentError):
    message = N_(
        "“{what}” is no service and no schedule. They are: {names}. For example:"
        " `{command} oncall {one}`."
    )

    def __init__(self, what: str, names: Sequence[str]) -> None:
        more = " …" if len(names) > NAMES_SHOWN else ""
        shown = ", ".join(names[:NAMES_SHOWN]) + more
        super().__init__(what=shortened(what, QUOTED), names=shown, one=names[0])


class PagesNobody(IncidentError):
    """Nothing but production wakes people."""

    message = N_("Nobody is paged from here: this is not the production deployment.")


class NobodyToPage(IncidentError):
    message = N_(
        "Page whom? `{command} page on-call`, `{command} page @ben The database is gone`, a role, a"
        " service or a contact."
    )


class NotACallee(IncidentError):
    message = N_(
        "“{what}” is nobody I could page. I know: {names}. For example:"
        " `{command} page @ben The database is gone`."
    )

    def __init__(self, what: str, names: Sequence[str]) -> None:
        super().__init__(what=shortened(what, QUOTED), names=", ".join(names[:NAMES_SHOWN]))


class NobodyToCall(IncidentError):
    """Nobody, or nobody who can be reached through Slack or a pager."""

    message = N_(
        "I cannot reach anybody for “{who}”. `{command} oncall` shows numbers to call, and"
        " `{command} check` what is missing."
    )

    def __init__(self, who: str) -> None:
        super().__init__(who=shortened(who, QUOTED))


class AllHere(IncidentError):
    """`why` may go on: whoever asks can have them paged all the same."""

    message = N_("They are here already, in {reference}.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NotAllowedToSee(IncidentError):
    message = N_(
        "{reference} is private, and they are not invited. `/invite` them into its channel first."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class ItIsOver(IncidentError):
    message = N_("{reference} is over. `{command} reopen` it first, or write to them.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NoSuchStep(IncidentError):
    message = N_(
        "That is settled already in {reference}. `{command} why` shows what was done and what"
        " comes next."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)
