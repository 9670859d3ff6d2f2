"""Post-mortems: how far each has got, and every revision of what people wrote in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Of incidents that were over before, the draft is made when somebody asks for it."""
    op.add_column(
        "incident", sa.Column("postmortem", sa.JSON(), nullable=False, server_default="{}")
    )
    op.create_table(
        "postmortem_revision",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("piece", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("empty", sa.Boolean(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident"], ["incident.id"], name="fk_postmortem_revision_incident_incident"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_postmortem_revision"),
        sa.UniqueConstraint("incident", "number", name="uq_postmortem_revision_incident_number"),
    )
