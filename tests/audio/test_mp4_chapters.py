"""Chapters in MP4: confkit, ffprobe and mutagen see the same ones, and nothing else in the file changes."""

import shutil
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.mp4 import MP4, MP4Cover
from PIL import Image

from confkit.audio.mp4_boxes import Box, boxed
from confkit.audio.mp4_chapters import with_chapters, without_chapters
from confkit.audio.mp4_tracks import chunks_of, nero_chapters, tracks_of
from confkit.audio.payload import payload_digest
from confkit.audio.reader import read_recording, read_source
from confkit.audio.source import open_source
from confkit.audio.write_tags import differences, write_tags
from confkit.domain.errors import FormatError, InvalidValue
from confkit.domain.recording import Chapter, Tags
from tests.audio.encoding import run_ffmpeg
from tests.audio.test_write_tags import CHAPTERS, TAGS, decoded_md5, packets_md5, probed

Put = Callable[..., Path]
MP4_KINDS = ["clip.m4a", "faststart.m4a", "fragmented.m4a", "quicktime.mov", "alac.m4a"]


def at(milliseconds: int) -> timedelta:
    return timedelta(milliseconds=milliseconds)


def seen_by_ffprobe(file: Path) -> list[tuple[int, str]]:
    found = [(round(float(one["start_time"]) * 1000), one["tags"]["title"]) for one in probed(file)["chapters"]]
    return found[1:] if found[:1] == [(0, "")] else found


def seen_by_mutagen(file: Path) -> list[tuple[int, str]]:
    found = [(round(one.start * 1000), one.title) for one in MP4(file).chapters or ()]
    return found[1:] if found[:1] == [(0, "")] else found


@pytest.mark.parametrize("name", MP4_KINDS)
def test_three_readers_agree(name: str, root: Path, put: Put) -> None:
    file = put(name)
    before = packets_md5(file), decoded_md5(file)
    chapters = (Chapter(at(217), "Früh = ; # \\ 🎙"), Chapter(at(500), "Zwei", url="https://example.org/2"))
    assert write_tags(root, f"show/{name}", TAGS, chapters) == ()
    meant = [(217, "Früh = ; # \\ 🎙"), (500, "Zwei")]
    assert read_recording(root, f"show/{name}").chapters == chapters
    assert seen_by_ffprobe(file) == meant
    assert seen_by_mutagen(file) == meant
    assert (packets_md5(file), decoded_md5(file)) == before
    assert probed(file)["format"]["tags"]["title"] == TAGS.title


@pytest.mark.parametrize("name", MP4_KINDS)
def test_chapters_come_change_and_go_and_the_rest_stays_byte_by_byte(name: str, root: Path, put: Put) -> None:
    file = put(name)
    write_tags(root, f"show/{name}", TAGS, None)
    bare = file.read_bytes()
    write_tags(root, f"show/{name}", TAGS, CHAPTERS)
    size = file.stat().st_size
    for number in range(3):
        renamed = tuple(replace(one, title=f"{number}{one.title}") for one in CHAPTERS)
        write_tags(root, f"show/{name}", TAGS, renamed)
        # A byte for each title, in the track and in the list.
        assert file.stat().st_size == size + 2 * len(CHAPTERS)
    write_tags(root, f"show/{name}", TAGS, ())
    after = file.read_bytes()
    # The number for the next track is the only thing that remembers.
    assert len(after) == len(bare)
    assert sum(one != other for one, other in zip(after, bare, strict=True)) <= 1


@pytest.mark.parametrize("name", MP4_KINDS)
def test_chapters_stay_where_only_tags_are_written(name: str, root: Path, put: Put) -> None:
    file = put(name)
    sound = packets_md5(file)
    write_tags(root, f"show/{name}", TAGS, CHAPTERS)
    for title in ("A much longer title than before, so that the sound moves", "B"):
        write_tags(root, f"show/{name}", replace(TAGS, title=title), None)
        assert read_recording(root, f"show/{name}").chapters == CHAPTERS
        assert [one for _, one in seen_by_ffprobe(file)] == [one.title for one in CHAPTERS]
    assert packets_md5(file) == sound


