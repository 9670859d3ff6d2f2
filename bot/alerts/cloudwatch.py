"""Amazon CloudWatch: alarms through SNS, and messages of Amazon Q (once AWS Chatbot) in Slack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from bot.alerts.errors import UnknownShape
from bot.alerts.payload import first, known, line, named, pick, read_json, rows, state_said, word
from bot.alerts.post import Post
from bot.incident.alert import Alert, AlertState, Condition, Delivery, dedup_key
from bot.incident.alert_words import a_moment

SOURCE = "cloudwatch"
_ARN = re.compile(r"arn:([\w-]{1,20}):cloudwatch:([\w-]{1,30}):(\d{1,20}):alarm:(.{1,255})")
_CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}
_DIMENSIONS = (
    "ServiceName",
    "FunctionName",
    "DBInstanceIdentifier",
    "DBClusterIdentifier",
    "QueueName",
    "ApiName",
    "LoadBalancer",
    "InstanceId",
)
_HEADLINE = re.compile(
    r"CloudWatch Alarm \| (?P<name>.{1,255}?) \| (?P<region>[\w-]{4,30})"
    r" \| Account: (?P<account>\d{6,20})"
)


def parse(payload: object) -> Delivery:
    """An SNS message, whose text is an alarm in JSON; or that alarm alone (raw delivery)."""
    if "AlarmName" in known(SOURCE, payload):
        return _alarm(payload)
    kind = line(known(SOURCE, payload, "Type", "MessageId"), "Type")
    if kind in {"SubscriptionConfirmation", "UnsubscribeConfirmation"}:
        return Delivery(id=line(payload, "MessageId"), is_handshake=True)
    message = pick(payload, "Message")
    if not isinstance(message, str) or not message.lstrip().startswith("{"):
        raise UnknownShape(SOURCE, "its `Message` is no alarm in JSON")
    return _alarm(read_json(message)).model_copy(update={"id": line(payload, "MessageId")})


def _alarm(payload: object) -> Delivery:
    told = known(SOURCE, payload, "AlarmName", "NewStateValue")
    name, state = named(SOURCE, told, "AlarmName"), word(told, "NewStateValue")
    unknown = state == "insufficient_data"
    place = _ARN.fullmatch(line(told, "AlarmArn"))
    partition, region = (place[1], place[2]) if place else ("aws", "")
    account = first(line(told, "AWSAccountId"), place[3] if place else "")
    at = pick(told, "StateChangeTime")
    alert = Alert(
        source=SOURCE,
        external_id=first(line(told, "AlarmArn"), name),
        fingerprint=first(line(told, "AlarmArn"), name),
        dedup_key=_key(account, region or line(told, "Region"), name),
        title=name,
        text=first(line(told, "AlarmDescription"), line(told, "NewStateReason")),
        state=state_said(SOURCE, state, firing="alarm,insufficient_data", resolved="ok"),
        service=_service(told),
        link=_console(partition, region, name),
        told_at=at,
        starts_at=at if state == "alarm" else None,
        ends_at=at,
        condition=Condition.NO_DATA if unknown else None,
        labels={
            "account": account,
            "region": region,
            "namespace": line(told, "Trigger", "Namespace"),
        },
    )
    return Delivery(updates=(alert,)) if unknown else Delivery(alerts=(alert,))


def _key(account: str, region: str, name: str) -> str:
    return dedup_key(SOURCE, account, region, name)


def _service(told: Mapping[str, object]) -> str:
    """A load balancer's name stands between slashes: `app/checkout/0123456789abcdef`."""
    listed = rows(told, "Trigger", "Dimensions")
    values = {line(one, "name"): line(one, "value") for one in listed}
    found = first(*(values.get(name, "") for name in _DIMENSIONS))
    parts = found.split("/")
    return parts[1] if len(parts) == 3 else found


def _console(partition: str, region: str, name: str) -> str | None:
    if not region or partition not in _CONSOLES:
        return None
    host = f"{region}.{_CONSOLES[partition]}"
    return f"https://{host}/cloudwatch/home?region={region}#alarmsV2:alarm/{quote(name, safe='')}"


def read(post: Post) -> Delivery | None:
    """Its name has changed before; its headline has not. The emoji tells the state."""
    body = post.parts[-1].text
    found = _HEADLINE.search(body.plain)
    if found is None:
        return None
    over, region = "white_check_mark" in body.emoji, found["region"]
    at = a_moment(post.named.get("timestamp")) or post.at
    account, name = found["account"], found["name"]
    alert = Alert(
        source=SOURCE,
        external_id=name,
        fingerprint=f"{account}:{region}:{name}",
        dedup_key=_key(account, region, name),
        title=name,
        text=post.named.get("alarm description", ""),
        state=AlertState.RESOLVED if over else AlertState.FIRING,
        link=post.link_to("cloudwatch") or _console("aws", region, name),
        told_at=at,
        starts_at=None if over else at,
        ends_at=at,
        labels={"account": account, "region": region},
    )
    return Delivery(alerts=(alert,))
