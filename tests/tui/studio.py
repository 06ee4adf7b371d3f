"""The workspace of the screens with a show that has audio: published, scheduled, torn, and without a file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from confkit.audio.write_tags import write_tags
from confkit.domain.edit import Change, Edit
from confkit.domain.person import Credit
from confkit.domain.recording import Chapter, Tags
from confkit.domain.show import Episode, EpisodeKind, EpisodeState
from confkit.domain.tag_merge import rebase
from confkit.services.scanning import scan
from confkit.services.workspace import Workspace
from tests.cli.conftest import write_wave
from tests.tui.conftest import EPISODES, NOW, SESSIONS, SHOW, number

PILOT, WARD = "ward-rounds/001-pilot.wav", "ward-rounds/002-ward.wav"
FORMER = Tags(
    title="pilot take 3", people=(Credit("A. Hart"),), date="2027", description="Recorded in the studio.\nFirst try."
)
TRAILER = Episode(number(312), SHOW.id, "guid-3", NOW, EpisodeState.PUBLISHED, kind=EpisodeKind.TRAILER, title="Soon")
GONE = Episode(number(313), SHOW.id, "guid-4", NOW, EpisodeState.RETRACTED, title="Taken back", number=9)
PLANNED = Episode(
    number(314), SHOW.id, "guid-5", NOW, EpisodeState.SCHEDULED, title="Later", date=NOW + timedelta(days=3), season=2,
    number=1,
)  # fmt: skip


def make_studio(ws: Workspace) -> None:
    """Put audio into the show: a pilot with tags of its own, a talk without any."""
    for path in (PILOT, WARD):
        write_wave(ws.episodes_root / path)
    write_tags(ws.episodes_root, PILOT, FORMER, (Chapter(timedelta(0), "Take 3"),))
    (ws.episodes_root / "ward-rounds" / "002-ward.de.vtt").write_text(
        "WEBVTT\n\n00:00.000 --> 00:01.000\nGuten Tag\n", "utf-8"
    )
    pilot, ward = EPISODES
    ws.apply(
        Edit(
            "Bring in the studio",
            (
                Change(pilot, rebase(pilot, replace(pilot, file=PILOT), FORMER)),
                Change(ward, replace(ward, file=WARD)),
                *(Change(None, one) for one in (TRAILER, GONE, PLANNED)),
            ),
        )
    )
    scan(ws)


def change_file(ws: Workspace, path: str, change: Callable[[Tags], Tags]) -> None:
    """Change the tags of a file as another program would, and scan."""
    tags = ws.recordings()[path].tags
    write_tags(Path(ws.episodes_root), path, change(tags), None)
    scan(ws)


def tear_pilot(ws: Workspace) -> None:
    """Edit the pilot here and in its file: both sides of its title, notes and people say something new."""
    before = ws.repository.get(Episode, EPISODES[0].id)
    assert before is not None
    after = replace(
        before,
        title="Pilot: how it began",
        description="How the show began, in a cupboard on the third floor, with one microphone and two blankets.",
        people=SESSIONS[0].participants,
    )
    ws.apply(Edit("Edit the pilot", (Change(before, rebase(before, after, ws.recordings()[PILOT].tags)),)))
    change_file(
        ws,
        PILOT,
        lambda tags: replace(
            tags, title="The pilot (remastered)", description="Remastered in 2027.", people=(Credit("Amira Hart-Lund"),)
        ),
    )
