"""Few incidents have a history to be read back; they are found without reading all the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_index(
        "ix_incident_history_due",
        "incident",
        ["number"],
        sqlite_where=sa.text("history_due = 1"),
        postgresql_where=sa.text("history_due"),
    )
