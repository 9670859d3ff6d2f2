"""Whom an incident has called, and what calls people next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Incidents of before have no start to count from, and call nobody until they reopen."""
    op.add_column("incident", sa.Column("pressure", sa.JSON(), nullable=False, server_default="{}"))
