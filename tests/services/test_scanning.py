import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from mutagen.id3 import ID3, TIT2

from confkit.domain.show import EpisodeState
from confkit.services import editing, lookup
from confkit.services.checking import check
from confkit.services.scanning import scan
from confkit.services.workspace import Workspace
from tests.services.conftest import Open

TRAILER = "ward-rounds/000-trailer.mp3"


def retitle(path: Path, title: str) -> None:
    tags = ID3(path)
    tags.setall("TIT2", [TIT2(encoding=3, text=title)])
    tags.save(path)


def test_a_second_scan_reads_nothing_and_changes_nothing(ws: Workspace) -> None:
    assert scan(ws).read == 5
    position = ws.repository.position()
    report = scan(ws)
    assert (report.read, report.new_episodes, len(report.recordings)) == (0, (), 5)
    assert ws.repository.position() == position


def test_a_new_file_becomes_an_episode_with_a_guid_of_its_own(ws: Workspace) -> None:
    assert len(lookup.shows(ws)) == 1
    shutil.copy(ws.episodes_root / TRAILER, ws.episodes_root / "ward-rounds" / "005-again.mp3")
    (episode,) = scan(ws).new_episodes
    assert (episode.file, episode.state) == ("ward-rounds/005-again.mp3", EpisodeState.PUBLISHED)
    assert episode.guid == str(episode.id)


def test_new_episodes_wait_where_the_config_says_so(folder: Path, open_it: Open) -> None:
    with (folder / "confkit.toml").open("a") as config:
        config.write('\nnew_episodes = "draft"\n')
    ws = open_it(folder)
    assert lookup.shows(ws)
    shutil.copy(ws.episodes_root / TRAILER, ws.episodes_root / "ward-rounds" / "005-again.mp3")
    assert [episode.state for episode in scan(ws).new_episodes] == [EpisodeState.DRAFT]


def test_an_episode_follows_its_file(ws: Workspace) -> None:
    before = lookup.find_episode(ws, TRAILER).episode
    (ws.episodes_root / TRAILER).rename(ws.episodes_root / "ward-rounds" / "renamed.mp3")
    assert scan(ws).new_episodes == ()
    after = lookup.find_episode(ws, "ward-rounds/renamed.mp3").episode
    assert after == replace(before, file="ward-rounds/renamed.mp3")


def test_a_new_folder_becomes_a_show(empty: Workspace, folder: Path) -> None:
    target = empty.episodes_root / "night-shift"
    target.mkdir()
    shutil.copy(folder / "episodes" / TRAILER, target / "one.mp3")
    (episode,) = scan(empty).new_episodes
    (show,) = lookup.shows(empty)
    assert (show.slug, episode.show_id) == ("night-shift", show.id)
    assert show.title == "Ward Rounds"  # what the tag says the show is called


def test_a_show_file_that_comes_later_is_taken(empty: Workspace, folder: Path) -> None:
    assert lookup.shows(empty) == ()
    shutil.copytree(folder / "episodes" / "ward-rounds", empty.episodes_root / "ward-rounds")
    show_file = empty.episodes_root / "ward-rounds" / "show.toml"
    lines = [line for line in show_file.read_text("utf-8").split("\n") if not line.startswith(("session", "event"))]
    show_file.write_text("\n".join(lines), "utf-8")
    scan(empty)
    (show,) = lookup.shows(empty)
    assert show.description
    assert len(lookup.episodes(empty, show)) == 5


def test_a_folder_that_can_be_no_show_is_a_problem(empty: Workspace, folder: Path) -> None:
    target = empty.episodes_root / "Ünusable Name"
    target.mkdir()
    for name in ("one.mp3", "two.mp3"):
        shutil.copy(folder / "episodes" / TRAILER, target / name)
    report = scan(empty)
    assert [problem.code for problem in report.problems] == ["show-folder-unusable"]
    assert lookup.shows(empty) == ()


def test_a_tag_that_changes_is_taken_unless_the_field_was_edited(ws: Workspace) -> None:
    path = ws.episodes_root / TRAILER
    retitle(path, "A new tag")
    scan(ws)
    view = lookup.find_episode(ws, TRAILER)
    assert view.title == "A new tag"
    editing.change(ws, view.episode, replace(view.episode, title="Mine"))
    assert "episode-tag-changed" not in {problem.code for problem in check(ws)}
    retitle(path, "A newer tag")
    scan(ws)
    assert lookup.find_episode(ws, TRAILER).title == "Mine"
    (problem,) = [problem for problem in check(ws) if problem.code == "episode-tag-changed"]
    assert all(text in problem.message for text in ("Mine", "A new tag", "A newer tag"))


def test_scans_at_the_same_time_make_one_episode(folder: Path, open_it: Open) -> None:
    workspaces = [open_it(folder, name) for name in ("ada", "ben", "cy")]
    assert scan(workspaces[0]).read == 5
    shutil.copy(folder / "episodes" / TRAILER, folder / "episodes" / "ward-rounds" / "005-again.mp3")
    with ThreadPoolExecutor(3) as pool:
        made = [report.new_episodes for report in pool.map(scan, workspaces)]
    assert sorted(len(one) for one in made) == [0, 0, 1]


def test_two_episodes_with_one_file_are_a_problem(ws: Workspace) -> None:
    view = lookup.find_episode(ws, TRAILER)
    editing.add(ws, replace(editing.new_episode(ws, view.show.id), file=TRAILER))
    assert "episode-file-twice" in {problem.code for problem in check(ws)}


def test_an_episode_whose_file_is_gone_stays_and_is_a_problem(ws: Workspace) -> None:
    assert lookup.shows(ws)
    (ws.episodes_root / TRAILER).unlink()
    scan(ws)
    assert lookup.find_episode(ws, TRAILER).recording is None
    assert [problem.code for problem in check(ws) if problem.severity == "error"] == ["episode-file-missing"]
