"""Run by Alembic for each step; the connection and its transaction are `migrate`'s."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from bot.storage import alert_tables as alert_tables  # these fill the metadata
from bot.storage import record_tables as record_tables
from bot.storage import suggestion_tables as suggestion_tables
from bot.storage import tables as tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
context.run_migrations()
