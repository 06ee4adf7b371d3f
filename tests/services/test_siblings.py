import json
import os
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from confkit.domain.bridge import Source
from confkit.domain.errors import FormatError, NotFound
from confkit.domain.feed import FEED_NAMESPACES as NAMESPACES
from confkit.domain.recording import Chapter
from confkit.domain.show import EpisodeState
from confkit.services import editing, lookup, siblings, transcripts
from confkit.services.building import build
from confkit.services.checking import check
from confkit.services.transcripts import transcript_of
from confkit.services.workspace import Workspace

TRAILER = "ward-rounds/000-trailer.mp3"
STEM = "000-trailer"
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\n<v amira hart>Hello <script>x</script></v>\n"
SRT = "1\n00:00:00,000 --> 00:00:01,000\nHallo\n"
CHAPTERS = json.dumps({"version": "1.2.0", "chapters": [{"startTime": 0.5, "title": "From a file"}]})
FEED = "shows/ward-rounds/feed.xml"


def put(ws: Workspace, name: str, text: str | bytes) -> Path:
    path = ws.episodes_root / "ward-rounds" / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def codes(ws: Workspace) -> set[str]:
    return {problem.code for problem in check(ws) if problem.where.startswith("episodes/")}


def links(ws: Workspace) -> list[dict[str, str]]:
    """The attributes of every transcript in the feed."""
    root = ET.fromstring((ws.output / FEED).read_bytes())
    return [one.attrib for one in root.iter(f"{{{NAMESPACES['podcast']}}}transcript")]


def test_a_transcript_is_published_in_the_forms_it_came_in(ws: Workspace) -> None:
    assert lookup.shows(ws)
    put(ws, f"{STEM}.vtt", VTT)
    put(ws, f"{STEM}.srt", SRT)
    put(ws, f"{STEM}.de.srt", SRT)
    report = build(ws)
    view = lookup.find_episode(ws, TRAILER)
    folder = "shows/ward-rounds/transcripts"
    published = {path for path in report.written if path.startswith(folder)}
    assert published == {f"{folder}/{view.id}{end}" for end in (".vtt", ".srt", ".de.vtt", ".de.srt")}
    vtt = (ws.output / folder / f"{view.id}.vtt").read_text("utf-8")
    assert "Hello x" in vtt
    assert "<script" not in vtt
    address = f"{ws.config.site}{folder}/{view.id}"
    assert links(ws) == [
        {"url": address + end, "type": kind, "language": language, "rel": "captions"}
        for end, kind, language in (
            (".vtt", "text/vtt", view.language),
            (".srt", "application/x-subrip", view.language),
            (".de.vtt", "text/vtt", "de"),
            (".de.srt", "application/x-subrip", "de"),
        )
    ]
    assert report.written.index(FEED) == len(report.written) - 1
    again = build(ws)
    assert (again.written, again.removed) == ((), ())


def test_a_transcript_that_goes_away_leaves_the_output_and_the_feed(ws: Workspace) -> None:
    assert lookup.shows(ws)
    path = put(ws, f"{STEM}.vtt", VTT)
    build(ws)
    path.unlink()
    report = build(ws)
    assert [one.rpartition(".")[2] for one in report.removed] == ["vtt"]
    assert links(ws) == []


def test_text_without_times_is_published_as_text(ws: Workspace) -> None:
    assert lookup.shows(ws)
    put(ws, f"{STEM}.html", "<html><p>Hello</p><script>evil()</script></html>")
    build(ws)
    (link,) = links(ws)
    assert (link["type"], "rel" in link) == ("text/plain", False)
    assert (ws.output / link["url"].removeprefix(ws.config.site)).read_text() == "Hello\n"


def test_a_broken_transcript_is_a_problem_and_the_others_are_published(ws: Workspace) -> None:
    assert lookup.shows(ws)
    put(ws, f"{STEM}.vtt", "WEBVTT\n\n00:00.000 --> ")
    assert codes(ws) == {"transcript-truncated"}
    report = build(ws)
    assert "transcript-truncated" in {problem.code for problem in report.problems}
    assert links(ws) == []
    view = lookup.find_episode(ws, TRAILER)
    with pytest.raises(FormatError, match="complete"):
        transcript_of(ws, view)
    put(ws, f"{STEM}.srt", SRT)
    build(ws)
    assert [link["type"] for link in links(ws)] == ["text/vtt", "application/x-subrip"]
    assert transcript_of(ws, view).path == f"ward-rounds/{STEM}.srt"
    with pytest.raises(NotFound):
        transcript_of(ws, view, "fr")


