"""Channels that were there before their incident, and severities that nobody has chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for name in ("adopted", "history_due", "severity_assumed"):
        op.add_column(
            "incident", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
