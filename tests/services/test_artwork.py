"""Which picture stands for a show or an episode, what is wrong with it, and how it is made right and published."""

import json
import os
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from confkit.codecs import picture as codec
from confkit.codecs.picture_header import read_picture
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import FormatError, NotFound
from confkit.domain.problem import Problem, Severity
from confkit.domain.show import EpisodeState, Show
from confkit.services import artwork, editing, lookup, mending
from confkit.services import history as journal
from confkit.services.artwork import CoverKind, artwork_faults, cover_of, report_artwork, report_cover
from confkit.services.building import build
from confkit.services.checking import check
from confkit.services.thumbnails import Thumbnails
from confkit.services.workspace import Workspace
from tests.pictures import cover, drawn, encoded, gigapixels
from tests.services.conftest import Open

pytestmark = pytest.mark.slow  # `make test` leaves these out

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}image"


def show_of(ws: Workspace) -> Show:
    return lookup.find_show(ws, "ward-rounds")


def views_of(ws: Workspace) -> dict[str, EpisodeView]:
    return {view.episode.file.rpartition("/")[2][:3]: view for view in lookup.episodes(ws, show_of(ws))}


def pictures(ws: Workspace) -> Path:
    return ws.episodes_root / "ward-rounds"


def put(ws: Workspace, name: str, data: bytes) -> None:
    (pictures(ws) / name).write_bytes(data)


def faults(ws: Workspace) -> dict[str, Problem]:
    return {one.code: one for one in check(ws, feeds=False) if one.code.startswith(("artwork", "cover"))}


def images(ws: Workspace) -> dict[str, str]:
    """The picture of each item by the name of its audio, and that of the channel by ""."""
    (channel,) = ET.parse(ws.output / "shows/ward-rounds/feed.xml").getroot()
    site = ws.config.site + "shows/ward-rounds/"
    found = {"": channel.findall(ITUNES)[0].get("href", "").removeprefix(site)} if channel.findall(ITUNES) else {}
    for item in channel.findall("item"):
        enclosure = item.find("enclosure")
        assert enclosure is not None
        for image in item.findall(ITUNES):
            name = enclosure.get("url", "").rpartition("/")[2][:3]
            found[name] = image.get("href", "").removeprefix(site)
    return found


class TestWhichPicture:
    def test_the_order_of_the_sources(self, ws: Workspace) -> None:
        view = views_of(ws)["002"]
        assert cover_of(ws, view) == artwork.CoverSource(CoverKind.EMBEDDED, view.episode.file)
        assert view.recording is not None
        without = replace(view, recording=replace(view.recording, cover=None))
        assert cover_of(ws, without) == artwork.CoverSource(CoverKind.SHOW, "ward-rounds/cover.png")
        bare = replace(without, show=replace(view.show, artwork=""))
        assert cover_of(ws, bare) == artwork.CoverSource(CoverKind.NONE)
        stem = view.episode.file.rpartition("/")[2].rpartition(".")[0]
        put(ws, f"{stem}.png", cover(form="PNG"))
        assert cover_of(ws, view) == artwork.CoverSource(CoverKind.BESIDE, f"ward-rounds/{stem}.png")
        put(ws, f"{stem}.JPG", cover())
        assert cover_of(ws, view) == artwork.CoverSource(CoverKind.BESIDE, f"ward-rounds/{stem}.JPG")
        put(ws, "mine.jpg", cover())
        own = replace(view, episode=replace(view.episode, image="mine.jpg"))
        assert cover_of(ws, own) == artwork.CoverSource(CoverKind.OWN, "ward-rounds/mine.jpg")
        gone = replace(view, episode=replace(view.episode, image="gone.jpg"))
        assert cover_of(ws, gone).kind is CoverKind.BESIDE

    def test_the_artwork_of_the_show_is_no_cover_beside(self, ws: Workspace) -> None:
        view = views_of(ws)["002"]
        stem = view.episode.file.rpartition("/")[2].rpartition(".")[0]
        put(ws, f"{stem}.jpg", cover())
        shown = replace(view, show=replace(view.show, artwork=f"{stem}.jpg"))
        assert cover_of(ws, shown).kind is CoverKind.EMBEDDED

    def test_an_episode_without_a_folder_or_with_one_that_is_gone(self, ws: Workspace) -> None:
        view = views_of(ws)["002"]
        for file in ("", "nowhere/001.mp3", "001.mp3"):
            lost = replace(view, episode=replace(view.episode, file=file), recording=None)
            assert cover_of(ws, lost).kind is CoverKind.SHOW


