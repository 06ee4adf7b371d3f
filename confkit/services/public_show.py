"""What of a show is public: its episodes that are due, and the paths of their files in the output.

A private show lies under its secret, and nothing public knows the way. A show of a series holds the episodes of other
shows, whose files stay where those shows have them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, count
from uuid import UUID

from confkit.domain.artwork import Picture
from confkit.domain.bridge import EpisodeView
from confkit.domain.event import series_key
from confkit.domain.live import LiveItem, live_items
from confkit.domain.person import Person
from confkit.domain.programme import Programme, Shelf
from confkit.domain.recording import Recording
from confkit.domain.show import Show
from confkit.publish.file_name import ascii_name, unique_names
from confkit.services import lookup
from confkit.services.alternates import find_alternates, label_of
from confkit.services.artwork import artwork_path, look_at
from confkit.services.covers import public_artwork
from confkit.services.siblings import Sibling, siblings_of
from confkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A transcript in the output: its path, and what the feed says of it."""

    path: str
    media_type: str
    language: str
    is_captions: bool


@dataclass(frozen=True, slots=True)
class PublicAudio:
    """Another encoding of an episode in the output: its path, and the file it is a copy of."""

    path: str
    recording: Recording


@dataclass(frozen=True, slots=True)
class PublicShow:
    """A show as it is published: its episodes that are due, with the paths of their files in the output.

    ``beside`` are the files beside the audio; ``transcripts`` and ``covers``, the pictures of episodes that are not
    shown with the show's, are filled when they are read and written, ``items`` when a feed first needs them.
    ``collected`` are the shows whose episodes it repeats, ``repeated`` those episodes.
    """

    show: Show
    shelf: Shelf
    episodes: tuple[EpisodeView, ...]
    audio: dict[UUID, str]
    chapters: dict[UUID, str]
    artwork: str
    beside: Mapping[str, tuple[Sibling, ...]]
    artwork_size: tuple[int, int] = (0, 0)
    alternates: dict[UUID, tuple[PublicAudio, ...]] = field(default_factory=dict)
    transcripts: dict[UUID, list[PublicLink]] = field(default_factory=dict)
    covers: dict[UUID, str] = field(default_factory=dict)
    items: dict[UUID, bytes] = field(default_factory=dict)
    collected: "tuple[PublicShow, ...]" = ()
    repeated: tuple[EpisodeView, ...] = ()
    live: tuple[LiveItem, ...] = ()

    @property
    def folder(self) -> str:
        """The show's folder in the output."""
        return folder_of(self.show)

    @property
    def shown_folder(self) -> str:
        """The folder as people may see it in reports that others read too: without the secret."""
        return f"private/…/{self.show.slug}" if self.show.is_private else self.folder

    @property
    def in_feed(self) -> tuple[EpisodeView, ...]:
        """Every episode of its feed, its own and those it repeats."""
        return (*self.episodes, *self.repeated)

    @property
    def ids(self) -> dict[str, UUID]:
        """The ids of its episodes by guid, its own by ""."""
        return {"": self.show.id} | {view.episode.guid: view.id for view in self.in_feed}


def folder_of(show: Show) -> str:
    """Return where a show lies in the output."""
    return f"private/{show.secret}/{show.slug}" if show.is_private else f"shows/{show.slug}"


def public_shows(ws: Workspace, programmes: Iterable[Programme], now: datetime) -> list[PublicShow]:
    """Return what of every show is public at ``now``; ``programmes`` are those of all events."""
    known = tuple(programmes)
    shelves = ws.repository.shelves()
    secret = [shelf.show for shelf in shelves if shelf.show.is_private]
    shows = [_public_show(ws, _discreet(shelf, secret), now) for shelf in shelves]
    return [_with_live(_collecting(show, shows), known, now) for show in shows]