def test_a_file_that_ffmpeg_made_with_chapters(root: Path, put: Put, tmp_path: Path) -> None:
    clip = put("clip.m4a")
    listed = tmp_path / "chapters.txt"
    listed.write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=400\ntitle=Old\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=400\nEND=1000\ntitle=Older\n"
    )
    file = root / "show" / "made.m4a"
    run_ffmpeg(
        "-i", str(clip), "-i", str(listed), "-map", "0", "-map_chapters", "1", "-c", "copy", "-movflags", "+faststart",
        str(file),
    )  # fmt: skip
    found = read_recording(root, "show/made.m4a")
    assert [one.title for one in found.chapters] == ["Old", "Older"]
    sound = packets_md5(file)
    change = differences(found.tags, found.chapters, found.tags, CHAPTERS)
    assert [one.field for one in change] == ["chapters"]
    assert "Old" in change[0].old
    write_tags(root, "show/made.m4a", found.tags, CHAPTERS)
    assert [title for _, title in seen_by_ffprobe(file)] == [one.title for one in CHAPTERS]
    assert len([one for one in probed(file)["streams"] if one["codec_type"] == "data"]) == 1
    assert packets_md5(file) == sound
    # And the former ones come back.
    write_tags(root, "show/made.m4a", found.tags, found.chapters)
    assert seen_by_ffprobe(file) == [(0, "Old"), (400, "Older")]
    assert packets_md5(file) == sound


def test_foreign_boxes_stay(root: Path, put: Put) -> None:
    file = put("faststart.m4a")
    tags = MP4(file)
    picture = BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "PNG")
    tags["covr"] = [MP4Cover(picture.getvalue(), MP4Cover.FORMAT_PNG)]
    tags["----:org.example:mood"] = [b"calm"]
    tags.save()
    data = file.read_bytes()
    begin = data.index(b"moov") - 4
    length = int.from_bytes(data[begin : begin + 4], "big")
    moov = Box(b"moov", data, begin + 8, begin + length)
    udta = moov.find(b"udta")
    assert udta is not None
    ours = boxed(b"Xtra", b"of another program")
    inside = b"".join(boxed(one.name, one.body) for one in moov.children() if one.name != b"udta")
    moved = boxed(b"moov", inside + boxed(b"udta", ours + udta.body))
    extra = boxed(b"uuid", b"0123456789abcdef" + b"top")
    # Behind the sound, where no place changes; what was the index becomes empty room.
    file.write_bytes(data[:begin] + boxed(b"free", bytes(length - 8)) + data[begin + length :] + moved + extra)
    before = packets_md5(file)
    write_tags(root, "show/faststart.m4a", TAGS, CHAPTERS)
    data = file.read_bytes()
    assert ours in data
    assert data.endswith(extra)
    kept = MP4(file)
    assert kept["----:org.example:mood"] == [b"calm"]
    assert bytes(kept["covr"][0]) == picture.getvalue()
    assert packets_md5(file) == before
    assert [title for _, title in seen_by_ffprobe(file)] == [one.title for one in CHAPTERS]


def test_sound_that_reaches_to_the_end_of_the_file_without_saying_how_long_it_is(root: Path, put: Put) -> None:
    file = put("faststart.m4a")
    data = bytearray(file.read_bytes())
    start = data.index(b"mdat") - 4
    assert start + int.from_bytes(data[start : start + 4], "big") == len(data)
    data[start : start + 4] = bytes(4)
    file.write_bytes(data)
    before = packets_md5(file)
    write_tags(root, "show/faststart.m4a", TAGS, CHAPTERS)
    assert packets_md5(file) == before
    assert read_recording(root, "show/faststart.m4a").chapters == CHAPTERS


def test_more_chapters_than_one_list_holds_and_titles_longer_than_it_takes(root: Path, put: Put) -> None:
    file = put("clip.m4a")
    chapters = tuple(Chapter(at(n), f"{n} {'ü' * 300}") for n in range(300))
    write_tags(root, "show/clip.m4a", TAGS, chapters)
    assert read_recording(root, "show/clip.m4a").chapters == chapters
    assert seen_by_ffprobe(file) == [(n, f"{n} {'ü' * 300}") for n in range(300)]
    shortened = seen_by_mutagen(file)
    assert len(shortened) == 255
    assert all(one == n and f"{n} {'ü' * 300}".startswith(title) for n, (one, title) in enumerate(shortened))
    assert {len(title.encode()) for _, title in shortened} <= {254, 255}


