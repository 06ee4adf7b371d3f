"""When an event is open, and the days of a track.

What a migration did is history: this file does not change any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns, with nothing in them for what is there already."""
    for table, names in (("event", ("opens", "closes")), ("track", ("first_day", "last_day"))):
        # Made anew where SQLite needs it, so that a database that was migrated reads like one that is new.
        with op.batch_alter_table(table, recreate="auto") as batch:
            for name in names:
                batch.add_column(sa.Column(name, sa.Text, nullable=True))
