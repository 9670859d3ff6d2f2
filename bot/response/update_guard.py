"""The last look before an update leaves: it goes only where it is still meant to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.incident.audience import Destination
from bot.incident.policy import Policy
from bot.incident.reach import places
from bot.response.effects import Order
from bot.response.outcomes import Refused
from bot.response.update_delivery import same_way

Place = TypeVar("Place", bound=Destination)

REMOVED = "destination_removed"
PRIVATE = "incident_is_private"
NOT_SET = "variable_is_not_set"


@dataclass(frozen=True, slots=True)
class Guard:
    """Knows the configuration as it is now, and holds every delivery against it."""

    policy: Callable[[], Policy]
    secrets: Callable[[str], str | None]
    """What the environment variable of this name holds."""

    def secret(self, name: str) -> str:
        """Raises Refused."""
        found = self.secrets(name)
        if found is None:
            raise Refused("update", NOT_SET)
        return found

    def place(self, order: Order, kind: type[Place]) -> Place:
        """The same where only one kind of destination can be carried out."""
        found = self.where(order)
        if not isinstance(found, kind):
            raise Refused("update", REMOVED)
        return found

    def where(self, order: Order) -> Destination:
        """Where it goes. Raises Refused when that is configured no longer, or must not hear of it.

        Whoever sends an update leaves these out as well; what was sent before may be under way.
        """
        audience = self.policy().audience(order.content["audience"])
        place = audience.destination(order.content["destination"]) if audience else None
        if audience is None or place is None or not audience.on:
            raise Refused("update", REMOVED)
        if place not in places(order.incident, audience):
            raise Refused("update", PRIVATE)
        return place


def before(order: Order, name: str) -> str | None:
    """What the latest delivery that went the same way before has left under this name."""
    way = same_way(order.effect.key)
    found = (
        (int(result["nth"]), result[name])
        for key, result in order.results.items()
        if same_way(key) == way and key != order.effect.key and name in result and "nth" in result
    )
    return max(found, default=(0, None))[1]
