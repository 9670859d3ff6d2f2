"""Action items: who gave one to whom and was not answered yet, and why one is not done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("task", sa.Column("given_by", sa.String(), nullable=True))
    op.add_column("task", sa.Column("reason", sa.String(), nullable=False, server_default=""))
