"""What Podcasting 2.0 adds to shows and episodes, the series of events, and the streams of sessions.

What a migration did is history: this file does not change any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TEXTS: dict[str, dict[str, str | None]] = {
    "event": {"series": ""},
    "session": {"stream": ""},
    "show": {
        "podroll": "[]",
        "publisher": None,
        "texts": "[]",
        "seasons": "[]",
        "recurrence": "",
        "rhythm": "",
        "series": "",
        "secret": "",
        "extras": "[]",
    },
    "episode": {
        "image": "",
        "display": "",
        "soundbites": "[]",
        "discussions": "[]",
        "texts": "[]",
        "remote": None,
        "extras": "[]",
    },
}


def upgrade() -> None:
    """Add the columns; what is there already has nothing in them."""
    for table, columns in _TEXTS.items():
        # Made anew, so that a database that was migrated reads like one that is new.
        with op.batch_alter_table(table, recreate="auto") as batch:
            for name, otherwise in columns.items():
                batch.add_column(sa.Column(name, sa.Text, nullable=otherwise is None, server_default=otherwise))
