"""What may become an incident, and what that wants of the world."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_TIME = sa.DateTime(timezone=True)
_ABOUT: tuple[sa.Column[object], ...] = (
    sa.Column("id", sa.String(), nullable=False),
    sa.Column("state", sa.String(), nullable=False),
    sa.Column("title", sa.String(), nullable=False),
    sa.Column("text", sa.String(), nullable=False),
    sa.Column("severity", sa.String(), nullable=True),
    sa.Column("channel", sa.String(), nullable=True),
    sa.Column("ts", sa.String(), nullable=True),
    sa.Column("source", sa.JSON(), nullable=True),
    sa.Column("place", sa.String(), nullable=False),
    sa.Column("group", sa.String(), nullable=True),
    sa.Column("patience_seconds", sa.Integer(), nullable=True),
    sa.Column("critical", sa.Boolean(), nullable=False),
    sa.Column("storm", sa.Boolean(), nullable=False),
    sa.Column("asked", sa.Boolean(), nullable=False),
    sa.Column("calls", sa.JSON(), nullable=False),
    sa.Column("gathered", sa.JSON(), nullable=False),
    sa.Column("more", sa.Integer(), nullable=False),
    sa.Column("grew_at", _TIME, nullable=True),
    sa.Column("pages", sa.JSON(), nullable=False),
    sa.Column("near", sa.String(), nullable=True),
    sa.Column("reopens", sa.Boolean(), nullable=False),
    sa.Column("rule", sa.String(), nullable=False),
    sa.Column("opened_at", _TIME, nullable=False),
    sa.Column("decided_at", _TIME, nullable=True),
    sa.Column("decided_by", sa.String(), nullable=True),
    sa.Column("incident", sa.String(), nullable=True),
    sa.Column("hidden", sa.Boolean(), nullable=False),
    sa.Column("joined", sa.String(), nullable=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("wake_at", _TIME, nullable=True),
)


def upgrade() -> None:
    _suggestions()
    _effects()
    op.add_column("incident", sa.Column("alerts", sa.JSON(), nullable=False, server_default="{}"))


def _suggestions() -> None:
    op.create_table(
        "suggestion",
        *_ABOUT,
        sa.PrimaryKeyConstraint("id", name="pk_suggestion"),
        sa.ForeignKeyConstraint(
            ["incident"], ["incident.id"], name="fk_suggestion_incident_incident"
        ),
    )
    op.create_index("ix_suggestion_channel_ts", "suggestion", ["channel", "ts"])
    for column in ("state", "opened_at", "incident", "wake_at"):
        op.create_index(f"ix_suggestion_{column}", "suggestion", [column])


def _effects() -> None:
    op.create_table(
        "suggestion_effect",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("suggestion", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("done", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", _TIME, nullable=True),
        sa.Column("attempted_at", _TIME, nullable=True),
        sa.Column("next_attempt_at", _TIME, nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_suggestion_effect"),
        sa.ForeignKeyConstraint(
            ["suggestion"], ["suggestion.id"], name="fk_suggestion_effect_suggestion_suggestion"
        ),
        sa.UniqueConstraint("suggestion", "key", name="uq_suggestion_effect_suggestion_key"),
    )
    op.create_index("ix_suggestion_effect_state", "suggestion_effect", ["state"])
