"""Ordinary tags are read without mutagen; what is read must be what mutagen reads, on everything there is to try."""

import os
import random
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confkit.audio import id3, mp4, vorbis
from confkit.audio.id3_frames import PlainTag, build_frame, to_syncsafe
from confkit.audio.id3_words import ordinary_words
from confkit.audio.media import MEDIA, suffix_of
from confkit.audio.mp4_boxes import Box
from confkit.audio.mp4_items import ordinary_items
from confkit.audio.reader import read_contents
from confkit.audio.vorbis import ordinary_comments
from tests.audio.encoding import KINDS, PIPED

_LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
_SCRAPS = st.binary(max_size=24)


def no_shortcut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave everything to mutagen."""
    monkeypatch.setattr(id3, "ordinary_words", lambda *_: None)
    monkeypatch.setattr(vorbis, "ordinary_comments", lambda *_: None)
    monkeypatch.setattr(mp4, "ordinary_items", lambda *_: None)


@pytest.mark.parametrize("name", [*KINDS, *PIPED])
def test_every_kind_of_file_reads_as_with_mutagen(audio: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = read_contents(audio, name)
    no_shortcut(monkeypatch)
    assert ours == read_contents(audio, name)


def test_real_files_read_as_with_mutagen(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [path.relative_to(shared_data) for path in shared_data.rglob("*") if suffix_of(path.name) in MEDIA]
    ours = {path: read_contents(shared_data, str(path)) for path in found}
    no_shortcut(monkeypatch)
    assert ours
    assert ours == {path: read_contents(shared_data, str(path)) for path in found}


# ID3 -----------------------------------------------------------------------------------------------------------------

_END = {0: b"\0", 1: b"\0\0", 2: b"\0\0", 3: b"\0"}
_CODECS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}


@st.composite
def _frames(draw: st.DrawFn) -> tuple[bytes, bytes]:
    names = (
        "TIT2 TIT3 TALB TPE1 TDRC TDRL TYER TDAT TIME TPOS TRCK TLAN TCOP TDES TXXX WXXX WCOP WOAF COMM USLT TIPL CHAP"
    )
    name = draw(st.sampled_from(names.split())).encode()
    if draw(st.integers(0, 4)) == 0:
        return name, draw(_SCRAPS)
    coding = draw(st.sampled_from((0, 3)) if name[:1] == b"T" else st.sampled_from((0, 1, 2, 3)))
    words = draw(st.lists(st.one_of(_LETTERS, st.sampled_from(["2027", "0904", "1030", "3/12"])), max_size=3))
    coded = [word.encode(_CODECS[coding], "replace") for word in words]
    body = _END[coding].join(coded) + draw(st.sampled_from((b"", _END[coding], b"\0" * 3)))
    if name in (b"WCOP", b"WOAF"):
        return name, body
    language = draw(st.sampled_from((b"eng", b"XXX", b"\0\0\0", b"d\xe9u"))) if name in (b"COMM", b"USLT") else b""
    return name, bytes([coding]) + language + body


@given(st.lists(_frames(), max_size=6), st.sampled_from((3, 4)))
@example([(b"TIT2", b"\3a\0\0b")], 3)
@example([(b"TIT2", b"\3a\0\0")], 4)
@example([(b"TYER", b"\0002027"), (b"TDAT", b"\0000904")], 3)
@example([(b"TYER", b"\0002027"), (b"TDRC", b"\0002026-01")], 4)
@example([(b"TXXX", b"\3host\0Ada"), (b"TXXX", b"\3HOST\0Grace")], 4)
@example([(b"COMM", b"\1eng\xff\xfe\0\0\xff\xfea\0"), (b"COMM", b"\0eng\0b")], 3)
@example([(b"WXXX", b"\0\0https://example.org/\0rest")], 3)
def test_id3_tags_read_as_with_mutagen(frames: list[tuple[bytes, bytes]], version: int) -> None:
    # As the frames arrive there: nothing empty, which mutagen passes over before it looks at it.
    tag = PlainTag(version, tuple((name, data) for name, data in frames if data), (), complete=True)
    assert id3.read_id3(tag) == id3._by_mutagen(tag, None) or ordinary_words(tag.frames, version) is None


def test_an_ordinary_id3_tag_is_one() -> None:
    frames = [(b"TIT2", b"\3Title\0"), (b"TPE1", b"\0Ada/Grace"), (b"TXXX", b"\3HOST\0Ada"), (b"COMM", b"\0eng\0text")]
    words = ordinary_words(frames, 4)
    assert words is not None
    assert words.texts == {"TIT2": ["Title"], "TPE1": ["Ada/Grace"]}
    assert words.named == [("HOST", ["Ada"])]
    assert words.comments == [("", ["text"])]


@pytest.mark.parametrize(
    "frames",
    [
        [(b"TIT2", b"\3a"), (b"TIT2", b"\3b")],
        [(b"TIT2", b"\3\xff")],
        [(b"TIT2", b"\3")],
        [(b"CHAP", b"1\0" + bytes(16))],
        [(b"TIPL", b"\3host\0Ada")],
        [(b"TXXX", b"\3no end")],
        [(b"WXXX", b"\1no mark\0\0http")],
        [(b"COMM", b"\5eng\0a")],
        [(b"TYER", b"\3MMXX")],
    ],
)
def test_what_is_not_ordinary_in_an_id3_tag_is_left_to_mutagen(frames: list[tuple[bytes, bytes]]) -> None:
    assert ordinary_words(frames, 4) is None


# Vorbis comments -----------------------------------------------------------------------------------------------------


def packet_of(comments: list[bytes], vendor: bytes = b"encoder", count: int | None = None) -> bytes:
    parts = [struct.pack("<I", len(vendor)), vendor, struct.pack("<I", len(comments) if count is None else count)]
    for comment in comments:
        parts += [struct.pack("<I", len(comment)), comment]
    return b"".join(parts)


_COMMENT = st.one_of(
    _SCRAPS,
    st.builds(
        lambda name, value: f"{name}={value}".encode(),
        st.sampled_from(["TITLE", "artist", "Date", "CHAPTER001", "CHAPTER001NAME", "ÄRTIST", "", "A~", "HOST"]),
        st.one_of(_LETTERS, st.sampled_from(["00:00:01.000", "2027", "a=b"])),
    ),
)


@given(st.lists(_COMMENT, max_size=5), st.integers(-1, 1), st.integers(-3, 3))
def test_vorbis_comments_read_as_with_mutagen(comments: list[bytes], more: int, cut: int) -> None:
    packet = packet_of(comments, count=max(0, len(comments) + more))
    packet = packet[:cut] if cut < 0 else packet + bytes(cut)
    found = ordinary_comments(packet)
    if found is not None:
        assert found == list(vorbis._comments_by_mutagen(packet))


def test_ordinary_comments_are_some() -> None:
    assert ordinary_comments(packet_of([b"TITLE=a=b", b"x="])) == [("TITLE", "a=b"), ("x", "")]
    for odd in (b"no sign", b"=x", b"a~=x", b"a=\xff"):
        assert ordinary_comments(packet_of([odd])) is None
    assert ordinary_comments(packet_of([], count=1)) is None
    assert ordinary_comments(b"\xff\xff\xff\xff") is None


# MP4 -----------------------------------------------------------------------------------------------------------------


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def data_box(kind: int, value: bytes) -> bytes:
    return box(b"data", struct.pack(">II", kind, 0) + value)


@st.composite
def _items(draw: st.DrawFn) -> bytes:
    names = "©nam ©st3 ©ART aART ©day ldes desc trkn disk tvsn tves cprt ©too cpil stik gnre tmpo covr purl abcd ----"
    name = draw(st.sampled_from(names.split())).encode("latin-1")
    if draw(st.integers(0, 5)) == 0:
        return box(name, draw(_SCRAPS))
    value = st.one_of(_LETTERS.map(str.encode), st.binary(max_size=9), st.just(bytes((0, 0, 0, 3, 0, 9, 0, 0))))
    boxes = draw(st.lists(st.builds(data_box, st.sampled_from((0, 1, 2, 13, 21, 1 << 24)), value), max_size=2))
    body = b"".join(boxes)
    if name == b"----":
        own = draw(st.sampled_from((b"HOST", b"a:b", b"LICENSE", b"\xff")))
        body = box(b"mean", b"\0\0\0\0com.apple.iTunes") + box(b"name", b"\0\0\0\0" + own) + body
    return box(name, body)


@given(st.lists(_items(), max_size=5))
@example([box(b"\xa9nam", data_box(1, b"a")), box(b"\xa9nam", data_box(1, b"b"))])
@example([box(b"trkn", data_box(0, b"\0\0\0\3\0\x09\0\0")), box(b"tves", data_box(21, b"\xff\xff"))])
@example([box(b"cpil", data_box(21, b"\1")), box(b"\xa9nam", data_box(1, b"a"))])
def test_mp4_tags_read_as_with_mutagen(items: list[bytes]) -> None:
    body = b"".join(items)
    tags = Box(b"ilst", body, 0, len(body))
    found = ordinary_items(tags)
    if found is not None:
        assert mp4._raw(found) == mp4._raw(mp4._items_by_mutagen(tags))


def test_ordinary_mp4_tags_are_some() -> None:
    items = [
        box(b"\xa9nam", data_box(1, b"Title")),
        box(b"\xa9ART", data_box(1, b"Ada") + data_box(1, b"Grace")),
        box(b"----", box(b"mean", bytes(4) + b"m") + box(b"name", bytes(4) + b"HOST") + data_box(1, b"Ada")),
        box(b"covr", data_box(13, b"picture")),
    ]
    body = b"".join(items)
    found = ordinary_items(Box(b"ilst", body, 0, len(body)))
    assert found == {"©nam": ["Title"], "©ART": ["Ada", "Grace"], "----:m:HOST": [b"Ada"]}


# What it is for ------------------------------------------------------------------------------------------------------

_FRESH = """
import sys
from pathlib import Path
from confkit.audio.reader import read_recording
for name in sys.argv[2:]:
    assert read_recording(Path(sys.argv[1]), name).tags.title == "Title", name
