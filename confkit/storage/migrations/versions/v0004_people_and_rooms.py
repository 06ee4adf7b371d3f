"""Rooms for several sessions at once, rooms of tracks, what must not run at the same time; the order of sign-ups.

What a migration did is history: this file does not change any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns, with nothing in them for what is there already."""
    for table, column in (
        ("room", sa.Column("parallel", sa.BigInteger, nullable=False, server_default="1")),
        ("track", sa.Column("rooms", sa.Text, nullable=False, server_default="[]")),
        ("person", sa.Column("apart", sa.Text, nullable=False, server_default="[]")),
        ("session", sa.Column("not_with", sa.Text, nullable=False, server_default="[]")),
        ("sign_up", sa.Column("counted", sa.Text, nullable=True)),
        ("sign_up", sa.Column("attended", sa.Boolean, nullable=False, server_default="0")),
    ):
        # Made anew where SQLite needs it, so that a database that was migrated reads like one that is new.
        with op.batch_alter_table(table, recreate="auto") as batch:
            batch.add_column(column)
