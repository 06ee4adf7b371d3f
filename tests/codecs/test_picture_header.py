"""What a picture is, from its header: held against Pillow, and against everything that is no whole picture."""

import struct
import tracemalloc
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from confkit.codecs.picture_header import read_picture
from confkit.domain.artwork import JPEG, PNG, Colours, Picture
from tests.pictures import chunk, cover, drawn, encoded, gigapixels, turned

SMALL = drawn(60, 40)
DEEP = Image.frombytes("I;16", (4, 4), bytes(range(32)))
KINDS = {
    "jpeg": (encoded(SMALL), JPEG, Colours.RGB),
    "progressive": (encoded(SMALL, progressive=True), JPEG, Colours.RGB),
    "grey jpeg": (encoded(SMALL.convert("L")), JPEG, Colours.GREY),
    "cmyk": (encoded(SMALL.convert("CMYK")), JPEG, Colours.CMYK),
    "png": (encoded(SMALL, "PNG"), PNG, Colours.RGB),
    "alpha": (encoded(SMALL.convert("RGBA"), "PNG"), PNG, Colours.RGB_ALPHA),
    "grey png": (encoded(SMALL.convert("L"), "PNG"), PNG, Colours.GREY),
    "grey alpha": (encoded(SMALL.convert("LA"), "PNG"), PNG, Colours.GREY_ALPHA),
    "palette": (encoded(SMALL.quantize(8), "PNG"), PNG, Colours.PALETTE),
    "transparent colour": (encoded(SMALL, "PNG", transparency=(255, 0, 0)), PNG, Colours.RGB_ALPHA),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_pillow_wrote_is_what_we_read(kind: str) -> None:
    data, media_type, colours = KINDS[kind]
    assert read_picture(data) == Picture(media_type, 60, 40, colours, len(data))


def test_what_directories_don_t_ask_for() -> None:
    with Image.open(BytesIO(encoded(DEEP, "PNG"))) as picture:
        assert picture.size == (4, 4)
    deep = read_picture(encoded(DEEP, "PNG"))
    assert deep is not None
    assert (deep.depth, deep.colours) == (16, Colours.GREY)
    frames = [SMALL.rotate(90 * turn) for turn in range(3)]
    animated = read_picture(encoded(SMALL, "PNG", save_all=True, append_images=frames))
    assert animated is not None
    assert animated.is_animated
    profile = b"x" * 200
    for form in ("JPEG", "PNG"):
        with_profile = read_picture(encoded(SMALL, form, icc_profile=profile))
        assert with_profile is not None
        assert with_profile.has_profile
        assert not with_profile.fault


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_of_exif(orientation: int) -> None:
    picture = read_picture(turned(orientation, 30, 20))
    assert picture is not None
    assert (picture.orientation, picture.width, picture.height) == (orientation, 30, 20)


@pytest.mark.parametrize(
    "exif",
    [
        b"",
        b"II*\0",
        b"XX*\0\x08\0\0\0\0\0",
        b"II*\0\xff\xff\xff\xff\0\0",
        b"II*\0\x08\0\0\0\xff\xff",
        b"MM\0*\0\0\0\x08\0\1" + struct.pack(">HHIHH", 0x0112, 4, 1, 6, 0),
        b"MM\0*\0\0\0\x08\0\1" + struct.pack(">HHIHH", 0x0112, 3, 1, 9, 0),
        b"MM\0*\0\0\0\x08\0\1" + struct.pack(">HHIHH", 0x0110, 3, 1, 6, 0),
    ],
)
def test_exif_that_says_nothing_of_use_is_upright(exif: bytes) -> None:
    data = encoded(SMALL)
    content = b"Exif\0\0" + exif
    segment = b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content
    picture = read_picture(data[:2] + segment + data[2:])
    assert picture is not None
    assert (picture.orientation, picture.fault) == (1, "")


def test_exif_of_the_other_byte_order() -> None:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\1" + struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0)
    data = encoded(SMALL)
    picture = read_picture(data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:])
    assert picture is not None
    assert picture.orientation == 6


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (encoded(SMALL, "GIF"), "image/gif"),
        (encoded(SMALL, "WEBP"), "image/webp"),
        (encoded(SMALL, "TIFF"), "image/tiff"),
        (encoded(SMALL, "BMP"), "image/bmp"),
        (b'<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        (b"<svg>", "image/svg+xml"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypavif", "image/avif"),
        (b"8BPS\0\1", "image/vnd.adobe.photoshop"),
        (b"%PDF-1.7", "application/pdf"),
    ],
)
def test_other_pictures_are_named(start: bytes, kind: str) -> None:
    picture = read_picture(start)
    assert picture == Picture(kind, size=len(start))
    assert picture is not None
    assert not picture.is_artwork
    assert picture.extension == ""
    assert "/" not in picture.name


