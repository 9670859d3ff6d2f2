"""Messages of other bots in a watched channel: the first sender that knows one reads it."""

from __future__ import annotations

from collections.abc import Collection

from bot.alerts.payload import line
from bot.alerts.post import post_of
from bot.alerts.senders import READERS
from bot.incident.alert import Delivery

NOTHING = Delivery()


def read_message(event: object, own: Collection[str]) -> Delivery:
    """What a `message` event says; nothing for people, for this bot (`own`: its ids), for threads.

    An edit may change an alert that is known, and never makes a new one.
    """
    post = post_of(event, own)
    if post is None:
        return NOTHING
    read = (reader(post) for reader in READERS)
    delivery = next((found for found in read if found is not None), NOTHING)
    id = f"{line(event, 'channel')} {line(event, 'ts')}"
    if post.is_edit:
        return Delivery(id=id, updates=delivery.alerts + delivery.updates)
    return delivery.model_copy(update={"id": id})
