"""Earlier incidents that one is like, and of which it is a repeat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("incident", sa.Column("repeats", sa.JSON(), nullable=False, server_default="{}"))
    op.create_index("ix_incident_declared_at", "incident", ["declared_at"])