@pytest.mark.parametrize("data", [b"", b"x", b"<html>", b"<?xml?>" + b"<" * 5000, b"\x89PNG", b"\xff\xd8", bytes(99)])
def test_anything_else_is_no_picture(data: bytes) -> None:
    assert read_picture(data) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_cut_is_seen(kind: str) -> None:
    data = KINDS[kind][0]
    for end in (*range(9, 60), len(data) // 2, len(data) - 40, len(data) - 2):
        picture = read_picture(data[:end])
        assert picture is not None
        assert picture.fault == "ends before it is complete", end


def test_a_picture_may_have_bytes_behind_its_end() -> None:
    for data in (encoded(SMALL), encoded(SMALL, "PNG")):
        picture = read_picture(data + b"\0" * 16)
        assert picture is not None
        assert picture.fault == ""


def test_a_changed_byte_of_a_png_is_seen() -> None:
    data = bytearray(encoded(SMALL, "PNG"))
    data[len(data) // 2] ^= 1
    picture = read_picture(bytes(data))
    assert picture is not None
    assert picture.fault == "is damaged"


MAGIC = b"\x89PNG\r\n\x1a\n"
IHDR = struct.pack(">2I5B", 3, 3, 8, 2, 0, 0, 0)


@pytest.mark.parametrize(
    "data",
    [
        MAGIC + chunk(b"IDAT", b"") * 3 + chunk(b"IEND", b""),
        MAGIC + chunk(b"IHDR", IHDR) + chunk(b"IEND", b""),
        MAGIC + chunk(b"IHDR", struct.pack(">2I5B", 0, 3, 8, 2, 0, 0, 0)) + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
        MAGIC + chunk(b"IHDR", struct.pack(">2I5B", 3, 3, 8, 9, 0, 0, 0)) + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
        b"\xff\xd8\xff\xda\0\x08" + bytes(9) + b"\xff\xd9",
    ],
)
def test_pictures_without_what_they_need_are_damaged(data: bytes) -> None:
    picture = read_picture(data)
    assert picture is not None
    assert picture.fault == "is damaged"


def test_markers_that_stand_alone_and_fill_bytes_are_passed_over() -> None:
    data = encoded(SMALL)
    picture = read_picture(data[:2] + b"\xff\xff\xff\xd0" + data[2:])
    assert picture is not None
    assert (picture.width, picture.fault) == (60, "")
    ended = read_picture(b"\xff\xd8\xff\xd9\xff\xd9")
    assert ended is not None
    assert ended.fault


def test_gigapixels_cost_nothing() -> None:
    data = gigapixels()
    tracemalloc.start()
    picture = read_picture(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert picture is not None
    assert (picture.width, picture.height, picture.fault) == (50_000, 50_000, "")
    assert peak < 100_000


@given(
    st.sampled_from([MAGIC, b"\xff\xd8\xff", MAGIC + chunk(b"IHDR", IHDR), b"<svg", b"RIFF"]), st.binary(max_size=400)
)
@example(b"\xff\xd8\xff", b"\xff" * 400)
def test_nothing_breaks_it(start: bytes, rest: bytes) -> None:
    picture = read_picture(start + rest)
    assert picture is None or picture.size == len(start) + len(rest)


@given(st.data())
def test_no_change_of_a_picture_breaks_it(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([KINDS["jpeg"][0], KINDS["palette"][0]])))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=20)):
        whole[place] = data.draw(st.integers(0, 255))
    picture = read_picture(bytes(whole))
    assert picture is None or replace(picture, fault="").size == len(whole)


def test_a_cover_of_directories_is_whole() -> None:
    picture = read_picture(cover())
    assert picture is not None
    assert (picture.extension, picture.name, picture.fault) == ("jpg", "JPEG", "")
