"""StatusCake: webhooks as a form, without a time."""

from __future__ import annotations

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import first, known, line, pick, state_said, word
from bot.incident.alert import Alert, Delivery, dedup_key

SOURCE = "statuscake"


def parse(payload: object) -> Delivery:
    told = known(SOURCE, payload, "Status")
    name, address = line(told, "Name"), line(told, "URL")
    id = first(line(told, "TestID"), address, name)
    if not id:
        raise UnknownShape(SOURCE, "it has no `TestID`, no `URL` and no `Name`")
    alert = Alert(
        source=SOURCE,
        external_id=id,
        fingerprint=id,
        dedup_key=dedup_key(SOURCE, id),
        title=f"{first(name, address, id)} is down",
        text=line(told, "StatusCode"),
        state=state_said(SOURCE, word(told, "Status"), firing="down", resolved="up"),
        service=first(name, address),
        link=pick(told, "URL"),
        labels={"tags": line(told, "Tags")},
    )
    return Delivery(alerts=(alert,))
