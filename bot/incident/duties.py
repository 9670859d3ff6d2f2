"""What each role does and leaves to others, in lines that can be read at four in the morning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.incident.roles import Role
from bot.language import N_


@dataclass(frozen=True, slots=True)
class Duties:
    does: tuple[str, ...]
    leaves: str
    """What somebody in this role must not do."""


DUTIES: Mapping[Role, Duties] = {
    Role.IC: Duties(
        (
            N_("You decide, alone: size up, stabilise, update, verify, and again."),
            N_("Give each thing to one named person, with a time, and wait for their yes."),
            N_("Ask “any strong objection?”, wait a moment, then announce the decision."),
            N_("Approve what is said outside, and say when it is over."),
        ),
        N_("Do not repair anything yourself, and hold no second role in a large incident."),
    ),
    Role.SCRIBE: Duties(
        (
            N_("Write down what is done, decided and seen, with its time."),
            N_("Note what is still to do, and who has said that they do it."),
        ),
        N_("Record, do not interpret."),
    ),
    Role.COMMS: Duties(
        (
            N_("Draft what customers and the others outside hear; it goes out once approved."),
            N_("Keep the times that were promised for the next update."),
            N_("Bring back what customers report."),
        ),
        N_("Promise no time for the repair, and post nothing that was not approved."),
    ),
    Role.TECH: Duties(
        (
            N_("Find out what is wrong, and lead those who repair it."),
            N_("Report in three parts: the condition, what could be done, what you need."),
            N_("Carry out what was agreed, one change at a time, announced before."),
        ),
        N_("Change nothing unannounced, and do not leave without a word."),
    ),
    Role.DEPUTY: Duties(
        (
            N_("Stand ready to take command at once when the commander falls silent."),
            N_("Remind the commander of what is open, about every ten minutes."),
            N_("Bring in people who are needed."),
        ),
        N_("Do not repair anything yourself."),
    ),
    Role.SUPPORT: Duties(
        (
            N_("Tell the support team what to answer, and how to get around the problem."),
            N_("Count what customers report, and bring it back here."),
        ),
        N_("Promise no time for the repair."),
    ),
    Role.LIAISON: Duties(
        (
            N_("Page further responders when the commander asks for them."),
            N_("Brief the executives about every thirty minutes, and take their questions."),
        ),
        N_("Let nobody from outside take command unnoticed."),
    ),
    Role.QA: Duties(
        (
            N_("Verify that a repair works, before and after it goes out."),
            N_("Say what else may be affected, and watch it."),
        ),
        N_("Repair nothing unannounced."),
    ),
    Role.PRODUCT: Duties(
        (
            N_("Say what hurts users most, and what may be switched off meanwhile."),
            N_("Decide with the commander what a degraded service may look like."),
        ),
        N_("Ask for nothing new while it burns."),
    ),
}
