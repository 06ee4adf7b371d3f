"""The show file, ``episodes/<show>/show.toml``: a show with its episodes and people, for people and for git.

Lossless both ways. It holds what people said about the episodes; the audio files hold the rest (title, chapters and so
on, as long as nobody edited them here), which is why an episode may be nothing but an id and a file. Persons stand
here with their e-mail addresses and notes: the file is for the makers of the show, not for the public.
"""

from datetime import datetime
from uuid import UUID

from confkit.codecs.entity_table import NewId, TableReader
from confkit.codecs.length_text import position_value
from confkit.codecs.person_table import links_value, participants_value, put_person, read_participants, read_person
from confkit.codecs.podcasting_table import (
    put_episode_parts,
    put_show_parts,
    read_discussion,
    read_feed,
    read_feed_text,
    read_remote,
    read_season,
    read_soundbite,
)
from confkit.codecs.references import References, refuse_doubles
from confkit.codecs.toml_text import TomlWriter, parse_toml
from confkit.domain.edit import cleaned
from confkit.domain.programme import Shelf
from confkit.domain.recording import Chapter
from confkit.domain.show import Episode, EpisodeKind, EpisodeState, Show, ShowKind, TagBasis
from confkit.domain.tag_merge import WRITING

FORMAT = 1


def write_show(shelf: Shelf) -> bytes:
    """Return ``shelf`` as a show file, episodes and persons in the order they have.

    Raises InvalidValue if it is not whole: a participant refers to a person that it does not hold.
    """
    persons = References("person", shelf.persons)
    writer = TomlWriter(
        "A show file of confkit. What an episode does not say here comes from its session, its audio file or the show.",
        "It holds e-mail addresses and notes of persons: it is for the makers of the show, not for the public.",
    )
    _put_show(writer, shelf.show, persons)
    for person in shelf.persons:
        put_person(writer, person)
    for episode in shelf.episodes:
        _put_episode(writer, episode, persons)
    return writer.finish()


def _put_show(writer: TomlWriter, show: Show, persons: References) -> None:
    writer.table("[show]")
    writer.put("format", FORMAT)
    writer.put("id", str(show.id))
    writer.put("slug", show.slug)
    writer.put("title", show.title)
    writer.put("guid", str(show.guid))
    writer.put("description", show.description, unless="")
    writer.put("language", show.language, unless="en")
    for key in ("author", "owner_name", "owner_email"):
        writer.put(key, getattr(show, key), unless="")
    writer.put("categories", show.categories, unless=())
    writer.put("explicit", show.explicit, unless=False)
    writer.put("kind", show.kind, unless=ShowKind.EPISODIC)
    writer.put("medium", show.medium, unless="podcast")
    for key in ("url", "artwork", "copyright", "licence", "location"):
        writer.put(key, getattr(show, key), unless="")
    writer.put("locked", show.locked, unless=True)
    writer.put("complete", show.complete, unless=False)
    writer.put("block", show.block, unless=False)
    writer.put("new_feed_url", show.new_feed_url, unless="")
    writer.put("funding", links_value(show.funding), unless=[])
    writer.put("participants", participants_value(show.participants, persons), unless=[])
    writer.put("event", _id_value(show.event_id))
    put_show_parts(writer, show)
    writer.put("origin", show.origin, unless="")


def _put_episode(writer: TomlWriter, episode: Episode, persons: References) -> None:
    writer.table("[[episodes]]")
    writer.put("id", str(episode.id))
    writer.put("guid", episode.guid, unless=str(episode.id))
    writer.put("added", episode.added)
    writer.put("state", episode.state, unless=EpisodeState.DRAFT)
    writer.put("file", episode.file, unless="")
    writer.put("session", _id_value(episode.session_id))
    writer.put("kind", episode.kind, unless=EpisodeKind.FULL)
    writer.put("title", episode.title)
    writer.put("subtitle", episode.subtitle)
    if episode.people is not None:
        writer.put("people", participants_value(episode.people, persons))
    for key in ("date", "season", "number", "language", "licence", "link", "explicit", "description"):
        writer.put(key, getattr(episode, key))
    if episode.chapters is not None:
        writer.put("chapters", [_chapter_value(chapter) for chapter in episode.chapters])
    put_episode_parts(writer, episode)
    # Which edit wrote the file's tags is of no use elsewhere: what undo needs lies in this workspace's state.
    based_on = [{"field": basis.field, "tag": basis.value} for basis in episode.based_on if basis.field != WRITING]
    writer.put("based_on", based_on, unless=[])
    writer.put("origin", episode.origin, unless="")


def _id_value(key: UUID | None) -> str | None:
    return None if key is None else str(key)


def _chapter_value(chapter: Chapter) -> dict[str, object]:
    value: dict[str, object] = {"start": position_value(chapter.start)}
    if chapter.end is not None:
        value["end"] = position_value(chapter.end)
    value["title"] = chapter.title
    for key in ("url", "image"):
        if getattr(chapter, key):
            value[key] = getattr(chapter, key)
    if chapter.hidden:
        value["hidden"] = True
    return value


