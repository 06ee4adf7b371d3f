"""The sizes of audio that stays where it is, for feeds that don't say them: directories take no enclosure without one.

Asked for at import, where the network is used anyway, with one request for each file; a build never asks.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import UUID

from confkit.domain.edit import Change, Edit
from confkit.domain.errors import FetchError
from confkit.domain.problem import Problem, Severity
from confkit.domain.show import Episode, EpisodeState
from confkit.services.scanning import Progress
from confkit.services.workspace import SYSTEM_AUTHOR, Workspace

# So many are written at once, and so many failures in a row are taken for the answer of a host.
_AT_ONCE = 50
_PATIENCE = 3
_SECONDS = 30.0


def measure_remote_audio(
    ws: Workspace,
    show: UUID,
    *,
    without: Collection[UUID] = (),
    private: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Problem]:
    """Ask for the sizes that the episodes of ``show`` lack; return a problem for each that nobody tells.

    ``without`` are episodes whose audio was asked for just now, and could not be had.

    What was told is kept also where it ends with Cancelled, which is raised once ``cancelled`` says so.
    """
    from confkit.web import FetchLimits, size_of

    waiting = [one for one in ws.repository.shelf(show).episodes if _lacks_size(one) and one.id not in without]
    limits = FetchLimits(seconds=_SECONDS, private=private)
    failures: dict[str, int] = {}
    changes: list[Change] = []
    unknown: list[Problem] = []
    try:
        for done, episode in enumerate(waiting):
            if progress is not None:
                progress(done, len(waiting), "asking how large the audio is")
            assert episode.remote is not None
            host, size, why = urlsplit(episode.remote.url).netloc, 0, "its server does not answer"
            if failures.get(host, 0) < _PATIENCE:
                try:
                    size, why = size_of(episode.remote.url, limits=limits, cancelled=cancelled), "its server says none"
                except FetchError as error:
                    why = error.what
                failures[host] = 0 if size else failures.get(host, 0) + 1
            if size:
                changes.append(Change(episode, replace(episode, remote=replace(episode.remote, size=size))))
            else:
                unknown.append(_unknown(episode, why))
            if len(changes) >= _AT_ONCE:
                _apply(ws, changes)
    finally:
        _apply(ws, changes)
    return unknown


def _lacks_size(episode: Episode) -> bool:
    is_wanted = episode.remote is not None and not episode.file and episode.state is not EpisodeState.RETRACTED
    return is_wanted and episode.remote is not None and not episode.remote.size


def _apply(ws: Workspace, changes: list[Change]) -> None:
    if changes:
        ws.apply(Edit("Sizes of audio kept elsewhere", tuple(changes)), author=SYSTEM_AUTHOR)
        changes.clear()


def _unknown(episode: Episode, why: str) -> Problem:
    return Problem(
        "feed-audio-size-unknown",
        Severity.WARNING,
        f"“{episode.title or episode.guid}”",
        f"nobody says how large its audio is: {why}",
        "import again later, or fetch the audio (--audio all)",
        (episode.id,),
    )
