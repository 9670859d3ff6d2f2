"""Alerts that are repeated: by which word, and how often since the row was written last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("alert", sa.Column("again", sa.String(), nullable=True))
    op.add_column("alert", sa.Column("repeats", sa.Integer(), nullable=False, server_default="0"))
    some = sa.text("repeats > 0")
    op.create_index(
        "ix_alert_repeated", "alert", ["heard_at"], sqlite_where=some, postgresql_where=some
    )