@pytest.mark.parametrize("name", [f"{STEM}.vtt", f"{STEM}.json", f"{STEM}.chapters.txt", f"{STEM}.psc"])
def test_what_is_no_file_is_a_problem_and_hangs_nothing(ws: Workspace, tmp_path: Path, name: str) -> None:
    assert lookup.shows(ws)
    path = ws.episodes_root / "ward-rounds" / name
    os.mkfifo(path)
    assert len(codes(ws)) == 1
    path.unlink()
    (tmp_path / "secret").write_text(VTT)
    path.symlink_to(tmp_path / "secret")
    assert {code.rpartition("-")[2] for code in codes(ws)} == {"unreadable"}
    path.unlink()
    path.symlink_to(tmp_path / "nothing")
    assert {code.rpartition("-")[2] for code in codes(ws)} == {"unreadable"}
    build(ws)
    assert links(ws) == []


def test_a_file_of_gigabytes_is_not_read(ws: Workspace) -> None:
    assert lookup.shows(ws)
    os.truncate(put(ws, f"{STEM}.vtt", VTT), 3 << 30)
    assert codes(ws) == {"transcript-too-large"}


def test_a_passage_without_a_time_is_a_warning_with_its_place(ws: Workspace) -> None:
    assert lookup.shows(ws)
    put(ws, f"{STEM}.vtt", VTT + "\nxx --> 00:02.000\nlost\n\n00:02.000 --> 00:03.000\nEnd\n")
    view = lookup.find_episode(ws, TRAILER)
    (problem,) = [one for one in check(ws) if one.code == "transcript-cue-unusable"]
    assert problem.where == f"episodes/ward-rounds/{STEM}.vtt: line 6"
    assert problem.subjects == (view.id,)


def test_speakers_are_the_persons_of_the_workspace(ws: Workspace) -> None:
    person = lookup.persons(ws)[0]
    put(ws, f"{STEM}.vtt", VTT.replace("amira hart", person.name.upper()))
    assert transcript_of(ws, lookup.find_episode(ws, TRAILER)).transcript.cues[0].speaker == person.name


def test_chapters_come_from_the_episode_then_a_file_then_the_tags(ws: Workspace) -> None:
    tagged = next(view for view in lookup.episodes(ws, lookup.shows(ws)[0]) if view.sources["chapters"] is Source.TAG)
    stem = tagged.episode.file.rpartition("/")[2].rpartition(".")[0]
    path = put(ws, f"{stem}.json", CHAPTERS)
    view = lookup.episode_view(ws, tagged.id)
    assert (view.chapters, view.sources["chapters"]) == ((Chapter(timedelta(seconds=0.5), "From a file"),), "sibling")
    build(ws)
    assert 'title="From a file"' in (ws.output / FEED).read_text()
    published = ws.output / "shows" / "ward-rounds" / "chapters" / f"{tagged.id}.json"
    assert json.loads(published.read_bytes())["chapters"] == [{"startTime": 0.5, "title": "From a file"}]
    path.write_text(CHAPTERS.replace("From a file", "Changed"))
    assert lookup.episode_view(ws, tagged.id).chapters[0].title == "Changed"
    editing.change(ws, view.episode, replace(view.episode, chapters=(Chapter(timedelta(0), "Mine"),)))
    assert lookup.episode_view(ws, tagged.id).sources["chapters"] is Source.EPISODE


@pytest.mark.parametrize(
    ("name", "text", "is_chapters"),
    [
        (f"{STEM}.json", CHAPTERS, True),
        (f"{STEM}.json", '[{"startTime": 1, "title": "x"}]', True),
        (f"{STEM}.json", '{"segments": [{"startTime": 1, "body": "chapters"}]}', False),
        (f"{STEM}.json", '[{"startTime": 1, "body": "x"}]', False),
        (f"{STEM}.txt", "1.5\t2.5\tx\n", True),
        (f"{STEM}.txt", "0:01 x\n", False),
        (f"{STEM}.chapters.txt", "0:01 x\n", True),
        (f"{STEM}.chapters.xml", "<chapters><chapter start='1'/></chapters>", True),
        (f"{STEM}.psc", "<chapters><chapter start='1'/></chapters>", True),
        (f"{STEM}.vtt", VTT, False),
    ],
)
def test_the_content_tells_chapters_from_a_transcript(ws: Workspace, name: str, text: str, is_chapters: bool) -> None:
    assert lookup.shows(ws)
    put(ws, name, text)
    view = lookup.find_episode(ws, TRAILER)
    assert (view.sources["chapters"] is Source.SIBLING) == is_chapters
    assert codes(ws) == ({"speaker-unknown"} if "<v " in text else set())
    if is_chapters:
        with pytest.raises(NotFound):
            transcript_of(ws, view)
    else:
        assert transcript_of(ws, view).transcript.cues


