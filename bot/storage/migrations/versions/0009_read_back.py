"""How far each channel was read back, and a quick way to the replies of a thread."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "read_back",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("complete_at", _TIME, nullable=True),
        sa.Column("began_at", _TIME, nullable=True),
        sa.Column("paged", sa.Boolean(), nullable=False),
        sa.Column("down_to", sa.String(), nullable=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("first", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("channel", "whole", name="pk_read_back"),
    )
    op.create_index("ix_heard_channel_thread", "heard", ["channel", "thread"])
