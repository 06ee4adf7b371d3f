"""The files of an imported feed: audio, pictures, transcripts, chapters, fetched into ``episodes/<show>/``.

Each episode gets its file in an edit of its own as soon as the file is there, so that an import which was stopped or
killed is gone on with by the next one. What can't be had is a problem and keeps nothing else back; the episode's audio
is then where it was.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from confkit.codecs.feed_import import FeedFile, ImportedItem
from confkit.codecs.xml_text import quoted
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import ContentMismatch, FetchError, FormatError, UsageError, WriteError
from confkit.domain.feed_rules.values import extension_of
from confkit.domain.problem import Problem, Severity
from confkit.domain.show import Episode, EpisodeState, Show
from confkit.files import atomic_write
from confkit.publish.file_name import unique_names
from confkit.services.feed_sizes import measure_remote_audio
from confkit.services.importing_feeds import FeedPlan
from confkit.services.scanning import Progress, scan
from confkit.services.workspace import SYSTEM_AUTHOR, Workspace

if TYPE_CHECKING:
    from confkit.web import FetchLimits

LARGEST_AUDIO = 4 << 30
_LARGEST_OF_ALL = 500 << 30
_LARGEST_PICTURE = 20 << 20
_LARGEST_BESIDE = 20 << 20
_HOURS = 3600.0
_SUFFIXES = {
    "audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/mpeg3": "mp3", "audio/x-m4a": "m4a", "audio/m4a": "m4a",
    "audio/mp4": "m4a", "audio/aac": "m4a", "video/mp4": "mp4", "video/x-m4v": "m4v", "video/quicktime": "mov",
    "audio/ogg": "ogg", "audio/vorbis": "ogg", "application/ogg": "ogg", "audio/opus": "opus", "audio/flac": "flac",
    "audio/x-flac": "flac", "audio/wav": "wav", "audio/x-wav": "wav",
}  # fmt: skip
_TRANSCRIPTS = {
    "text/vtt": "vtt", "application/x-subrip": "srt", "application/srt": "srt", "text/srt": "srt",
    "application/json": "json", "text/html": "html", "text/plain": "txt",
}  # fmt: skip
_PICTURES = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"))
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")


@dataclass(frozen=True, slots=True)
class FileChoice:
    """What is to be fetched: the audio of the ``newest`` episodes (None: of all, 0: of none).

    ``online`` lets the show's artwork and the sizes of audio that stays where it is be asked for also without audio to
    fetch. The pictures of episodes come with their audio; until then the feed names them where they are.
    ``any_length`` takes audio of another length than the feed says; ``private`` allows addresses that are not of the
    public internet.
    """

    newest: int | None = 0
    online: bool = False
    any_length: bool = False
    private: bool = False


@dataclass(slots=True)
class FilesReport:
    """What was fetched: how many files of audio, all bytes, and what could not be had."""

    audio: int = 0
    size: int = 0
    problems: list[Problem] = field(default_factory=list)


def chosen(plan: FeedPlan, choice: FileChoice) -> list[tuple[UUID, ImportedItem]]:
    """Return the items whose files are to be fetched, newest first."""
    with_audio = [pair for pair in plan.items if pair[1].episode.remote]
    with_audio.sort(key=lambda pair: (pair[1].episode.date or pair[1].episode.added).timestamp(), reverse=True)
    return with_audio if choice.newest is None else with_audio[: choice.newest]


def fetch_files(
    ws: Workspace,
    plan: FeedPlan,
    choice: FileChoice,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FilesReport:
    """Fetch what ``choice`` asks for of a feed that was applied, then let a scan take it up.

    Raises UsageError where there is not enough room, and Cancelled once ``cancelled`` says so; what was fetched until
    then stays.
    """
    items = chosen(plan, choice)
    if not items and not choice.online:
        return FilesReport()
    job = _Job(ws, plan, choice, cancelled)
    job.require_room(items)
    if plan.imported.artwork:
        job.artwork()
    try:
        for done, (id, item) in enumerate(items):
            job.episode(id, item, _telling(progress, done, len(items)))
    finally:
        if job.report.audio:
            found = scan(ws, progress=progress)
            job.report.problems += (one for one in found.problems if one.where.startswith(f"{job.show.slug}/"))
    job.report.problems += measure_remote_audio(
        ws, job.show.id, without={id for id, _ in items}, private=choice.private, progress=progress, cancelled=cancelled
    )
    return job.report


def _telling(progress: Progress | None, done: int, total: int) -> Callable[[str, int, int], None] | None:
    if progress is None:
        return None
    tell = progress

    def told(name: str, size: int, whole: int) -> None:
        tell(done, total, f"{100 * size // whole if whole else 0} % {name}")

    return told


@dataclass
class _Job:
    """One run: the show's folder, names for its files, and what was found on the way."""

    ws: Workspace
    plan: FeedPlan
    choice: FileChoice
    cancelled: Callable[[], bool] | None
    report: FilesReport = field(default_factory=FilesReport)

    def __post_init__(self) -> None:
        shelf = self.ws.repository.shelf(self.plan.show.id)
        self.show: Show = shelf.show
        self.episodes = {one.id: one for one in shelf.episodes}
        self.folder = self.ws.episodes_root / self.show.slug
        self.names = self._names()

    def _names(self) -> dict[UUID, str]:
        """Return a file name for each episode without one: its day and title, told apart by its id."""
        taken = {one.file for one in self.episodes.values()}
        wanted = []
        for id, item in reversed(chosen(self.plan, FileChoice(None))):
            episode = self.episodes.get(id)
            if episode is None or episode.file or item.episode.remote is None:
                continue
            suffix = extension_of(item.episode.remote.url)
            if suffix not in _SUFFIXES.values():
                suffix = _SUFFIXES.get(item.episode.remote.media_type.partition(";")[0], "")
            if suffix:
                day = f"{episode.date:%Y-%m-%d} " if episode.date else ""
                wanted.append((id, f"{day}{episode.title or ''}.{suffix}"))
        names = unique_names(wanted, fallback="episode")
        for id, name in names.items():
            if f"{self.show.slug}/{name}" in taken:
                stem, _, suffix = name.rpartition(".")
                names[id] = f"{stem}-{id.hex[:8]}.{suffix}"
        return names

    def require_room(self, items: list[tuple[UUID, ImportedItem]]) -> None:
        """Raise UsageError where the feed promises more than there is room for, or than anybody has."""
        size = sum(item.episode.remote.size for id, item in items if id in self.names and item.episode.remote)
        free = shutil.disk_usage(self.ws.root).free
        if size > min(free, _LARGEST_OF_ALL):
            raise UsageError(
                f"the audio has {size >> 20:,} MiB, and there is room for {min(free, _LARGEST_OF_ALL) >> 20:,} MiB",
                where=self.show.title,
                fix="fetch less of it, such as --audio 20",
            )

    def artwork(self) -> None:
        """Fetch the show's picture where there is none."""
        if self.show.artwork and (self.folder / self.show.artwork).is_file():
            return
        name = self._picture(self.plan.imported.artwork, "cover")
        if name:
            # What the feed said of the same picture elsewhere is now said of ours.
            extras = _without_picture(self.show.extras, self.plan.imported.artwork)
            after = replace(self.show, artwork=name, extras=extras)
            self._apply(f"Artwork of “{self.show.title}”", self.show, after)
            self.show = after

    def episode(self, id: UUID, item: ImportedItem, tell: Callable[[str, int, int], None] | None) -> None:
        """Fetch what belongs to one episode."""
        before = self.episodes.get(id)
        if before is None or before.state is EpisodeState.RETRACTED:
            return
        after = before
        if not before.file:
            name = self._audio(before, item, tell)
            if not name:
                return
            after = replace(after, file=f"{self.show.slug}/{name}", remote=None)
        stem = after.file.rpartition("/")[2].rpartition(".")[0]
        if item.image and item.image != self.plan.imported.artwork and not after.image:
            image = self._picture(item.image, stem)
            after = replace(after, image=image, extras=_without_picture(after.extras, item.image if image else ""))
        if after != before:
            self._apply(f"Files of “{before.title or before.guid}”", before, after)
        for wanted in item.transcripts:
            self._transcript(wanted, stem)
        if (
            item.chapters
            and self._chapters(item.chapters, stem)
            and after.chapters
            and after.chapters == item.episode.chapters
        ):
            # The file says more: ends, and what is hidden.
            self._apply(f"Chapters of “{before.title or before.guid}”", after, replace(after, chapters=None))

    def _apply(self, title: str, before: Any, after: Any) -> None:
        self.ws.apply(Edit(title, (Change(before, after),)), author=SYSTEM_AUTHOR)

    def _limits(self, size: int, seconds: float) -> "FetchLimits":
        from confkit.web import FetchLimits

        return FetchLimits(size=size, seconds=seconds, silence=30, private=self.choice.private)

    def _audio(self, episode: Episode, item: ImportedItem, tell: Callable[[str, int, int], None] | None) -> str:
        """Fetch the audio; return its name, "" where it can't be had."""
        from confkit.web import download

        remote, name = item.episode.remote, self.names.get(episode.id, "")
        where = episode.title or episode.guid
        if remote is None:
            return ""
        if not name:
            self._lost(where, f"is of a kind that confkit can’t read ({remote.media_type})", "it stays where it is")
            return ""
        if self.report.size > _LARGEST_OF_ALL:
            self._lost(where, "is beyond what one import fetches", "import again to go on")
            return ""
        path = self.folder / name
        size = remote.size if remote.size and not self.choice.any_length else None
        if path.is_file() and path.stat().st_size == remote.size and not item.integrity:
            return name  # fetched by an import that ended before it could say so
        try:
            got = download(
                remote.url,
                path,
                limits=self._limits(LARGEST_AUDIO, 6 * _HOURS),
                expected_size=size,
                integrity=item.integrity,
                progress=(lambda done, whole: tell(name, done, whole or remote.size)) if tell else None,
                cancelled=self.cancelled,
            )
        except (FetchError, WriteError) as error:
            is_length = isinstance(error, ContentMismatch) and not self.choice.any_length
            self._lost(
                where,
                f"{error.where}: {error.what}",
                "import with --any-length to take it so" if is_length else error.fix,
            )
            return ""
        if got.media_type.startswith("text/"):
            path.unlink(missing_ok=True)
            self._lost(where, f"{remote.url} is a page ({got.media_type}) and no audio", "ask the publisher")
            return ""
        self.report.audio += 1
        self.report.size += got.size
        return name

    def _picture(self, address: str, stem: str) -> str:
        """Fetch a picture; return its name, "" where it can't be had."""
        data = self._small(address, _LARGEST_PICTURE)
        if data is None:
            return ""
        suffix = next((suffix for start, suffix in _PICTURES if data.startswith(start)), "")
        if not suffix:
            self._lost(address, "is no picture that confkit knows", "put a JPEG or PNG beside the audio")
            return ""
        name = next(one for one in self._free_names(stem, suffix) if self._is_free(one, data))
        self._write(self.folder / name, data)
        return name

    def _free_names(self, stem: str, suffix: str) -> Iterator[str]:
        yield f"{stem}.{suffix}"
        number = 2
        while True:
            yield f"{stem}-{number}.{suffix}"
            number += 1

    def _is_free(self, name: str, data: bytes) -> bool:
        path = self.folder / name
        return not path.exists() or (path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data)

    def _transcript(self, wanted: FeedFile, stem: str) -> None:
        from confkit.codecs.transcript import form_of

        label = f".{wanted.language}" if _LANGUAGE.match(wanted.language) else ""
        suffix = _TRANSCRIPTS.get(wanted.media_type.partition(";")[0], "txt")
        if (self.folder / f"{stem}{label}.{suffix}").exists():
            return
        data = self._small(wanted.url, _LARGEST_BESIDE)
        if data is not None:
            path = self.folder / f"{stem}{label}.{form_of(data, f'{stem}.{suffix}').value}"
            if not path.exists():
                self._write(path, data)

    def _chapters(self, wanted: FeedFile, stem: str) -> bool:
        """Fetch the chapters; return whether they are new here and can be read."""
        from confkit.codecs.chapters import read_chapters_file

        if any((self.folder / f"{stem}.{end}").exists() for end in ("chapters.json", "psc")):
            return False
        data = self._small(wanted.url, _LARGEST_BESIDE)
        if data is None:
            return False
        path = self.folder / (f"{stem}.psc" if data.lstrip().startswith(b"<") else f"{stem}.chapters.json")
        try:
            read_chapters_file(data, path.name, wanted.url)
        except FormatError as error:
            self._lost(wanted.url, error.what, error.fix)
            return False
        self._write(path, data)
        return True

    def _small(self, address: str, largest: int) -> bytes | None:
        from confkit.web import fetch

        try:
            data = fetch(address, limits=self._limits(largest, 120), cancelled=self.cancelled).data
        except FetchError as error:
            self._lost(error.where or address, error.what, error.fix)
            return None
        self.report.size += len(data)
        return data

    def _write(self, path: Path, data: bytes) -> None:
        try:
            atomic_write(path, data)
        except WriteError as error:
            self._lost(error.where, error.what, error.fix)

    def _lost(self, where: str, what: str, fix: str) -> None:
        self.report.problems.append(Problem("feed-file-missing", Severity.ERROR, where, what, fix))


def _without_picture(extras: tuple[str, ...], address: str) -> tuple[str, ...]:
    """Leave out what says of a picture elsewhere what is now said of the one here."""
    return tuple(one for one in extras if not address or not _is_of_picture(one, address))


def _is_of_picture(extra: str, address: str) -> bool:
    is_artwork = extra.startswith("<podcast:image ") and 'purpose="artwork"' in extra
    return (is_artwork or extra.startswith("<itunes:image ")) and f"href={quoted(address)}" in extra
