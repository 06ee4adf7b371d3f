"""The chapters of an episode for who edits them: where they can be taken from, and saving them as one edit."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from confkit.domain.bridge import EpisodeView
from confkit.domain.chapter_edits import Chapters, in_order
from confkit.domain.errors import EditConflict, FormatError, InvalidValue, LimitExceeded, NotFound
from confkit.domain.history import Entry
from confkit.domain.problem import Problem
from confkit.domain.show import Episode
from confkit.services import editing
from confkit.services.field_times import write_clock
from confkit.services.siblings import chapters_beside, siblings_of
from confkit.services.words import name_of
from confkit.services.workspace import Workspace

_LARGEST = 5 << 20
_PASTED = "what you pasted"


@dataclass(frozen=True, slots=True)
class Imported:
    """Chapters that were read from a text or a file, and what was wrong with it."""

    chapters: Chapters
    problems: tuple[Problem, ...] = ()


def read_time(field: str, text: str) -> timedelta:
    """Read a time in the sound (``1:02:03.5``, ``2:03`` or plain seconds); raises InvalidValue."""
    from confkit.codecs.time_stamp import read_stamp

    found = read_stamp(text)
    if found is None:
        raise InvalidValue(f"{text!r} is not a time", where=field, fix="enter it as 1:02:03.5, 2:03 or in seconds")
    return found


def read_offset(field: str, text: str) -> timedelta:
    """Read a time with a sign before it (``-0:30``, ``+12.5``; none is plus); raises InvalidValue."""
    text = text.strip().replace("−", "-")
    found = read_time(field, text[1:] if text[:1] in ("-", "+") else text)
    return -found if text[:1] == "-" else found


def write_time(time: timedelta) -> str:
    """Return a time as ``read_time`` reads it, exact to the microsecond."""
    return write_clock(time)


def read_chapters(text: str) -> Imported:
    """Read chapters that somebody pasted, in any form that confkit knows, or from the file whose path the text is.

    Raises InvalidValue for nothing, FormatError for what holds no chapters, NotFound.
    """
    text = text.strip()
    if not text:
        raise InvalidValue("is empty", where="chapters", fix="paste lines such as 00:01:30 Title, or enter a path")
    path = _path_in(text)
    if path is None:
        return _read(text.encode("utf-8", "replace"), "pasted.txt", _PASTED)
    return _read(_bytes_of(path), path.name, str(path))


def _path_in(text: str) -> Path | None:
    """The file that a single line names; None for chapters themselves."""
    if "\n" in text or len(text) > 1_000 or "\0" in text:
        return None
    try:
        path = Path(text.strip("\"'")).expanduser()
        if path.is_file():
            return path
    except (OSError, RuntimeError, ValueError):
        return None
    if path.is_absolute() or text.startswith(("~", "./", "../")):
        raise NotFound("there is no such file", where=text, fix="check the path, or paste the chapters themselves")
    return None


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise LimitExceeded(f"is larger than {_LARGEST >> 20} MiB", where=str(path), fix="check what file this is")
        return path.read_bytes()
    except OSError as error:
        what = f"can't be read ({error.strerror or error})"
        raise FormatError(what, where=str(path), fix="check that it may be read") from error


def _read(data: bytes, name: str, where: str) -> Imported:
    from confkit.codecs.chapters import read_chapters_file

    problems: list[Problem] = []
    chapters = read_chapters_file(data, name, where, report=problems.append)
    return Imported(in_order(chapters), tuple(problems))


def beside(ws: Workspace, view: EpisodeView) -> Chapters:
    """Return the chapters of a file beside the audio; raises NotFound where there is none that holds some."""
    file = view.episode.file
    found = chapters_beside(ws, siblings_of(ws, [file]).get(file, ()))
    if not found:
        name = f"episodes/{file.rpartition('.')[0]}.chapters.txt" if file else "a file beside the audio"
        raise NotFound("there are no chapters beside the audio", where=view.title, fix=f"put them into {name}")
    return in_order(found)


def in_tags(view: EpisodeView) -> Chapters:
    """Return the chapters in the tags of the audio; raises NotFound where there are none."""
    found = view.recording.chapters if view.recording else ()
    if not found:
        fix = "write them there with the episode's tags"
        raise NotFound("there are no chapters in the tags of the audio", where=view.title, fix=fix)
    return in_order(found)


def save(ws: Workspace, view: EpisodeView, chapters: Chapters, *, over: bool = False) -> Entry | None:
    """Make ``chapters`` the episode's own, as one edit; None where they are what they were.

    ``view`` is the episode as it was when somebody began to edit. Other fields that changed since stay as they are
    now; where the chapters themselves changed, raises EditConflict, unless they are to be written ``over``. Raises
    NotFound where the episode is gone.
    """
    chapters = in_order(chapters)
    stored = ws.repository.get(Episode, view.id)
    if stored is None:
        raise NotFound("somebody deleted the episode meanwhile", where=view.title, fix="undo that first")
    if chapters == view.chapters:
        return None
    if stored.chapters != view.episode.chapters and not over:
        raise EditConflict(
            f"the chapters of “{view.title}” were changed meanwhile",
            where=view.title,
            fix="save yours over them, or close the editor to see them",
            differences=(("chapters", _listed(view.episode.chapters), _listed(stored.chapters)),),
        )
    after = replace(stored, chapters=chapters)
    if after == stored:
        return None
    return editing.change(ws, stored, after, label=f"Edit chapters of “{view.title or name_of(stored)}”")


def _listed(chapters: Chapters | None) -> str:
    if chapters is None:
        return "none of its own"
    return ", ".join(f"{write_clock(one.start)} {one.title}" for one in chapters) or "none"