print(" ".join(name for name in sys.modules if name.split(".")[0] == "mutagen"))
"""


def test_files_with_ordinary_tags_are_read_without_mutagen(audio: Path, tmp_path: Path) -> None:
    from mutagen import File

    names = ["clip.m4a", "clip.ogg", "clip.opus", "clip.flac"]
    for name in names:
        (tmp_path / name).write_bytes((audio / name).read_bytes())
        file = File(tmp_path / name)
        file["\xa9nam" if name.endswith("m4a") else "title"] = ["Title"]
        file.save()
    frames = build_frame(b"TIT2", b"\3Title", 4)
    tag = b"ID3\4\0\0" + to_syncsafe(len(frames)) + frames
    (tmp_path / "clip.mp3").write_bytes(tag + (audio / "clip.mp3").read_bytes())
    command = [sys.executable, "-c", _FRESH, str(tmp_path), "clip.mp3", *names]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == ""


# How much is asked of the disk ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("large-cbr.mp3", 6),
        ("large-vbr.mp3", 3),
        ("faststart.m4a", 3),
        ("aac.m4a", 5),
        ("alac.m4a", 5),
        ("vorbis.ogg", 3),
        ("voice.opus", 3),
        ("lossless.flac", 2),
        ("deep.wav", 2),
    ],
)
def test_a_file_is_opened_once_and_read_at_few_places(
    audio: Path, tmp_path: Path, name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    read: list[int] = []
    stats: list[object] = []
    real_open, real_pread, real_lstat, real_fstat = os.open, os.pread, os.lstat, os.fstat

    def count_pread(handle: int, length: int, offset: int) -> bytes:
        read.append(length)
        return real_pread(handle, length, offset)

    from confkit.audio.reader import read_recording

    read_recording(audio, name)  # what is imported on the way is not counted
    with monkeypatch.context() as counting:
        counting.setattr(os, "open", lambda *args, **options: opened.append(args) or real_open(*args, **options))
        counting.setattr(os, "pread", count_pread)
        counting.setattr(os, "lstat", lambda *args, **options: stats.append(args) or real_lstat(*args, **options))
        counting.setattr(os, "fstat", lambda *args: stats.append(args) or real_fstat(*args))
        read_recording(audio, name)
    assert len(opened) == 1
    assert len(read) <= most
    assert sum(read) <= 132_000
    assert len(stats) == 3


def test_noise_is_no_ordinary_tag() -> None:
    rng = random.Random(7)
    for _ in range(300):
        noise = rng.randbytes(rng.randrange(60))
        assert ordinary_comments(noise) in (None, [])
        assert ordinary_items(Box(b"ilst", noise, 0, len(noise))) in (None, {})
