"""Alerts: what is known of each, what was delivered, what nobody could read, what is watched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _alerts()
    op.create_table(
        "alert_delivery",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("heard_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("source", "id", name="pk_alert_delivery"),
    )
    op.create_index("ix_alert_delivery_heard_at", "alert_delivery", ["heard_at"])
    op.create_table(
        "alert_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert_change"),
    )
    op.create_index("ix_alert_change_at", "alert_change", ["at"])
    _unread()
    op.create_table(
        "watch",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_watch"),
    )


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("copy_key", sa.String(), nullable=True),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.Column("by_webhook", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("sent_in", sa.String(), nullable=True),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("incident", sa.String(), nullable=True),
        sa.Column("linked_at", _TIME, nullable=True),
        sa.Column("ignored_by", sa.String(), nullable=True),
        sa.Column("ignored_at", _TIME, nullable=True),
        sa.Column("ignored_why", sa.String(), nullable=False),
        sa.Column("firing", sa.Boolean(), nullable=False),
        sa.Column("heard_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
        sa.UniqueConstraint("dedup_key", name="uq_alert_dedup_key"),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name="fk_alert_incident_incident"),
    )
    op.create_index("ix_alert_copy_key", "alert", ["copy_key"])
    op.create_index("ix_alert_incident", "alert", ["incident"])
    op.create_index("ix_alert_heard_at", "alert", ["heard_at"])
    op.create_index("ix_alert_firing_heard_at", "alert", ["firing", "heard_at"])
    op.create_index("ix_alert_channel_ts", "alert", ["channel", "ts"])


def _unread() -> None:
    op.create_table(
        "unread_alert",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", _TIME, nullable=False),
        sa.Column("last_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_unread_alert"),
    )
    op.create_index("ix_unread_alert_source_last_at", "unread_alert", ["source", "last_at"])
