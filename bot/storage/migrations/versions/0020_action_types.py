"""Action items: what each is for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("task", sa.Column("type", sa.String(), nullable=True))
