"""Recordings that an import of a programme brings with it: copied into the event's show, each an episode there."""

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from confkit.domain.edit import Change
from confkit.domain.event import Event
from confkit.domain.show import EpisodeState, Show
from confkit.files import ABANDONED, atomic_write, remove_leftovers
from confkit.services.editing import new_episode, new_show
from confkit.services.scanning import Progress
from confkit.services.workspace import Workspace


def inside(folder: Path, name: str) -> bool:
    """Whether ``name`` is a regular file that really lies in ``folder``."""
    try:
        target = (folder / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return False
    return target.is_file() and target.is_relative_to(folder.resolve())


def recordings(
    ws: Workspace, event: Event, present: list[tuple[UUID, Path]], progress: Progress | None
) -> list[Change]:
    """Copy the recordings into the event's show and make each an episode that takes its words from the session."""
    if not present:
        return []
    shelves = ws.repository.shelves()
    shelf = next((one for one in shelves if one.show.event_id == event.id), None)
    shelf = shelf or next((one for one in shelves if one.show.slug == event.slug), None)
    show = shelf.show if shelf else _show_of(ws, event)
    remove_leftovers(ws.episodes_root / show.slug, idle=ABANDONED)
    changes = [] if shelf else [Change(None, show)]
    known = {episode.file: episode for episode in shelf.episodes} if shelf else {}
    for done, (session_id, source) in enumerate(present):
        name = f"{show.slug}/{source.name}"
        if progress:
            progress(done, len(present), name)
        _copy(source, ws.episodes_root / name)
        episode = known.get(name)
        if episode is None:
            made = replace(new_episode(ws, show.id), file=name, session_id=session_id, state=EpisodeState.PUBLISHED)
            changes.append(Change(None, made))
        elif episode.session_id is None:
            changes.append(Change(episode, replace(episode, session_id=session_id)))
    return changes


def _show_of(ws: Workspace, event: Event) -> Show:
    return replace(
        new_show(ws, event.slug, event.title),
        description=event.description,
        language=event.language,
        author=event.organizer,
        owner_name=event.organizer if event.email else "",
        owner_email=event.email,
        url=event.url,
        licence=event.licence,
        event_id=event.id,
    )


def _copy(source: Path, target: Path) -> None:
    status = source.stat()
    if target.is_file() and (target.stat().st_size, target.stat().st_mtime_ns) == (status.st_size, status.st_mtime_ns):
        return
    with source.open("rb") as file:
        atomic_write(target, lambda out: shutil.copyfileobj(file, out, 1 << 20), modified=status.st_mtime_ns)
