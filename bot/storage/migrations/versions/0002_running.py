"""What it takes to run an incident: roles, moments, tasks, and the reasons of its ends.

Where a column must not be empty the database itself has a default: the release before this one
still writes rows without it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

revision = "0002"
down_revision = "0001"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _state_of_incidents()
    _decisions()
    _tasks()
    _homes()
    _search()
    op.add_column("member", sa.Column("spoke_at", _TIME, nullable=True))
    op.add_column("timeline", sa.Column("kind", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_timeline_incident_kind", "timeline", ["incident", "kind"])


def _state_of_incidents() -> None:
    op.add_column(
        "incident", sa.Column("declared_title", sa.String(), nullable=False, server_default="")
    )
    op.add_column("incident", sa.Column("service", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("roles", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("incident", sa.Column("no_ic_since", _TIME, nullable=True))
    op.add_column("incident", sa.Column("moments", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("incident", sa.Column("handover", sa.JSON(), nullable=True))
    op.add_column("incident", sa.Column("ticks", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("incident", sa.Column("status_by", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("status_at", _TIME, nullable=True))
    op.add_column(
        "incident", sa.Column("ended_because", sa.String(), nullable=False, server_default="")
    )
    op.add_column(
        "incident", sa.Column("resolution", sa.String(), nullable=False, server_default="")
    )
    op.add_column("incident", sa.Column("lasting", sa.String(), nullable=False, server_default=""))
    op.add_column("incident", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column(
        "incident",
        sa.Column("merged_hidden", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("incident", sa.Column("before_merge", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("related", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("incident", sa.Column("quiet_until", _TIME, nullable=True))
    op.add_column("incident", sa.Column("ended_at", _TIME, nullable=True))
    op.add_column("incident", sa.Column("keep_until", _TIME, nullable=True))
    op.add_column(
        "incident", sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def _decisions() -> None:
    op.add_column("incident", sa.Column("way", sa.String(), nullable=False, server_default=""))
    op.add_column("incident", sa.Column("way_at", _TIME, nullable=True))
    op.add_column("incident", sa.Column("way_note", sa.String(), nullable=False, server_default=""))
    op.add_column("incident", sa.Column("way_by", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("way_until", _TIME, nullable=True))
    op.add_column("incident", sa.Column("way_asked_at", _TIME, nullable=True))


def _tasks() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_at", _TIME, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", _TIME, nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.UniqueConstraint("incident", "kind", "number", name="uq_task_incident_kind_number"),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name="fk_task_incident_incident"),
    )
    op.create_index("ix_task_owner_state", "task", ["owner", "state"])


def _homes() -> None:
    op.create_table(
        "home",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("opened_at", _TIME, nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("person", name="pk_home"),
    )
    op.create_index("ix_home_opened_at", "home", ["opened_at"])


def _search() -> None:
    """Filled by the program, at its next start: it can be made from the other tables."""
    if context.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5"
            " (title, impact, entries, tokenize = 'unicode61 remove_diacritics 0')"
        )
        return
    weighted = (("title", "A"), ("impact", "B"), ("entries", "D"))
    parts = " || ".join(f"setweight(to_tsvector('simple', {c}), '{w}')" for c, w in weighted)
    op.execute(
        "CREATE TABLE search (number integer PRIMARY KEY, title text NOT NULL,"
        " impact text NOT NULL, entries text NOT NULL,"
        f" document tsvector GENERATED ALWAYS AS ({parts}) STORED)"
    )
    op.execute("CREATE INDEX ix_search_document ON search USING gin (document)")
