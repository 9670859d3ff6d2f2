"""Updates in words: a template an audience and moment, in the audience's language and zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.incident.audience import Audience
from bot.incident.masking import Masker
from bot.incident.policy import Policy
from bot.incident.update_words import TYPED, Rendered, UpdateFacts, UpdateMoment
from bot.language import Tongue, locale_of
from bot.outlets.own_templates import SUFFIX, OwnTemplates
from bot.outlets.templates import Plain, Shelf, TemplateRefused, Warn, unheard
from bot.outlets.update_forms import MOST_ITEMS, Form, Writer, in_one_line
from bot.outlets.update_values import LONGEST, LONGEST_FIELD, LONGEST_LINE, values
from bot.shipped import shipped

LONGEST_SUBJECT = 400
LONGEST_FORM = 30_000
_CALLS_EVERYBODY = re.compile(r"<!(?:channel|here|everyone|subteam)|<@", re.IGNORECASE)

Parts = Mapping[Form, dict[str, Plain]]


class UpdateRenderer:
    """`own`: the team's templates, each of which hides the shipped one."""

    def __init__(
        self,
        policy: Callable[[], Policy],
        own: OwnTemplates | None = None,
        *,
        warn: Warn | None = None,
        folder: Path | None = None,
    ) -> None:
        self._policy = policy
        self._warn = warn or unheard
        self._folder = folder or shipped("templates")
        self._shipped = _Shelves(self._folder)
        self.reload(own)

    def reload(self, own: OwnTemplates | None) -> None:
        self._overriding = _Shelves(own, self._folder) if own else None

    def render(self, audience: Audience, moment: UpdateMoment, facts: UpdateFacts) -> Rendered:
        """With the shipped template where the team's own cannot be used."""
        policy = self._policy()
        path = template_path(audience.locale or policy.locale, audience, moment)
        parts = _parts(audience, moment, facts, policy)
        try:
            told = (self._overriding or self._shipped).rendered(path, parts)
        except TemplateRefused as refused:
            if self._overriding is None:
                raise
            self._warn(path, str(refused))
            told = self._shipped.rendered(path, parts)
            told = told.model_copy(update={"passed_over": (f"{path}: {refused}",)})
        return _marked(told, policy)

    def problem(self, audience: Audience, moment: UpdateMoment, facts: UpdateFacts) -> str | None:
        """Why the team's own template would be passed over for these."""
        if self._overriding is None:
            return None
        policy = self._policy()
        path = template_path(audience.locale or policy.locale, audience, moment)
        try:
            self._overriding.rendered(path, _parts(audience, moment, facts, policy))
        except TemplateRefused as refused:
            return f"{path}: {refused}"
        return None


class _Shelves:
    """The same folders read for HTML, where everything is escaped, and for plain forms."""

    def __init__(self, *folders: Path | OwnTemplates) -> None:
        self._html = Shelf(*folders, html=True)
        self._text = Shelf(*folders)

    def rendered(self, path: str, parts: Parts) -> Rendered:
        """Raises TemplateRefused when one of the forms fails or cannot be sent."""
        said = {form: self._said(form, path, parts[form]) for form in Form}
        return Rendered(
            title=str(parts[Form.PLAIN]["title"]),
            subject=in_one_line(said[Form.SUBJECT]),
            slack=said[Form.SLACK],
            plain=said[Form.PLAIN],
            html=said[Form.HTML],
        )

    def _said(self, form: Form, path: str, parts: Mapping[str, Plain]) -> str:
        shelf = self._html if form is Form.HTML else self._text
        lines = (line.rstrip() for line in shelf.rendered(path, parts).split("\n"))
        text = "\n".join(line for line in lines if line)
        limit = LONGEST_SUBJECT if form is Form.SUBJECT else LONGEST_FORM
        if not text:
            raise TemplateRefused(f"its {form} says nothing")
        if len(text) > limit:
            raise TemplateRefused(f"its {form} is longer than {limit} characters")
        if form is Form.SLACK and _CALLS_EVERYBODY.search(text):
            raise TemplateRefused("it mentions people")
        return text


def template_path(locale: str, audience: Audience, moment: UpdateMoment) -> str:
    return f"{locale_of(locale)}/updates/{audience.kind}/{moment}{SUFFIX}"


def _parts(audience: Audience, moment: UpdateMoment, facts: UpdateFacts, policy: Policy) -> Parts:
    tongue = Tongue(locale_of(audience.locale, policy.locale), policy.command)
    zone = ZoneInfo(audience.zone or policy.zone)
    facts = _without_secrets(facts, Masker(policy.mask_patterns))
    writers = (Writer(form, tongue, zone, facts.at) for form in Form)
    return {each.form: values(each, audience, moment, facts, policy) for each in writers}


def _without_secrets(facts: UpdateFacts, masker: Masker) -> UpdateFacts:
    """Only what may be shown is looked through: somebody may have pasted a whole log."""

    def masked(typed: str, longest: int) -> str:
        return masker.mask(typed[: 2 * longest]).text

    safe: dict[str, str | tuple[str, ...]] = {}
    for name in TYPED:
        said: str | tuple[str, ...] = getattr(facts, name)
        if isinstance(said, str):
            safe[name] = masked(said, LONGEST.get(name, LONGEST_FIELD))
        else:
            safe[name] = tuple(masked(each, LONGEST_LINE) for each in said[: MOST_ITEMS + 1])
    return facts.model_copy(update=safe)


def _marked(said: Rendered, policy: Policy) -> Rendered:
    """What is not the production deployment says so before everything else."""
    name = policy.prefix.strip("-_ ")
    if not name:
        return said
    marks = {
        form: f"[{name}] {getattr(said, form)}" for form in ("title", "subject", "slack", "plain")
    }
    return said.model_copy(update=marks)
