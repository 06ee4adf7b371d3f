"""An episode's guid is made once. Whatever becomes of its file and its words, apps must know it again."""

from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confkit.audio.write_tags import write_tags
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import EditConflict, NothingToUndo
from confkit.domain.recording import Tags
from confkit.services import history, lookup, releasing, tagging
from confkit.services.editing import change
from confkit.services.exporting import export_show
from confkit.services.importing import import_path
from confkit.services.scanning import scan
from confkit.services.workspace import Workspace, init_workspace
from tests.cli.conftest import write_wave
from tests.services.conftest import Clock

SHOWS = ("first", "second")


class Studio:
    """A workspace under random hands; ``guids`` says which guid belongs to which file."""

    def __init__(self, folder: Path) -> None:
        init_workspace(folder).close()
        self.folder = folder
        self.clock = Clock()
        self.numbers = count(1)
        self.lengths = (1 + n / 100 for n in count())
        self.ws = self.opened()
        for number in range(4):
            write_wave(self.path(f"{SHOWS[number % 2]}/{number}.wav"), next(self.lengths))
        scan(self.ws)
        self.guids = {view.episode.file: view.episode.guid for view in self.views()}
        assert len(set(self.guids.values())) == 4

    def opened(self) -> Workspace:
        return Workspace(self.folder, clock=self.clock, new_id=lambda: UUID(int=next(self.numbers)), author="tester")

    def path(self, file: str) -> Path:
        return self.folder / "episodes" / file

    def views(self) -> list[EpisodeView]:
        return [view for show in lookup.shows(self.ws) for view in lookup.episodes(self.ws, show)]

    def view(self, file: str) -> EpisodeView:
        return next(view for view in self.views() if view.episode.file == file)

    # --- what may become of an episode ---

    def rename(self, file: str) -> None:
        self._move(file, f"{file.partition('/')[0]}/renamed-{next(self.numbers)}.wav")

    def move_to_the_other_show(self, file: str) -> None:
        show = SHOWS[not SHOWS.index(file.partition("/")[0])]
        self._move(file, f"{show}/moved-{next(self.numbers)}.wav")

    def rename_and_retag(self, file: str) -> None:
        self.retag(file)
        self.rename(file)

    def _move(self, file: str, to: str) -> None:
        self.path(file).rename(self.path(to))
        self.guids[to] = self.guids.pop(file)

    def encode_anew(self, file: str) -> None:
        write_wave(self.path(file), next(self.lengths))

    def retag(self, file: str) -> None:
        write_tags(self.folder / "episodes", file, Tags(title=f"Tagged {next(self.numbers)}"), None)

    def edit(self, file: str) -> None:
        before = self.view(file).episode
        change(self.ws, before, replace(before, title=f"Edited {next(self.numbers)}"))

    def write_its_tags(self, file: str) -> None:
        tagging.write(self.ws, self.view(file))

    def retract(self, file: str) -> None:
        releasing.retract(self.ws, [self.view(file)])

    def publish(self, file: str) -> None:
        releasing.publish(self.ws, [self.view(file)], now=True)

    def undo(self, _file: str) -> None:
        with suppress(NothingToUndo, EditConflict):
            history.undo(self.ws)

    def export(self, _file: str) -> None:
        for show in lookup.shows(self.ws):
            (self.folder / "episodes" / show.slug / "show.toml").write_bytes(export_show(self.ws, show.slug))

    def import_again(self, file: str) -> None:
        self.export(file)
        import_path(self.ws, self.folder / "episodes" / SHOWS[0] / "show.toml")

    def lose_the_database(self, file: str) -> None:
        self.export(file)
        self.ws.close()
        for left in (self.folder / ".confkit").glob("*.*"):
            left.unlink()
        self.ws = self.opened()

    def lose_the_index(self, _file: str) -> None:
        self.ws.index_file.unlink()


HANDS = [name for name in vars(Studio) if not name.startswith("_") and name not in ("opened", "path", "views", "view")]


@pytest.mark.parametrize("examples", [12, pytest.param(80, marks=pytest.mark.slow)])
def test_a_guid_survives_whatever_is_done_to_its_episode(examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(HANDS), st.integers(0, 3)), min_size=4, max_size=10))
    def survives(steps: list[tuple[str, int]]) -> None:
        with TemporaryDirectory() as folder:
            studio = Studio(Path(folder) / "work")
            try:
                for name, which in steps:
                    getattr(studio, name)(sorted(studio.guids)[which])
                    scan(studio.ws)
                    assert {view.episode.file: view.episode.guid for view in studio.views()} == studio.guids, name
                    assert len(studio.views()) == 4
            finally:
                studio.ws.close()

    survives()
