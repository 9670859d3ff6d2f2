"""When a post-mortem is drafted, as which, by whom it is owned, and until when it is due."""

from __future__ import annotations

from bot.incident.ends import needs_postmortem
from bot.incident.incident import Incident
from bot.incident.lifecycle import Status
from bot.incident.policy import Policy
from bot.incident.postmortem.facts import PostmortemDrafted
from bot.incident.postmortem.sections import Template
from bot.incident.roles import Role
from bot.language import Tongue


def is_due(incident: Incident, policy: Policy) -> bool:
    """At each resolve of what needs one, and where a short one no longer does, as its severity was
    raised; whoever wants another asks for it.
    """
    if incident.status is not Status.RESOLVED or not needs_postmortem(incident, policy):
        return False
    drafted, resolved = incident.postmortem.drafted_at, incident.status_at
    if drafted is None or (resolved is not None and drafted < resolved):
        return True
    return incident.postmortem.template is Template.SHORT


def drafted(incident: Incident, policy: Policy) -> PostmortemDrafted:
    """Whoever owned it before an incident came back owns it still."""
    since = incident.moments.resolved or incident.ended_at or incident.status_at
    return PostmortemDrafted(
        template=template_of(incident, policy),
        owner=incident.postmortem.owner or incident.holder(Role.IC),
        due_at=since + policy.postmortem.due_after if since else None,
    )


def template_of(incident: Incident, policy: Policy) -> Template:
    small = not needs_postmortem(incident, policy)
    return Template.SHORT if small or incident.status is Status.CANCELLED else Template.FULL


def tongue_of(policy: Policy) -> Tongue:
    """In which the document is written, whoever reads it."""
    return Tongue(policy.postmortem.locale or policy.locale, policy.command)
