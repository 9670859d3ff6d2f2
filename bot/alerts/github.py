"""GitHub: its messages about deployments in Slack, which are changes and no alerts."""

from __future__ import annotations

import re

from bot.alerts.post import Post
from bot.incident.alert import ChangeEvent, Delivery

SOURCE = "github"
_DEPLOYED = re.compile(
    r"\[(?P<repository>[\w./-]{1,150})\] Deploying (?P<revision>[\w./-]{1,100})"
    r" to (?P<environment>[\w./ -]{1,100}?) (?P<result>failed|succeeded|\w{1,20})$"
)


def read(post: Post) -> Delivery | None:
    found = _DEPLOYED.match(post.fallback.plain)
    if found is None:
        return None
    change = ChangeEvent(
        source=SOURCE,
        title=found[0],
        service=found["repository"],
        environment=found["environment"],
        revision=found["revision"],
        result=found["result"],
        link=post.link_to("/commit/"),
        at=post.at,
    )
    return Delivery(changes=(change,))
