"""The tables: where each fact lies in the database.

Ids are 32 hexadecimal digits, instants fixed-width UTC text that sorts by time, lengths of time whole microseconds, and
nested values JSON text; see ``rows`` for the mapping. Foreign keys are checked when a transaction is committed, so an
edit may change things in any order; nothing is ever deleted by a cascade, because the journal has to know what went.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

# Rises by one with each migration; SQLite keeps it in ``user_version``, alembic as ``0001`` and so on.
SCHEMA_VERSION = 6

# "Conf" in ASCII: what the header of every confkit database says it is (PRAGMA application_id).
APPLICATION_ID = 0x436F6E66

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> "Column[str]":
    return Column("id", String(32), primary_key=True)


def _text(name: str, *, nullable: bool = False, otherwise: str | None = None) -> "Column[str]":
    """A text; ``otherwise`` is what the rows of a schema that had no such column have there."""
    return Column(name, Text, nullable=nullable, server_default=otherwise)


def _number(name: str, *, nullable: bool = False, otherwise: int | None = None) -> "Column[int]":
    default = None if otherwise is None else str(otherwise)
    return Column(name, BigInteger, nullable=nullable, server_default=default)


def _flag(name: str, *, nullable: bool = False, otherwise: bool | None = None) -> "Column[bool]":
    # In quotes both databases take it for a flag, and SQLite adds the column without making the table anew.
    default = None if otherwise is None else str(int(otherwise))
    return Column(name, Boolean, nullable=nullable, server_default=default)


def _reference(name: str, target: str, *, nullable: bool = False, index: bool = True) -> "Column[str]":
    key = ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED")
    return Column(name, String(32), key, nullable=nullable, index=index)


event = Table(
    "event",
    metadata,
    _id(),
    _text("slug"),
    _text("title"),
    _text("zone"),
    _text("first_day"),
    _text("last_day"),
    _text("subtitle"),
    _text("description"),
    _text("language"),
    _text("location"),
    _text("url"),
    _text("organizer"),
    _text("email"),
    _text("licence"),
    _text("day_change"),
    _text("links"),
    _text("origin"),
    _text("series", otherwise=""),
    _text("severities", otherwise="[]"),
    _text("options", otherwise="{}"),
    _text("lengths", otherwise="[]"),
    _text("opens", nullable=True),
    _text("closes", nullable=True),
    UniqueConstraint("slug"),
)

room = Table(
    "room",
    metadata,
    _id(),
    _reference("event_id", "event"),
    _text("name"),
    _number("position"),
    _number("capacity", nullable=True),
    _text("equipment"),
    _text("description"),
    _text("availability"),
    _text("origin"),
    _text("ways", otherwise="[]"),
    _number("parallel", otherwise=1),
)

# To which rooms the JSON of a room knows the way, so that the database itself keeps those from being removed.
room_way = Table(
    "room_way",
    metadata,
    Column("owner_id", String(32), nullable=False),
    _reference("room_id", "room"),
    PrimaryKeyConstraint("owner_id", "room_id"),
)

track = Table(
    "track",
    metadata,
    _id(),
    _reference("event_id", "event"),
    _text("name"),
    _number("position"),
    _text("colour"),
    _text("description"),
    _text("origin"),
    _number("quota", nullable=True),
    _text("rooms", otherwise="[]"),
    _number("quota_number", nullable=True),
    _text("first_day", nullable=True),
    _text("last_day", nullable=True),
)

session_type = Table(
    "session_type",
    metadata,
    _id(),
    _reference("event_id", "event"),
    _text("name"),
    _number("length"),
    _text("kind"),
    _number("position"),
    _text("origin"),
    _number("quota", nullable=True),
    _number("quota_number", nullable=True),
)

person = Table(
    "person",
    metadata,
    _id(),
    _text("name"),
    _text("organisation"),
    _text("biography"),
    _text("email"),
    _text("picture"),
    _text("links"),
    _text("availability"),
    _text("notes"),
    _text("origin"),
    _text("apart", otherwise="[]"),
)

session = Table(
    "session",
    metadata,
    _id(),
    _reference("event_id", "event"),
    _text("title"),
    _text("status"),
    _reference("type_id", "session_type", nullable=True),
    _reference("track_id", "track", nullable=True),
    _text("subtitle"),
    _text("abstract"),
    _text("description"),
    _text("language"),
    _text("level"),
    _number("duration", nullable=True),
    _text("tags"),
    _text("links"),
    _number("expected_audience", nullable=True),
    _number("capacity", nullable=True),
    _text("equipment"),
    _text("consent"),
    _text("licence"),
    _text("notes"),
    _text("origin"),
    _text("stream", otherwise=""),
    _text("not_with", otherwise="[]"),
)

session_person = Table(
    "session_person",
    metadata,
    _reference("session_id", "session", index=False),
    Column("position", Integer, nullable=False),
    _reference("person_id", "person"),
    _text("role"),
    PrimaryKeyConstraint("session_id", "position"),
)

slot = Table(
    "slot",
    metadata,
    _id(),
    _reference("session_id", "session"),
    _text("start"),
    _text("end"),
    _reference("room_id", "room", nullable=True),
    _flag("pinned", otherwise=False),
)

review = Table(
    "review",
    metadata,
    _id(),
    _reference("session_id", "session", index=False),
    _reference("person_id", "person"),
    _number("score", nullable=True),
    _text("comment"),
    _text("at"),
    UniqueConstraint("session_id", "person_id"),
)

sign_up = Table(
    "sign_up",
    metadata,
    _id(),
    _reference("session_id", "session"),
    _text("name"),
    _text("email"),
    _text("added"),
    _reference("slot_id", "slot", nullable=True),
    _flag("withdrawn"),
    _text("counted", nullable=True),
    _flag("attended", otherwise=False),
)

arrival = Table(
    "arrival",
    metadata,
    _id(),
    _reference("event_id", "event", index=False),
    _reference("person_id", "person"),
    _text("at"),
    UniqueConstraint("event_id", "person_id"),
)

show = Table(
    "show",
    metadata,
    _id(),
    _text("slug"),
    _text("title"),
    Column("guid", String(32), nullable=False),
    _text("description"),
    _text("language"),
    _text("author"),
    _text("owner_name"),
    _text("owner_email"),
    _text("categories"),
    _flag("explicit"),
    _text("kind"),
    _text("medium"),
    _text("url"),
    _text("artwork"),
    _text("copyright"),
    _text("licence"),
    _text("location"),
    _flag("locked"),
    _flag("complete"),
    _flag("block"),
    _text("new_feed_url"),
    _text("funding"),
    _text("participants"),
    _reference("event_id", "event", nullable=True),
    _text("origin"),
    _text("podroll", otherwise="[]"),
    _text("publisher", nullable=True),
    _text("texts", otherwise="[]"),
    _text("seasons", otherwise="[]"),
    _text("recurrence", otherwise=""),
    _text("rhythm", otherwise=""),
    _text("series", otherwise=""),
    _text("secret", otherwise=""),
    _text("extras", otherwise="[]"),
    UniqueConstraint("slug"),
)

episode = Table(
    "episode",
    metadata,
    _id(),
    _reference("show_id", "show"),
    _text("guid"),
    _text("added"),
    _text("state"),
    _text("file"),
    _reference("session_id", "session", nullable=True),
    _text("kind"),
    _text("title", nullable=True),
    _text("subtitle", nullable=True),
    _text("description", nullable=True),
    _text("people", nullable=True),
    _text("date", nullable=True),
    _number("season", nullable=True),
    _number("number", nullable=True),
    _text("language", nullable=True),
    _text("licence", nullable=True),
    _text("link", nullable=True),
    _flag("explicit", nullable=True),
    _text("chapters", nullable=True),
    _text("based_on"),
    _text("origin"),
    _text("image", otherwise=""),
    _text("display", otherwise=""),
    _text("soundbites", otherwise="[]"),
    _text("discussions", otherwise="[]"),
    _text("texts", otherwise="[]"),
    _text("remote", nullable=True),
    _text("extras", otherwise="[]"),
    UniqueConstraint("show_id", "guid"),
)

# Who is named in the JSON of a show or episode, so that the database itself keeps those persons from being removed.
credited_person = Table(
    "credited_person",
    metadata,
    Column("owner_id", String(32), nullable=False),
    _reference("person_id", "person"),
    PrimaryKeyConstraint("owner_id", "person_id"),
)

# ``state`` is done, undone (and can be redone) or dropped (undone, and something else was done instead);
# ``undone_by`` is the entry that took the edit back.
journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("at"),
    _text("author"),
    _text("kind"),
    _text("label"),
    Column("target", Integer, nullable=True),
    _text("state"),
    Column("undone_by", Integer, nullable=True),
    Index(None, "author", "state"),
    sqlite_autoincrement=True,
)

journal_change = Table(
    "journal_change",
    metadata,
    Column("entry", Integer, ForeignKey("journal.number"), nullable=False),
    Column("position", Integer, nullable=False),
    _text("kind"),
    Column("entity_id", String(32), nullable=False),
    _text("before", nullable=True),
    _text("after", nullable=True),
    PrimaryKeyConstraint("entry", "position"),
)

# What an entry is about: the things it changed and what they belong to (a slot to its session and event).
journal_subject = Table(
    "journal_subject",
    metadata,
    Column("subject_id", String(32), nullable=False),
    Column("entry", Integer, ForeignKey("journal.number"), nullable=False),
    PrimaryKeyConstraint("subject_id", "entry"),
)

# What attendees' calendars hold. No foreign keys: it has to outlive the slots, as cancelled events.
calendar_entry = Table(
    "calendar_entry",
    metadata,
    Column("slot_id", String(32), primary_key=True),
    Column("event_id", String(32), nullable=False, index=True),
    Column("session_id", String(32), nullable=False),
    _text("title"),
    _text("start"),
    _text("end"),
    _text("created"),
    _text("modified"),
    _number("sequence"),
    _flag("cancelled"),
    _flag("tentative"),
    _text("location"),
    _text("description"),
    _text("url"),
    _text("language"),
    _text("categories"),
    _text("people"),
    Column("room_id", String(32), nullable=True),
    Column("track_id", String(32), nullable=True),
    Column("type_id", String(32), nullable=True),
    _text("person_ids"),
)

# What can be found by its words; SQLite's full-text index over it is made and kept current by FULL_TEXT.
search_document = Table(
    "search_document",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("kind"),
    Column("entity_id", String(32), nullable=False, unique=True),
    Column("event_id", String(32), nullable=True),
    _text("title"),
    _text("body"),
)

# alembic's own table, made as alembic makes it.
alembic_version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

# SQLite only. The index holds no text of its own (external content), so the triggers hand it the old text on removal.
FULL_TEXT = (
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
