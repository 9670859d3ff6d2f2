"""What follows a message that is deleted: tasks made of it, decisions, and their words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    no = sa.false()
    op.add_column("task", sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("task", sa.Column("struck_at", _TIME, nullable=True))
    op.create_index("ix_task_source", "task", ["source"])
    op.add_column(
        "incident", sa.Column("way_struck", sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column("incident", sa.Column("words_erased_at", _TIME, nullable=True))
    # They held copies of facts, for a repetition within minutes; now they name them.
    op.execute("UPDATE intent SET outcome = '[]' WHERE outcome LIKE '[{%'")