@pytest.mark.parametrize(
    "name", [f"{STEM}x.vtt", f"{STEM}.not a language.vtt", f"{STEM}.xml", f"{STEM}.de.psc", "x.vtt"]
)
def test_other_files_are_passed_over(ws: Workspace, name: str) -> None:
    assert lookup.shows(ws)
    put(ws, name, "broken")
    assert codes(ws) == set()


def test_broken_chapters_are_a_problem_and_the_tags_count(ws: Workspace) -> None:
    view = lookup.find_episode(ws, TRAILER)
    put(ws, f"{STEM}.psc", '<!DOCTYPE x [<!ENTITY a "b">]><chapters/>')
    assert codes(ws) == {"chapters-unreadable"}
    assert "chapters-unreadable" in {problem.code for problem in build(ws).problems}
    assert lookup.find_episode(ws, TRAILER).chapters == view.chapters


def test_a_draft_keeps_its_transcript_to_itself(ws: Workspace) -> None:
    put(ws, f"{STEM}.vtt", VTT)
    view = lookup.find_episode(ws, TRAILER)
    editing.change(ws, view.episode, replace(view.episode, state=EpisodeState.DRAFT))
    assert not [path for path in build(ws).written if "transcripts" in path]


def test_progress_counts_transcripts(ws: Workspace) -> None:
    assert lookup.shows(ws)
    put(ws, f"{STEM}.vtt", VTT)
    shutil.copy(ws.episodes_root / TRAILER, ws.episodes_root / "ward-rounds" / "z.mp3")
    seen: list[tuple[int, int, str]] = []
    build(ws, progress=lambda done, total, path: seen.append((done, total, path)))
    steps = [one for one in seen if one[2].startswith(("events/", "shows/", "index"))]
    assert [done for done, _, _ in steps] == list(range(len(steps)))
    assert seen[-1] == (len(steps), len(steps), "")


def test_a_file_is_read_once_until_it_changes(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lookup.shows(ws)
    put(ws, f"{STEM}.vtt", VTT)
    path = put(ws, f"{STEM}.json", CHAPTERS)
    first = check(ws)
    opened: list[str] = []
    real = siblings.read_bytes

    def counted(ws: Workspace, path: str) -> bytes:
        opened.append(path)
        return real(ws, path)

    monkeypatch.setattr(siblings, "read_bytes", counted)
    monkeypatch.setattr(transcripts, "read_bytes", counted)
    assert check(ws) == first
    assert opened == []
    path.write_text(CHAPTERS.replace("From", "Not from"))
    check(ws)
    assert set(opened) == {f"ward-rounds/{STEM}.json"}


def test_transcripts_and_chapters_are_held_against_the_recording_and_read_once(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lookup.shows(ws)
    put(ws, f"{STEM}.de.vtt", "WEBVTT\nLanguage: en\n\n00:00.000 --> 09:00.000\n<v SPEAKER_00>Hello\n")
    put(ws, f"{STEM}.chapters.txt", "0:00 One\n8:00 Two\n")
    view = lookup.find_episode(ws, TRAILER)
    found = {problem.code: problem for problem in check(ws)}
    assert {"transcript-beyond-end", "transcript-language-disagrees", "speaker-unknown"} <= set(found)
    assert found["speaker-unknown"].where == f"episodes/ward-rounds/{STEM}.de.vtt"
    assert {"chapters-few", "chapter-beyond-end"} <= set(found)
    assert found["chapter-beyond-end"].subjects == (view.id,)
    # What an item of the feed would be blamed for was said of its episode.
    assert "chapter-after-end" not in found
    read: list[str] = []
    real = siblings.read_bytes

    def counted(ws: Workspace, path: str) -> bytes:
        read.append(path)
        return real(ws, path)

    monkeypatch.setattr(transcripts, "read_bytes", counted)
    assert "speaker-unknown" in {problem.code for problem in check(ws, feeds=False)}
    assert read == []
    person = ws.repository.persons()[0]
    put(ws, f"{STEM}.de.vtt", f"WEBVTT\n\n00:00.000 --> 00:01.000\n<v {person.name}>Hello\n")
    assert "speaker-unknown" not in {problem.code for problem in check(ws, feeds=False)}
    assert len(read) == 1
