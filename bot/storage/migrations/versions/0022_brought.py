"""Imported incidents: what they bring along of other incidents and of alerts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "brought_along",
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("brought", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident"], ["incident.id"], name="fk_brought_along_incident_incident"
        ),
        sa.PrimaryKeyConstraint("incident", name="pk_brought_along"),
    )