def test_what_does_not_fit_is_said(root: Path, put: Put) -> None:
    file = put("clip.m4a")
    long = "https://example.org/" + "x" * 300
    problems = write_tags(root, "show/clip.m4a", TAGS, (Chapter(at(0), "One", url=long), Chapter(at(5), "Two")))
    assert [(one.code, "One" in one.message) for one in problems] == [("chapter-link-not-written", True)]
    assert [one.url for one in read_recording(root, "show/clip.m4a").chapters] == ["", ""]
    before = file.read_bytes()
    with pytest.raises(InvalidValue, match="title"):
        write_tags(root, "show/clip.m4a", TAGS, (Chapter(at(0), "x" * 20_000),))
    assert file.read_bytes() == before


def test_pictures_of_chapters_stay_and_texts_come_first() -> None:
    def track(id: int, kind: bytes, *more: bytes) -> bytes:
        header = boxed(b"tkhd", struct.pack(">IIII", 0, 0, 0, id))
        media = boxed(b"mdhd", struct.pack(">5IHH", 0, 0, 0, 1000, 1000, 0x55C4, 0))
        return boxed(
            b"trak", header + b"".join(more) + boxed(b"mdia", media + boxed(b"hdlr", bytes(8) + kind + bytes(13)))
        )

    refs = boxed(b"tref", boxed(b"hint", b"\0\0\0\7") + boxed(b"chap", struct.pack(">II", 2, 3)))
    pictures = track(3, b"vide")
    body = (
        boxed(b"mvhd", struct.pack(">5I", 0, 0, 0, 600, 600) + bytes(76) + struct.pack(">I", 4))
        + track(1, b"soun", refs)
        + track(2, b"text")
        + pictures
    )
    after = with_chapters(Box(b"moov", body, 0, len(body)), CHAPTERS, timedelta(seconds=1), 1000)
    moov = Box(b"moov", after, 0, len(after))
    sound, kept, texts = tracks_of(moov)
    assert sound.chapters == (4, 3) or sound.chapters == (texts.id, 3)
    assert (kept.id, kept.kind, kept.chapters) == (3, b"vide", ())
    assert texts.kind == b"text"
    assert pictures in after
    assert boxed(b"hint", b"\0\0\0\7") in after
    assert [place for place, _ in chunks_of(texts)] == [1000]
    gone = without_chapters(moov)
    assert [(one.id, one.chapters) for one in tracks_of(Box(b"moov", gone, 0, len(gone)))] == [(1, (3,)), (3, ())]
    assert b"chpl" not in gone


@pytest.mark.parametrize(("width", "packed"), [(4, b"\x12\x30"), (8, b"\1\2\3"), (16, b"\0\1\0\2\0\3")])
def test_compact_sizes_of_samples(width: int, packed: bytes) -> None:
    sizes = boxed(b"stz2", bytes(7) + bytes([width]) + struct.pack(">I", 3) + packed)
    chunks = boxed(b"stsc", struct.pack(">8I", 0, 2, 1, 2, 1, 2, 1, 1)) + boxed(
        b"co64", struct.pack(">IIQQ", 0, 2, 50, 90)
    )
    body = boxed(
        b"trak",
        boxed(b"tkhd", struct.pack(">IIII", 0, 0, 0, 1))
        + boxed(
            b"mdia",
            boxed(b"mdhd", struct.pack(">5IHH", 0, 0, 0, 1000, 1000, 0, 0))
            + boxed(b"hdlr", bytes(8) + b"soun" + bytes(13))
            + boxed(b"minf", boxed(b"stbl", sizes + chunks)),
        ),
    )
    (track,) = tracks_of(Box(b"moov", body, 0, len(body)))
    assert list(chunks_of(track)) == [(50, 3), (90, 3)]


