"""Honeycomb: webhooks of triggers, without a time."""

from __future__ import annotations

from bot.alerts.payload import first, first_link, known, line, named, pick, state_said, table, word
from bot.incident.alert import Alert, Delivery, dedup_key

SOURCE = "honeycomb"
_SERVICE = ("service", "service.name", "service_name")


def parse(payload: object) -> Delivery:
    """The shared secret in it is for whoever checks the request, and is not kept."""
    told = known(SOURCE, payload, "id", "status")
    id = named(SOURCE, told, "id")
    group = table(told, "result_groups_triggered", 0, "Group")
    group = group or table(told, "result_groups", 0, "Group")
    alert = Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id),
        title=line(told, "name"),
        text=first(line(told, "description"), line(told, "trigger_description")),
        state=state_said(SOURCE, word(told, "status"), firing="triggered", resolved="ok"),
        service=first(*(line(group, name) for name in _SERVICE)),
        link=first_link(pick(told, "result_url"), pick(told, "trigger_url")),
        labels=group,
        is_test=pick(told, "is_test") is True,
    )
    return Delivery(alerts=(alert,))
