"""The first schema. What a migration did is history: this file does not change any more."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None

_ID = sa.String(32)


def _column(name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any], *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=nullable)


_FULL_TEXT = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
    title, body, content='search_document', content_rowid='number', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN
    INSERT INTO search_index(rowid, title, body) VALUES (new.number, new.title, new.body); END""",
    """CREATE TRIGGER search_document_removed AFTER DELETE ON search_document BEGIN
    INSERT INTO search_index(search_index, rowid, title, body) VALUES ('delete', old.number, old.title, old.body);
    END""",
    """CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN
    INSERT INTO search_index(search_index, rowid, title, body) VALUES ('delete', old.number, old.title, old.body);
    INSERT INTO search_index(rowid, title, body) VALUES (new.number, new.title, new.body); END""",
)


def upgrade() -> None:
    """Create every table, and on SQLite the full-text index."""
    op.create_table(
        "calendar_entry",
        _column("slot_id", _ID),
        _column("event_id", _ID),
        _column("session_id", _ID),
        _column("title", sa.Text),
        _column("start", sa.Text),
        _column("end", sa.Text),
        _column("created", sa.Text),
        _column("modified", sa.Text),
        _column("sequence", sa.BigInteger),
        _column("cancelled", sa.Boolean),
        _column("tentative", sa.Boolean),
        _column("location", sa.Text),
        _column("description", sa.Text),
        _column("url", sa.Text),
        _column("language", sa.Text),
        _column("categories", sa.Text),
        _column("people", sa.Text),
        _column("room_id", _ID, nullable=True),
        _column("track_id", _ID, nullable=True),
        _column("type_id", _ID, nullable=True),
        _column("person_ids", sa.Text),
        sa.PrimaryKeyConstraint("slot_id", name="pk_calendar_entry"),
    )
    op.create_index("ix_calendar_entry_event_id", "calendar_entry", ["event_id"], unique=False)
    op.create_table(
        "event",
        _column("id", _ID),
        _column("slug", sa.Text),
        _column("title", sa.Text),
        _column("zone", sa.Text),
        _column("first_day", sa.Text),
        _column("last_day", sa.Text),
        _column("subtitle", sa.Text),
        _column("description", sa.Text),
        _column("language", sa.Text),
        _column("location", sa.Text),
        _column("url", sa.Text),
        _column("organizer", sa.Text),
        _column("email", sa.Text),
        _column("licence", sa.Text),
        _column("day_change", sa.Text),
        _column("links", sa.Text),
        _column("origin", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.UniqueConstraint("slug", name="uq_event_slug"),
    )
    op.create_table(
        "journal",
        _column("number", sa.Integer),
        _column("at", sa.Text),
        _column("author", sa.Text),
        _column("kind", sa.Text),
        _column("label", sa.Text),
        _column("target", sa.Integer, nullable=True),
        _column("state", sa.Text),
        _column("undone_by", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_journal"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_author_state", "journal", ["author", "state"], unique=False)
    op.create_table(
        "person",
        _column("id", _ID),
        _column("name", sa.Text),
        _column("organisation", sa.Text),
        _column("biography", sa.Text),
        _column("email", sa.Text),
        _column("picture", sa.Text),
        _column("links", sa.Text),
        _column("availability", sa.Text),
        _column("notes", sa.Text),
        _column("origin", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "search_document",
        _column("number", sa.Integer),
        _column("kind", sa.Text),
        _column("entity_id", _ID),
        _column("event_id", _ID, nullable=True),
        _column("title", sa.Text),
        _column("body", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_search_document"),
        sa.UniqueConstraint("entity_id", name="uq_search_document_entity_id"),
    )
    op.create_table(
        "credited_person",
        _column("owner_id", _ID),
        _column("person_id", _ID),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_credited_person_person_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("owner_id", "person_id", name="pk_credited_person"),
    )
    op.create_index("ix_credited_person_person_id", "credited_person", ["person_id"], unique=False)
    op.create_table(
        "journal_change",
        _column("entry", sa.Integer),
        _column("position", sa.Integer),
        _column("kind", sa.Text),
        _column("entity_id", _ID),
        _column("before", sa.Text, nullable=True),
        _column("after", sa.Text, nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["journal.number"], name="fk_journal_change_entry"),
        sa.PrimaryKeyConstraint("entry", "position", name="pk_journal_change"),
    )
    op.create_table(
        "journal_subject",
        _column("subject_id", _ID),
        _column("entry", sa.Integer),
        sa.ForeignKeyConstraint(["entry"], ["journal.number"], name="fk_journal_subject_entry"),
        sa.PrimaryKeyConstraint("subject_id", "entry", name="pk_journal_subject"),
    )
    op.create_table(
        "room",
        _column("id", _ID),
        _column("event_id", _ID),
        _column("name", sa.Text),
        _column("position", sa.BigInteger),
        _column("capacity", sa.BigInteger, nullable=True),
        _column("equipment", sa.Text),
        _column("description", sa.Text),
        _column("availability", sa.Text),
        _column("origin", sa.Text),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_room_event_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_room"),
    )
    op.create_index("ix_room_event_id", "room", ["event_id"], unique=False)
    op.create_table(
        "session_type",
        _column("id", _ID),
        _column("event_id", _ID),
        _column("name", sa.Text),
        _column("length", sa.BigInteger),
        _column("kind", sa.Text),
        _column("position", sa.BigInteger),
        _column("origin", sa.Text),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_session_type_event_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_session_type"),
    )
    op.create_index("ix_session_type_event_id", "session_type", ["event_id"], unique=False)
    op.create_table(
        "show",
        _column("id", _ID),
        _column("slug", sa.Text),
        _column("title", sa.Text),
        _column("guid", _ID),
        _column("description", sa.Text),
        _column("language", sa.Text),
        _column("author", sa.Text),
        _column("owner_name", sa.Text),
        _column("owner_email", sa.Text),
        _column("categories", sa.Text),
        _column("explicit", sa.Boolean),
        _column("kind", sa.Text),
        _column("medium", sa.Text),
        _column("url", sa.Text),
        _column("artwork", sa.Text),
        _column("copyright", sa.Text),
        _column("licence", sa.Text),
        _column("location", sa.Text),
        _column("locked", sa.Boolean),
        _column("complete", sa.Boolean),
        _column("block", sa.Boolean),
        _column("new_feed_url", sa.Text),
        _column("funding", sa.Text),
        _column("participants", sa.Text),
        _column("event_id", _ID, nullable=True),
        _column("origin", sa.Text),
        sa.UniqueConstraint("slug", name="uq_show_slug"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_show_event_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_show"),
    )
    op.create_index("ix_show_event_id", "show", ["event_id"], unique=False)
    op.create_table(
        "track",
        _column("id", _ID),
        _column("event_id", _ID),
        _column("name", sa.Text),
        _column("position", sa.BigInteger),
        _column("colour", sa.Text),
        _column("description", sa.Text),
        _column("origin", sa.Text),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_track_event_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_track"),
    )
    op.create_index("ix_track_event_id", "track", ["event_id"], unique=False)
    op.create_table(
        "session",
        _column("id", _ID),
        _column("event_id", _ID),
        _column("title", sa.Text),
        _column("status", sa.Text),
        _column("type_id", _ID, nullable=True),
        _column("track_id", _ID, nullable=True),
        _column("subtitle", sa.Text),
        _column("abstract", sa.Text),
        _column("description", sa.Text),
        _column("language", sa.Text),
        _column("level", sa.Text),
        _column("duration", sa.BigInteger, nullable=True),
        _column("tags", sa.Text),
        _column("links", sa.Text),
        _column("expected_audience", sa.BigInteger, nullable=True),
        _column("capacity", sa.BigInteger, nullable=True),
        _column("equipment", sa.Text),
        _column("consent", sa.Text),
        _column("licence", sa.Text),
        _column("notes", sa.Text),
        _column("origin", sa.Text),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_session_event_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["session_type.id"], name="fk_session_type_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["track.id"], name="fk_session_track_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_index("ix_session_event_id", "session", ["event_id"], unique=False)
    op.create_index("ix_session_track_id", "session", ["track_id"], unique=False)
    op.create_index("ix_session_type_id", "session", ["type_id"], unique=False)
    op.create_table(
        "episode",
        _column("id", _ID),
        _column("show_id", _ID),
        _column("guid", sa.Text),
        _column("added", sa.Text),
        _column("state", sa.Text),
        _column("file", sa.Text),
        _column("session_id", _ID, nullable=True),
        _column("kind", sa.Text),
        _column("title", sa.Text, nullable=True),
        _column("subtitle", sa.Text, nullable=True),
        _column("description", sa.Text, nullable=True),
        _column("people", sa.Text, nullable=True),
        _column("date", sa.Text, nullable=True),
        _column("season", sa.BigInteger, nullable=True),
        _column("number", sa.BigInteger, nullable=True),
        _column("language", sa.Text, nullable=True),
        _column("licence", sa.Text, nullable=True),
        _column("link", sa.Text, nullable=True),
        _column("explicit", sa.Boolean, nullable=True),
        _column("chapters", sa.Text, nullable=True),
        _column("based_on", sa.Text),
        _column("origin", sa.Text),
        sa.UniqueConstraint("show_id", "guid", name="uq_episode_show_id_guid"),
        sa.ForeignKeyConstraint(
            ["show_id"], ["show.id"], name="fk_episode_show_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_episode_session_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_episode"),
    )
    op.create_index("ix_episode_session_id", "episode", ["session_id"], unique=False)
    op.create_index("ix_episode_show_id", "episode", ["show_id"], unique=False)
    op.create_table(
        "session_person",
        _column("session_id", _ID),
        _column("position", sa.Integer),
        _column("person_id", _ID),
        _column("role", sa.Text),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_session_person_session_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_session_person_person_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("session_id", "position", name="pk_session_person"),
    )
    op.create_index("ix_session_person_person_id", "session_person", ["person_id"], unique=False)
    op.create_table(
        "slot",
        _column("id", _ID),
        _column("session_id", _ID),
        _column("start", sa.Text),
        _column("end", sa.Text),
        _column("room_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_slot_session_id", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name="fk_slot_room_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_slot"),
    )
    op.create_index("ix_slot_room_id", "slot", ["room_id"], unique=False)
    op.create_index("ix_slot_session_id", "slot", ["session_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for statement in _FULL_TEXT:
            op.execute(statement)
