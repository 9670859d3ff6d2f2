"""Every sender, a row each: what reads its webhook, and what reads its messages in Slack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.alerts import (
    alertmanager,
    azure_monitor,
    betterstack,
    checkly,
    cloudevents,
    cloudwatch,
    datadog,
    gcp_monitoring,
    github,
    grafana,
    headline,
    honeycomb,
    icinga2,
    kibana,
    nagios,
    newrelic,
    opsgenie,
    pagerduty,
    pingdom,
    sentry,
    statuscake,
    uptimerobot,
    zabbix,
)
from bot.alerts.post import Post
from bot.incident.alert import Delivery

Parse = Callable[[object], Delivery]
"""Of a payload, read from JSON or a form. Raises AlertRefused, and nothing else."""
Read = Callable[[Post], Delivery | None]
"""None: this message is not of this sender, or no alert."""


@dataclass(frozen=True, slots=True)
class Sender:
    key: str
    parse: Parse | None = None
    read: Read | None = None


SENDERS = (
    Sender("grafana", grafana.parse, grafana.read),
    Sender("alertmanager", alertmanager.parse, alertmanager.read),
    Sender("datadog", datadog.parse, datadog.read),
    Sender("pagerduty", pagerduty.parse, pagerduty.read),
    Sender("opsgenie", opsgenie.parse, opsgenie.read),
    Sender("sentry", sentry.parse, sentry.read),
    Sender("cloudwatch", cloudwatch.parse, cloudwatch.read),
    Sender("newrelic", newrelic.parse, newrelic.read),
    Sender("uptimerobot", uptimerobot.parse, uptimerobot.read),
    Sender("betterstack", betterstack.parse),
    Sender("pingdom", pingdom.parse),
    Sender("statuscake", statuscake.parse),
    Sender("gcp_monitoring", gcp_monitoring.parse),
    Sender("azure_monitor", azure_monitor.parse),
    Sender("zabbix", zabbix.parse),
    Sender("icinga2", icinga2.parse),
    Sender("nagios", nagios.parse),
    Sender("honeycomb", honeycomb.parse),
    Sender("checkly", checkly.parse),
    Sender("kibana", kibana.parse),
    Sender("cloudevents", cloudevents.parse),
    Sender("github", read=github.read),
    Sender("slack", read=headline.read),
)
"""In the order in which they are asked about a message: whose messages are alike, and all others
last."""

PARSERS = {sender.key: sender.parse for sender in SENDERS if sender.parse}
READERS = tuple(sender.read for sender in SENDERS if sender.read)
