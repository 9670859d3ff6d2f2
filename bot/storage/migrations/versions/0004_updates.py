"""How far each audience of an incident is informed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("incident", sa.Column("updates", sa.JSON(), nullable=False, server_default="{}"))
