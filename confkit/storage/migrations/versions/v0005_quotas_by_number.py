"""Quotas by number: how many sessions of a track, of a type and of a length are planned.

What a migration did is history: this file does not change any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns, with nothing in them for what is there already."""
    for table, column in (
        ("event", sa.Column("lengths", sa.Text, nullable=False, server_default="[]")),
        ("track", sa.Column("quota_number", sa.BigInteger, nullable=True)),
        ("session_type", sa.Column("quota_number", sa.BigInteger, nullable=True)),
    ):
        # Made anew where SQLite needs it, so that a database that was migrated reads like one that is new.
        with op.batch_alter_table(table, recreate="auto") as batch:
            batch.add_column(column)