class TestCheck:
    def test_the_sample_is_right(self, ws: Workspace) -> None:
        assert faults(ws) == {}

    def test_artwork_that_directories_refuse(self, ws: Workspace) -> None:
        put(ws, "cover.png", cover(1500, 1000))
        found = faults(ws)
        assert set(found) == {"artwork-not-square", "artwork-too-small", "artwork-wrong-extension"}
        one = found["artwork-not-square"]
        assert (one.severity, one.where) == (Severity.ERROR, "episodes/ward-rounds/cover.png")
        assert one.subjects == (show_of(ws).id,)
        assert "confkit show artwork ward-rounds --mend" in one.fix

    def test_a_cover_that_they_refuse_is_a_warning(self, ws: Workspace) -> None:
        view = views_of(ws)["002"]
        put(ws, f"{view.episode.file.rpartition('/')[2][:-4]}.jpg", cover(800, 800))
        found = faults(ws)
        assert {code: one.severity for code, one in found.items()} == {"artwork-too-small": Severity.WARNING}
        assert found["artwork-too-small"].subjects == (view.id,)
        assert f"confkit episode cover {view.id.hex[:8]} --mend" in found["artwork-too-small"].fix

    def test_what_is_inside_the_audio_is_a_hint(self, ws: Workspace) -> None:
        view = views_of(ws)["002"]
        assert view.recording is not None
        assert view.recording.cover is not None
        small = replace(
            view, recording=replace(view.recording, cover=replace(view.recording.cover, width=300, height=300))
        )
        (one,) = artwork.cover_faults(ws, small, cover_of(ws, small))
        assert (one.code, one.severity) == ("artwork-too-small", Severity.HINT)

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "artwork-unreadable"),
            (b"<html>", "artwork-unreadable"),
            (cover()[:9000], "artwork-unreadable"),
            (encoded(drawn(), "GIF"), "artwork-wrong-type"),
            (b"<svg xmlns='x'/>", "artwork-wrong-type"),
            (gigapixels(), "artwork-too-large"),
        ],
    )
    def test_hostile_pictures_are_problems(self, ws: Workspace, data: bytes, code: str) -> None:
        put(ws, "cover.png", data)
        assert code in faults(ws)
        assert code in {problem.code for problem in build(ws).problems}

    def test_what_is_no_file_is_a_problem(self, ws: Workspace, tmp_path: Path) -> None:
        picture = pictures(ws) / "cover.png"
        lookup.shows(ws)
        picture.unlink()
        assert faults(ws)["artwork-missing"].severity is Severity.ERROR
        picture.mkdir()
        assert "artwork-unreadable" in faults(ws)
        picture.rmdir()
        os.mkfifo(picture)
        assert "artwork-unreadable" in faults(ws)
        picture.unlink()
        secret = tmp_path / "secret.png"
        secret.write_bytes(cover(form="PNG"))
        picture.symlink_to(secret)
        assert "artwork-unreadable" in faults(ws)
        build(ws)
        assert "" not in images(ws)
        picture.unlink()
        with picture.open("wb") as file:
            file.truncate(artwork.LARGEST + 1)
        assert "larger than" in faults(ws)["artwork-unreadable"].message

    def test_a_cover_that_is_not_there(self, ws: Workspace) -> None:
        before = views_of(ws)["002"].episode
        editing.change(ws, before, replace(before, image="gone.jpg"))
        found = faults(ws)["cover-missing"]
        assert (found.severity, found.where) == (Severity.WARNING, "episodes/ward-rounds/gone.jpg")

    def test_nobody_is_bothered_about_a_retracted_episode(self, ws: Workspace) -> None:
        before = views_of(ws)["002"].episode
        editing.change(ws, before, replace(before, image="gone.jpg", state=EpisodeState.RETRACTED))
        assert faults(ws) == {}

    def test_a_show_without_artwork_is_said_once(self, ws: Workspace) -> None:
        show = show_of(ws)
        editing.change(ws, show, replace(show, artwork=""))
        assert faults(ws) == {}
        assert "show-without-artwork" in {problem.code for problem in check(ws, feeds=False)}

    def test_a_picture_is_read_once_until_it_changes(self, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        read: list[str] = []
        real = artwork.picture_bytes

        def counted(root: Path, path: str) -> bytes:
            read.append(path)
            return real(root, path)

        monkeypatch.setattr(artwork, "picture_bytes", counted)
        faults(ws)
        faults(ws)
        assert read == ["ward-rounds/cover.png"]
        put(ws, "cover.png", cover(1500, 1500, "PNG"))
        faults(ws)
        assert len(read) == 2

    def test_a_picture_that_could_not_be_opened_is_tried_again(self, ws: Workspace) -> None:
        picture = pictures(ws) / "cover.png"
        data = picture.read_bytes()
        lookup.shows(ws)
        picture.unlink()
        assert "artwork-missing" in faults(ws)
        picture.write_bytes(data)
        assert faults(ws) == {}


class TestMend:
    def test_the_artwork_of_a_show(self, ws: Workspace) -> None:
        original = cover(1500, 1000)
        put(ws, "cover.png", original)
        given = mending.mend_artwork(ws, show_of(ws))
        assert given.entry is not None
        assert given.entry.label == "Mend the artwork of “Ward Rounds”"
        assert given.file.startswith("cover-")
        assert show_of(ws).artwork == given.file
        assert (pictures(ws) / "cover.png").read_bytes() == original
        assert faults(ws) == {}
        again = mending.mend_artwork(ws, show_of(ws))
        assert (again.file, again.entry) == (given.file, None)
        journal.undo(ws)
        assert show_of(ws).artwork == "cover.png"
        assert (pictures(ws) / given.file).is_file()
        # The same picture comes to the same name, which is there already.
        assert mending.mend_artwork(ws, show_of(ws)).file == given.file

    def test_a_mended_picture_that_is_mended_again_keeps_its_stem(self, ws: Workspace) -> None:
        put(ws, "cover-0123abcd.jpg", cover(1000, 1000))
        given = mending.set_artwork(ws, show_of(ws), pictures(ws) / "cover-0123abcd.jpg", mend=True)
        assert given.file.count("-") == 1

    def test_what_can_t_be_mended_changes_nothing(self, ws: Workspace) -> None:
        put(ws, "cover.png", b"nonsense")
        with pytest.raises(FormatError):
            mending.mend_artwork(ws, show_of(ws))
        assert show_of(ws).artwork == "cover.png"
        show = show_of(ws)
        editing.change(ws, show, replace(show, artwork=""))
        with pytest.raises(NotFound, match="--set FILE"):
            mending.mend_artwork(ws, show_of(ws))
        with pytest.raises(NotFound, match="--set FILE"):
            report_artwork(ws, show_of(ws))

    def test_the_cover_inside_the_audio(self, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        view = views_of(ws)["002"]
        assert mending.mend_cover(ws, view).entry is None
        monkeypatch.setattr("confkit.audio.cover.cover_bytes", lambda root, path: cover(700, 600))
        report = report_cover(ws, view)
        assert {one.code for one in report.problems} == {"artwork-not-square", "artwork-too-small"}
        given = mending.mend_cover(ws, view)
        view = views_of(ws)["002"]
        assert view.episode.image == given.file
        assert given.file.startswith("002-")
        assert (report_cover(ws, view).source.kind, report_cover(ws, view).problems) == (CoverKind.OWN, ())
        journal.undo(ws)
        assert views_of(ws)["002"].episode.image == ""

    def test_an_episode_that_has_no_cover(self, ws: Workspace) -> None:
        view = views_of(ws)["002"]
        assert view.recording is not None
        bare = replace(view, recording=replace(view.recording, cover=None))
        with pytest.raises(NotFound, match="--set FILE"):
            mending.mend_cover(ws, bare)
        none = replace(bare, show=replace(bare.show, artwork=""))
        assert report_cover(ws, none).picture is None
        with pytest.raises(NotFound):
            artwork.cover_data(ws, cover_of(ws, none))

    def test_audio_that_lost_its_picture(self, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        view = views_of(ws)["002"]
        monkeypatch.setattr("confkit.audio.cover.cover_bytes", lambda root, path: None)
        assert [one.code for one in report_cover(ws, view).problems] == ["cover-unreadable"]
        assert "cover-unreadable" in {one.code for one in build(ws).problems}
        (ws.episodes_root / view.episode.file).unlink()
        monkeypatch.undo()
        assert [one.code for one in report_cover(ws, view).problems] == ["cover-unreadable"]


class TestSet:
    def test_a_picture_from_elsewhere(self, ws: Workspace, tmp_path: Path) -> None:
        file = tmp_path / "My [bold] cover.jpeg"
        file.write_bytes(cover())
        given = mending.set_artwork(ws, show_of(ws), file)
        assert given.file.startswith("My [bold] cover-")
        assert given.file.endswith(".jpg")
        assert show_of(ws).artwork == given.file
        view = views_of(ws)["002"]
        assert mending.set_cover(ws, view, file).entry is not None
        assert mending.set_cover(ws, views_of(ws)["002"], file).entry is None
        assert cover_of(ws, views_of(ws)["002"]).kind is CoverKind.OWN

    def test_other_formats_only_when_they_are_mended(self, ws: Workspace, tmp_path: Path) -> None:
        file = tmp_path / "cover.tif"
        file.write_bytes(encoded(drawn(1600, 1600), "TIFF"))
        with pytest.raises(FormatError, match="--mend"):
            mending.set_artwork(ws, show_of(ws), file)
        given = mending.set_artwork(ws, show_of(ws), file, mend=True)
        assert artwork_faults(ws, show_of(ws)) == ()
        assert given.file.endswith(".jpg")

    def test_names_that_are_long_or_strange(self, ws: Workspace, tmp_path: Path) -> None:
        for name in ("ü" * 120 + ".jpg", "\u202e\x1b[2J.jpg", ".jpg", "-00000000.jpg"):
            (tmp_path / name).write_bytes(cover())
            given = mending.set_artwork(ws, show_of(ws), tmp_path / name)
            assert (pictures(ws) / show_of(ws).artwork).is_file(), name
            assert "\x1b" not in given.file
            assert artwork_faults(ws, show_of(ws)) == ()

    @pytest.mark.parametrize(
        "make",
        [
            lambda file: None,
            lambda file: file.mkdir(),
            lambda file: os.mkfifo(file),
            lambda file: file.symlink_to(file),
        ],
    )
    def test_what_is_no_file(self, ws: Workspace, tmp_path: Path, make: Callable[[Path], None]) -> None:
        file = tmp_path / "x.jpg"
        make(file)
        with pytest.raises(FormatError) as caught:
            mending.set_artwork(ws, show_of(ws), file)
        assert caught.value.where == str(file)


class TestPublish:
    def test_a_picture_is_published_under_a_name_of_its_content(self, ws: Workspace) -> None:
        build(ws)
        assert images(ws) == {"": "cover-1137b3c3.png"}
        put(ws, "cover.png", cover(1500, 1500))
        report = build(ws)
        name = images(ws)[""]
        assert name.startswith("cover-")
        assert name.endswith(".jpg")
        assert "shows/ward-rounds/cover-1137b3c3.png" in report.removed
        # Nothing is said but by warnings: the feed is published.
        assert {one.severity for one in report.problems if one.code == "artwork-wrong-extension"} == {Severity.WARNING}

    def test_covers_of_episodes(self, ws: Workspace) -> None:
        views = views_of(ws)
        put(ws, views["002"].episode.file.rpartition("/")[2][:-4] + ".png", cover(1500, 1500))
        mine = cover(1600, 1600, "PNG")
        put(ws, "mine.png", mine)
        for name in ("001", "003"):
            editing.change(ws, views[name].episode, replace(views[name].episode, image="mine.png"))
        build(ws)
        found = images(ws)
        assert set(found) == {"", "001", "002", "003"}
        assert found["001"] == found["003"]
        assert (ws.output / "shows/ward-rounds" / found["001"]).read_bytes() == mine
        assert found["002"].endswith(".jpg")
        again = build(ws)
        assert again.written == ()
        assert again.removed == ()

    def test_a_picture_that_is_none_is_not_published(self, ws: Workspace) -> None:
        before = views_of(ws)["002"].episode
        put(ws, "mine.png", encoded(drawn(), "GIF"))
        editing.change(ws, before, replace(before, image="mine.png"))
        report = build(ws)
        assert set(images(ws)) == {""}
        assert "artwork-wrong-type" in {one.code for one in report.problems}

    def test_pictures_inside_the_audio_are_extracted_once(
        self, ws: Workspace, folder: Path, open_it: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(ws, "cover.png", cover(1500, 1500, "PNG"))
        read: list[str] = []
        from confkit.audio import cover as reader

        real = reader.cover_bytes

        def counted(root: Path, path: str) -> bytes | None:
            read.append(path)
            return real(root, path)

        monkeypatch.setattr(reader, "cover_bytes", counted)
        build(ws)
        found = images(ws)
        assert len(found) == 6
        assert len(read) == 5
        # They all hold the same picture, which is published once.
        assert len({found[name] for name in found if name}) == 1
        assert build(ws).written == ()
        assert len(read) == 5
        other = open_it(folder)
        assert build(other).written == ()
        assert len(read) == 5
        build(other, out=tmp_path / "elsewhere")
        here = ws.output / "shows/ward-rounds" / found["001"]
        assert (tmp_path / "elsewhere/shows/ward-rounds" / found["001"]).read_bytes() == here.read_bytes()
        audio = ws.episodes_root / views_of(ws)["002"].episode.file
        read.clear()
        os.utime(audio, ns=(1, 1))
        build(other)
        assert read == [views_of(ws)["002"].episode.file]

    @pytest.mark.parametrize(
        "content",
        [b"", b"[", b"[]", b'{"version": 0, "covers": {}}', b'{"version": 1, "covers": 3}', b"[" * 100_000],
    )
    def test_an_index_of_covers_that_can_t_be_used_counts_as_none(self, ws: Workspace, content: bytes) -> None:
        build(ws)
        expected = images(ws)
        index = ws.state / "covers.json"
        good = json.loads(index.read_bytes())
        index.write_bytes(content)
        build(ws)
        assert images(ws) == expected
        assert json.loads(index.read_bytes()) == good

    def test_an_index_of_covers_can_t_lead_out_of_the_folder(self, ws: Workspace) -> None:
        build(ws)
        index = ws.state / "covers.json"
        stored = json.loads(index.read_bytes())
        for entry in stored["covers"].values():
            entry[3] = "../../../" + entry[3][9:]
        index.write_text(json.dumps(stored))
        build(ws)
        assert set(images(ws)) == {""}

    def test_a_picture_inside_the_audio_that_is_no_artwork_stays_out(
        self, ws: Workspace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("confkit.audio.cover.cover_bytes", lambda root, path: cover()[:5000])
        build(ws)
        assert set(images(ws)) == {""}
        assert build(ws).written == ()


class TestThumbnails:
    def test_a_picture_is_drawn_once_until_it_changes(self, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        thumbnails = Thumbnails(ws)
        show = show_of(ws)
        first = thumbnails.draw(show, 24, 12)
        assert first is not None
        assert (len(first.cells), len(first.cells[0])) == (12, 24)
        assert first.caption == "show’s artwork · 1,400 × 1,400"
        assert thumbnails.draw(show, 24, 12) is first
        put(ws, "cover.png", cover(1500, 1000))
        second = thumbnails.draw(show, 24, 12)
        assert second is not None
        assert len(second.cells) == 8
        caption = thumbnails.draw(views_of(ws)["002"], 0, 0)
        assert caption is not None
        assert (caption.cells, caption.caption) == ((), "inside the audio · 1,400 × 1,400")
        monkeypatch.setattr("confkit.services.thumbnails._KEPT", 1)
        few = Thumbnails(ws)
        few.draw(show, 4, 2)
        few.draw(show, 6, 3)
        assert len(few._kept) == 1

    def test_what_can_t_be_drawn_is_said(self, ws: Workspace) -> None:
        show = show_of(ws)
        put(ws, "cover.png", gigapixels())
        drawing = Thumbnails(ws).draw(show, 24, 12)
        assert drawing is not None
        assert drawing.cells == ()
        assert f"{codec.MAX_PIXELS // 1_000_000} megapixels" in drawing.caption
        (pictures(ws) / "cover.png").unlink()
        missing = Thumbnails(ws).draw(show, 24, 12)
        assert missing is not None
        assert missing.caption.startswith("! show’s artwork: is not there")
        assert Thumbnails(ws).draw(replace(show, artwork=""), 24, 12) is None


def test_what_is_set_is_a_picture(ws: Workspace) -> None:
    data = (pictures(ws) / "cover.png").read_bytes()
    picture = read_picture(data)
    assert picture is not None
    assert picture.is_artwork
