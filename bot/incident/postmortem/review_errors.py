"""What a review refuses, each with the way that there is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.incident.errors import IncidentError
from bot.incident.postmortem.markers import Marker
from bot.incident.postmortem.state import PostmortemStatus
from bot.language import N_, Said


class NotTheOwner(IncidentError):
    message = N_(
        "You do not own the post-mortem of {reference}, so there is nothing to refuse."
        " `{command} postmortem {reference} owner @ben` names somebody."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NobodyToReview(IncidentError):
    message = N_("Who reviews it? `{command} postmortem {reference} review @ben @zoe` asks them.")

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class OwnReview(IncidentError):
    message = N_(
        "You own the post-mortem of {reference}: somebody else reads it best. Who is alone with it"
        " publishes with a reason: `{command} postmortem {reference} publish Nobody else is here`."
    )

    def __init__(self, reference: str) -> None:
        super().__init__(reference=reference)


class NotYetMeant(IncidentError):
    """Its state allows something else."""

    message = N_(
        "The post-mortem of {reference} is {status}. `{command} postmortem {reference}` shows what"
        " can be done with it."
    )

    def __init__(
        self, reference: str, status: PostmortemStatus | None, wanted: PostmortemStatus
    ) -> None:
        super().__init__(reference=reference, status=Said(status.value if status else "-"))
        self.wanted = wanted


class ReasonForGate(IncidentError):
    """Something is missing; it goes on for whoever says why."""

    message = N_("Something is missing in the post-mortem of {reference}.")

    def __init__(
        self, reference: str, missing: Sequence[Marker], *, unreviewed: bool = False
    ) -> None:
        super().__init__(reference=reference)
        self.missing = missing
        self.unreviewed = unreviewed