def test_nero_keeps_an_untitled_chapter_where_no_title_follows() -> None:
    def listed(*titles: bytes) -> list[str]:
        entries = b"".join(struct.pack(">QB", n * 10_000, len(one)) + one for n, one in enumerate(titles))
        body = boxed(b"udta", boxed(b"chpl", b"\1" + bytes(7) + bytes([len(titles)]) + entries))
        return [one.title for one in nero_chapters(Box(b"moov", body, 0, len(body)))]

    assert listed(b"", b"B") == ["B"]
    assert listed(b"", b"", b"C") == ["", "", "C"]
    assert listed(b"") == [""]


def test_a_changed_sample_changes_the_digest(root: Path, put: Put) -> None:
    file = put("clip.m4a")
    write_tags(root, "show/clip.m4a", TAGS, CHAPTERS)

    def digest() -> str:
        with open_source(root, "show/clip.m4a") as source:
            container, _, start = read_source(source, "clip.m4a")
            return payload_digest(source, container, start)

    before = digest()
    data = bytearray(file.read_bytes())
    sound = data.index(b"mdat") + 200
    data[sound] ^= 1
    file.write_bytes(data)
    assert digest() != before
    data[sound] ^= 1
    text = data.index(b"Chapter in the middle", data.index(b"moov"))
    data[text] ^= 1
    file.write_bytes(data)
    assert digest() == before


_titles = st.text(max_size=80).filter(lambda text: "\0" not in text)
_lists = st.lists(
    st.builds(
        Chapter,
        st.integers(0, 90_000_000).map(at) | st.just(at(0)),
        _titles,
        url=st.sampled_from(["", "https://example.org/1?a=ü"]),
    ),
    min_size=1,
    max_size=8,
).map(tuple)


@pytest.mark.slow
@settings(max_examples=20)
@given(name=st.sampled_from(MP4_KINDS), chapters=_lists, others=_lists)
def test_any_chapters_are_seen_alike(
    tmp_path_factory: pytest.TempPathFactory,
    audio: Path,
    name: str,
    chapters: tuple[Chapter, ...],
    others: tuple[Chapter, ...],
) -> None:
    root = tmp_path_factory.mktemp("any")
    shutil.copyfile(audio / name, root / name)
    write_tags(root, name, Tags(title="T"), others)
    write_tags(root, name, Tags(title="T"), chapters)
    ours = [(one.start // at(1), one.title) for one in read_recording(root, name).chapters]
    assert [start for start, _ in ours] == sorted(one.start // at(1) for one in chapters)
    by_mutagen, by_ffprobe = seen_by_mutagen(root / name), seen_by_ffprobe(root / name)
    assert [start for start, _ in by_mutagen] == [start for start, _ in by_ffprobe] == [start for start, _ in ours]
    assert [title.strip() for _, title in by_ffprobe] == [title for _, title in ours]
    assert packets_md5(root / name) == packets_md5(audio / name)
    shutil.rmtree(root)


def test_loops_are_refused(root: Path, put: Put) -> None:
    """Chunks that name the same stretch of the file a thousand times."""
    file = put("clip.m4a")
    data = file.read_bytes()
    begin = data.index(b"moov") - 4
    moov = Box(b"moov", data, begin + 8, begin + int.from_bytes(data[begin : begin + 4], "big"))
    table = moov.find(b"trak", b"mdia", b"minf", b"stbl", b"stco")
    assert table is not None
    many = boxed(b"stco", struct.pack(">II", 0, 4000) + struct.pack(">I", 44) * 4000)
    large = boxed(b"stsz", struct.pack(">III", 0, 1000, 100_000))

    def renewed(box: Box) -> bytes:
        if box.name == b"stco":
            return many
        if box.name == b"stsz":
            return large
        if box.name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
            return boxed(box.name, b"".join(renewed(one) for one in box.children()))
        return boxed(box.name, box.body)

    file.write_bytes(data[:begin] + renewed(moov))
    before = file.read_bytes()
    with pytest.raises(FormatError, match="again and again"):
        write_tags(root, "show/clip.m4a", TAGS, CHAPTERS)
    assert file.read_bytes() == before
