"""Incidents that were taken in from another bot: from where."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("incident", sa.Column("imported_from", sa.String(), nullable=True))
