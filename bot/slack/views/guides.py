"""The service that is affected, and its runbooks, playbooks and dashboards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.incident.policy import Policy
from bot.incident.service import Guide, Service, Services, service_keyed
from bot.incident.text import shortened
from bot.language import Tongue
from bot.slack.views import blocks, inputs
from bot.slack.views.answer import Answer
from bot.slack.views.blocks import Block, Mrkdwn, Part, tell
from bot.slack.views.checklist import fitting, now_of
from bot.slack.views.scene import Scene

BUTTONS = 5
NAME_SHOWN = 75


def service_name(scene: Scene, service: Service) -> str:
    return _name(scene.tongue, service)


def _name(tongue: Tongue, service: Service) -> str:
    return shortened(service.named(tongue.locale), NAME_SHOWN)


def service(scene: Scene, found: Service | None) -> Answer:
    """What is known of the affected service, or how to say which it is."""
    reference = scene.incident.reference
    if found is None:
        return _which(scene)
    head = tell(
        scene.tongue,
        "*{reference}*: the affected service is *{service}*",
        reference=reference,
        service=service_name(scene, found),
    )
    lists = (
        (scene.tongue.say("Dashboards"), found.dashboards),
        (scene.tongue.say("Runbooks"), found.runbooks),
        (scene.tongue.say("Playbooks"), found.playbooks),
    )
    more = [_list(scene, title, guides) for title, guides in lists if guides]
    if found.rollback_when:
        reasons = [Mrkdwn(f"• {blocks.escape(reason)}") for reason in found.rollback_when]
        title = tell(scene.tongue, "*Roll back when*")
        more.append(blocks.section(blocks.joined(fitting([title, *reasons]))))
    return Answer(head, tuple(more))


def _which(scene: Scene) -> Answer:
    tongue, reference = scene.tongue, scene.incident.reference
    services = scene.policy.services
    said = tell(
        tongue,
        "*{reference}*: nobody has said which service is affected."
        " `{command} service KEY` does. They are: {keys}",
        reference=reference,
        keys=_keys(services),
    )
    lines = [
        (service_name(scene, one), f"service {reference} {one.key}") for one in services[:BUTTONS]
    ]
    return Answer(said, (blocks.runs(*lines),) if lines else ())


def _keys(services: Services) -> str:
    return shortened(", ".join(service.key for service in services), 1000)


def _list(scene: Scene, title: str, guides: Sequence[Guide]) -> Block:
    lines = [tell(scene.tongue, "*{title}*", title=title)]
    lines += [guide_line(scene.tongue, guide, now_of(scene).date()) for guide in guides]
    return blocks.section(blocks.joined(fitting(lines)))


def guide_line(tongue: Tongue, guide: Guide, today: date) -> Mrkdwn:
    """A dashboard has no owner and no review; of a runbook both are said, or that they lack."""
    if not guide.owner and guide.reviewed is None:
        return Mrkdwn(f"• {_link(guide)}")
    return reviewed_line(tongue, guide, today)


def reviewed_line(tongue: Tongue, guide: Guide, today: date) -> Mrkdwn:
    """It is said as well that neither owner nor review is known."""
    parts = {"link": _link(guide), "review": Part(_review(tongue, guide, today))}
    if not guide.owner:
        return tell(tongue, "• {link} · {review}", **parts)
    return tell(tongue, "• {link} · owner: {owner} · {review}", owner=guide.owner, **parts)


def _review(tongue: Tongue, guide: Guide, today: date) -> Mrkdwn:
    """A day is the same day everywhere, so it is written out."""
    if guide.reviewed is None:
        return tell(tongue, ":warning: never reviewed")
    day = guide.reviewed.isoformat()
    if guide.is_stale(today):
        return tell(tongue, ":warning: last reviewed {day}, more than a year ago", day=day)
    return tell(tongue, "last reviewed {day}", day=day)


def _link(guide: Guide) -> Part:
    return blocks.link(str(guide.url), guide.title)


def runbooks(scene: Scene, found: Service | None) -> Answer:
    """Of the incident's service."""
    if found is None:
        return _which(scene)
    tongue, name = scene.tongue, service_name(scene, found)
    if not found.guides:
        said = tell(tongue, "*{service}* has no runbook in the configuration.", service=name)
        return Answer(said)
    head = tell(tongue, "*{service}*: runbooks and playbooks", service=name)
    today = now_of(scene).date()
    lines = fitting([reviewed_line(tongue, guide, today) for guide in found.guides])
    return Answer(head, (blocks.section(blocks.joined(lines)),))


def named(tongue: Tongue, found: Iterable[tuple[Service, Guide]], today: date) -> Answer:
    """Runbooks of any service that have this name."""
    lines = (
        Mrkdwn(f"{reviewed_line(tongue, guide, today)} ({blocks.escape(_name(tongue, service))})")
        for service, guide in found
    )
    return Answer(blocks.joined(fitting(lines)))


def links(guides: Iterable[Guide], room: int) -> Iterator[Part]:
    """As many as fit into so many characters."""
    for guide in guides:
        link = _link(guide)
        room -= len(link) + 3
        if room < 0:
            return
        yield link


def service_choice(tongue: Tongue, policy: Policy, chosen: str = "") -> list[Block]:
    """An input, once there is a catalogue; what it lacks by now can still stay chosen."""
    if not policy.services:
        return []
    options = [(one.key, one.named(tongue.locale)) for one in policy.services]
    if chosen and service_keyed(policy.services, chosen) is None:
        options.insert(0, (chosen, chosen))
    label = tongue.say("Which service is affected?")
    nothing = tongue.say("Not said")
    return [inputs.choice("service", label, options, chosen, optional=True, nothing=nothing)]