def read_show(data: bytes, where: str, *, new_id: NewId | None = None) -> Shelf:
    """Read a show file; ``where`` is its name as errors show it. The text in it is cleaned.

    ``new_id`` makes it friendly to files written by hand: it is asked for every id that is missing. An episode without
    ``added`` was added on its date.

    Raises FormatError, with file, table and key, for everything that is unknown, missing, doubled or of another type.
    """
    document = TableReader(parse_toml(data, where), where, new_id=new_id)
    persons = tuple(cleaned(read_person(table)) for table in document.tables("persons"))
    references = References("person", persons)
    show = _read_show(document.table("show"), references)
    episodes = tuple(_read_episode(table, show, references) for table in document.tables("episodes"))
    document.done()
    refuse_doubles(document, "persons", [person.id for person in persons])
    refuse_doubles(document, "episodes", [episode.id for episode in episodes])
    return Shelf(show, episodes, persons)


def _read_show(table: TableReader, persons: References) -> Show:
    version = table.whole("format")
    if version is not None and version != FORMAT:
        table.fail("format", f"is {version}; this confkit reads {FORMAT}", "use the confkit that wrote the file")
    show = Show(
        id=table.id(),
        slug=table.name("slug"),
        title=table.name("title"),
        guid=table.id("guid"),
        description=table.text("description"),
        language=table.text("language", "en"),
        author=table.text("author"),
        owner_name=table.text("owner_name"),
        owner_email=table.text("owner_email"),
        categories=table.texts("categories"),
        explicit=table.flag("explicit") or False,
        kind=table.choice("kind", ShowKind.EPISODIC),
        medium=table.text("medium", "podcast"),
        url=table.text("url"),
        artwork=table.text("artwork"),
        copyright=table.text("copyright"),
        licence=table.text("licence"),
        location=table.text("location"),
        locked=table.flag("locked") is not False,
        complete=table.flag("complete") or False,
        block=table.flag("block") or False,
        new_feed_url=table.text("new_feed_url"),
        funding=table.links("funding"),
        participants=read_participants(table, "participants", persons) or (),
        event_id=table.uuid("event"),
        origin=table.text("origin"),
        podroll=tuple(read_feed(each) for each in table.tables("podroll")),
        publisher=read_feed(table.table("publisher")) if table.has("publisher") else None,
        texts=tuple(read_feed_text(each) for each in table.tables("texts")),
        seasons=tuple(read_season(each) for each in table.tables("seasons")),
        recurrence=table.text("recurrence"),
        rhythm=table.text("rhythm"),
        series=table.text("series"),
        secret=table.text("secret"),
        extras=table.texts("extras"),
    )
    table.done()
    return cleaned(show)


def _read_episode(table: TableReader, show: Show, persons: References) -> Episode:
    key = table.id()
    date = table.moment("date", None)
    episode = Episode(
        id=key,
        show_id=show.id,
        guid=table.text("guid", str(key)),
        added=_added(table, date),
        state=table.choice("state", EpisodeState.DRAFT),
        file=table.text("file"),
        session_id=table.uuid("session"),
        kind=table.choice("kind", EpisodeKind.FULL),
        title=table.own_text("title"),
        subtitle=table.own_text("subtitle"),
        description=table.own_text("description"),
        people=read_participants(table, "people", persons),
        date=date,
        season=table.whole("season"),
        number=table.whole("number"),
        language=table.own_text("language"),
        licence=table.own_text("licence"),
        link=table.own_text("link"),
        explicit=table.flag("explicit"),
        chapters=tuple(_chapter(each) for each in table.tables("chapters")) if table.has("chapters") else None,
        based_on=tuple(one for each in table.tables("based_on") if (one := _basis(each)).field != WRITING),
        origin=table.text("origin"),
        image=table.text("image"),
        display=table.text("display"),
        soundbites=tuple(read_soundbite(each) for each in table.tables("soundbites")),
        discussions=tuple(read_discussion(each) for each in table.tables("discussions")),
        texts=tuple(read_feed_text(each) for each in table.tables("texts")),
        remote=read_remote(table.table("remote")) if table.has("remote") else None,
        extras=table.texts("extras"),
    )
    table.done()
    return cleaned(episode)


def _added(table: TableReader, date: datetime | None) -> datetime:
    added = table.moment("added", None)
    return table.required("added", added if added is not None else date)


def _chapter(table: TableReader) -> Chapter:
    chapter = Chapter(
        start=table.required("start", table.position("start")),
        title=table.text("title"),
        end=table.position("end"),
        url=table.text("url"),
        image=table.text("image"),
        hidden=table.flag("hidden") or False,
    )
    table.done()
    return chapter


def _basis(table: TableReader) -> TagBasis:
    basis = TagBasis(table.name("field"), table.name("tag"))
    table.done()
    return basis
