"""Who wants to hear of an incident or a severity by direct message; and what is only practised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("person", "topic", name="pk_subscription"),
    )
    op.create_index("ix_subscription_topic", "subscription", ["topic"])
    op.add_column(
        "incident", sa.Column("drill", sa.Boolean(), nullable=False, server_default=sa.false())
    )
