"""How often an effect was tried again without knowing what the attempt before had done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("effect", sa.Column("unsure", sa.Integer(), nullable=False, server_default="0"))
