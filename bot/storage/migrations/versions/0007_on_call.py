"""What was read of on-call schedules, and who in Slack the people in them are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("schedule", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=False),
        sa.Column("modified", sa.String(), nullable=False),
        sa.Column("read_at", _TIME, nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("schedule", name="pk_feed"),
    )
    op.create_table(
        "email_match",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("known_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("email", name="pk_email_match"),
    )