def _discreet(shelf: Shelf, secret: Sequence[Show]) -> Shelf:
    """Leave private shows out of what a show recommends."""
    show = shelf.show
    hidden = {str(one.guid) for one in secret}
    podroll = tuple(
        one
        for one in show.podroll
        if one.guid.strip().lower() not in hidden and not any(each.secret in one.url for each in secret)
    )
    return shelf if podroll == show.podroll else replace(shelf, show=replace(show, podroll=podroll))


def _public_show(ws: Workspace, shelf: Shelf, now: datetime) -> PublicShow:
    show, folder = shelf.show, folder_of(shelf.show)
    due = tuple(view for view in lookup.views(ws, shelf) if view.is_due(now))
    here = [view for view in due if view.recording is not None]
    others = find_alternates(ws.recordings(), shelf.episodes).of
    # In the order in which they came, so that a name once given stays with its episode. A name belongs to the id of an
    # episode; its other encodings are named after it.
    first_come = sorted(here, key=lambda view: (view.episode.added, view.id))
    names = unique_names([(view.id, view.episode.file.rpartition("/")[2]) for view in first_come], fallback="episode")
    audio = {view.id: f"{folder}/audio/{names[view.id]}" for view in here}
    artwork = public_artwork(ws, show, folder)
    return PublicShow(
        show,
        shelf,
        due,
        audio,
        {view.id: f"{folder}/chapters/{view.id}.json" for view in due if view.chapters},
        artwork,
        siblings_of(ws, [view.episode.file for view in here]),
        _pixels(look_at(ws, artwork_path(show)).picture) if artwork else (0, 0),
        {view.id: _named(audio, view, others[view.episode.file]) for view in here if view.episode.file in others},
    )


def _pixels(picture: Picture | None) -> tuple[int, int]:
    return (picture.width, picture.height) if picture else (0, 0)


def _named(audio: Mapping[UUID, str], view: EpisodeView, others: Iterable[Recording]) -> tuple[PublicAudio, ...]:
    """Name the other encodings of an episode after its own file, with a dot that the name of no episode has."""
    stem = audio[view.id].rpartition(".")[0]
    found: dict[str, PublicAudio] = {}
    for one in sorted(others, key=lambda one: one.path):
        label = ascii_name(label_of(one.path, view.episode.file).replace(".", "-") or "alt", fallback="alt")
        suffix = one.path.rpartition(".")[2].lower()
        names = (f"{stem}.{label}{again}.{suffix}" for again in chain([""], (f"-{number}" for number in count(2))))
        path = next(name for name in names if name not in found)
        found[path] = PublicAudio(path, one)
    return tuple(found.values())


def _collecting(show: PublicShow, shows: Sequence[PublicShow]) -> PublicShow:
    """Let a show of a series repeat what other shows that are not private have of it."""
    wanted = series_key(show.show.series)
    if not wanted:
        return show
    sources, repeated = [], []
    for source in shows:
        if source.show.id == show.show.id or source.show.is_private:
            continue
        found = [one for one in source.episodes if one.talk and series_key(one.talk.event.series) == wanted]
        if found:
            sources.append(source)
            repeated += found
    return replace(show, collected=tuple(sources), repeated=tuple(repeated))


def _with_live(show: PublicShow, programmes: Iterable[Programme], now: datetime) -> PublicShow:
    """Announce the streams of the show's event, or of every event of the series it collects."""
    wanted = series_key(show.show.series)
    recorded = {view.episode.session_id for view in show.in_feed if view.episode.session_id}
    found = [
        item
        for programme in programmes
        if programme.event.id == show.show.event_id or (wanted and series_key(programme.event.series) == wanted)
        for item in live_items(programme, now, recorded=recorded)
    ]
    return replace(show, live=tuple(sorted(found, key=lambda item: (item.start.timestamp(), item.id))))


def people_of(show: PublicShow) -> dict[UUID, Person]:
    """Return the persons of the show by their ids."""
    return {person.id: person for person in show.shelf.persons}
