"""Why a channel cannot become an incident's, as whoever asked for it hears it.

AdoptionError
├── NoChannel          a direct conversation
├── NotInvited         private, and the bot is not in it; or not to be seen at all
├── EverybodysChannel  #general, or where incidents are announced
├── IsArchived
├── IsShared           people of other organisations are in it
├── IsTaken            an incident has it; also one that is over
├── CannotBePrivate    a private incident in a public channel
└── Unknown            Slack does not say what it is
"""

from __future__ import annotations

from bot.incident.errors import IncidentError
from bot.language import N_, Said


class AdoptionError(IncidentError):
    """With a way to an incident all the same."""


class NoChannel(AdoptionError):
    message = N_(
        "This is no channel. Type `{command} adopt` in the channel that is to be an incident's, or"
        " open a room of its own: `{command} declare sev2 Checkout is failing`."
    )


class NotInvited(AdoptionError):
    message = N_(
        "I cannot see this place. In a private channel type `/invite` with my name, and then"
        " `{command} adopt` again. A conversation of a few people cannot become an incident's"
        " channel: make it a private channel first."
    )


class EverybodysChannel(AdoptionError):
    message = N_(
        "#{name} is for everybody, so it cannot become one incident's channel. Open a room of its"
        " own: `{command} declare sev2 Checkout is failing`."
    )

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class IsArchived(AdoptionError):
    message = N_(
        "This channel is archived, so I can neither join nor write. Unarchive it in its settings,"
        " and then type `{command} adopt` again."
    )


class IsShared(AdoptionError):
    message = N_(
        "People of another organisation are in this channel and would read all that I post, so I"
        " do not adopt it (setting `adopt_shared`). Open a room of its own:"
        " `{command} declare sev2 Checkout is failing`."
    )


class IsTaken(AdoptionError):
    """Open or over: a channel belongs to one incident."""

    message = N_(
        "This is the channel of {reference} already, which is {status}. `{command} status` says"
        " more, and `{command} reopen` opens it again when it is over."
    )

    def __init__(self, reference: str, status: str) -> None:
        super().__init__(reference=reference, status=Said(status))


class CannotBePrivate(AdoptionError):
    message = N_(
        "Everybody can read this channel, so nothing in it is private. Make it a private channel in"
        " its settings, invite me and type it again; or open a private room:"
        " `{command} declare private sev2 Odd log-ins`."
    )


class Unknown(AdoptionError):
    message = N_(
        "Slack does not tell me just now what this channel is ({why}), so nothing is done. Please"
        " type it again in a moment."
    )

    def __init__(self, why: str) -> None:
        super().__init__(why=why)
