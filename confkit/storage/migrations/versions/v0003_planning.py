"""What planning needs: pinned slots, the event's own rules, ways and quotas; reviews, sign-ups and arrivals.

What a migration did is history: this file does not change any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _reference(name: str, target: str, key: str, *, nullable: bool = False) -> "sa.Column[str]":
    reference = sa.ForeignKey(f"{target}.id", name=key, deferrable=True, initially="DEFERRED")
    return sa.Column(name, sa.String(32), reference, nullable=nullable)


def upgrade() -> None:
    """Add the columns, with nothing in them for what is there already, and the tables."""
    # Made anew, so that a database that was migrated reads like one that is new.
    for table, column in (
        ("event", sa.Column("severities", sa.Text, nullable=False, server_default="[]")),
        ("event", sa.Column("options", sa.Text, nullable=False, server_default="{}")),
        ("room", sa.Column("ways", sa.Text, nullable=False, server_default="[]")),
        ("track", sa.Column("quota", sa.BigInteger, nullable=True)),
        ("session_type", sa.Column("quota", sa.BigInteger, nullable=True)),
        ("slot", sa.Column("pinned", sa.Boolean, nullable=False, server_default="0")),
    ):
        with op.batch_alter_table(table, recreate="auto") as batch:
            batch.add_column(column)
    op.create_table(
        "room_way",
        sa.Column("owner_id", sa.String(32), nullable=False),
        _reference("room_id", "room", "fk_room_way_room_id"),
        sa.PrimaryKeyConstraint("owner_id", "room_id", name="pk_room_way"),
    )
    op.create_index("ix_room_way_room_id", "room_way", ["room_id"])
    _create_parts_of_sessions()
    op.create_table(
        "arrival",
        sa.Column("id", sa.String(32), nullable=False),
        _reference("event_id", "event", "fk_arrival_event_id"),
        _reference("person_id", "person", "fk_arrival_person_id"),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_arrival"),
        sa.UniqueConstraint("event_id", "person_id", name="uq_arrival_event_id_person_id"),
    )
    op.create_index("ix_arrival_person_id", "arrival", ["person_id"])


def _create_parts_of_sessions() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.String(32), nullable=False),
        _reference("session_id", "session", "fk_review_session_id"),
        _reference("person_id", "person", "fk_review_person_id"),
        sa.Column("score", sa.BigInteger, nullable=True),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("session_id", "person_id", name="uq_review_session_id_person_id"),
    )
    op.create_index("ix_review_person_id", "review", ["person_id"])
    op.create_table(
        "sign_up",
        sa.Column("id", sa.String(32), nullable=False),
        _reference("session_id", "session", "fk_sign_up_session_id"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
        _reference("slot_id", "slot", "fk_sign_up_slot_id", nullable=True),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up"),
    )
    op.create_index("ix_sign_up_session_id", "sign_up", ["session_id"])
    op.create_index("ix_sign_up_slot_id", "sign_up", ["slot_id"])
