"""Pictures made right: whatever comes in, what directories ask comes out, or an error that says why not."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from confkit.codecs import picture as codec
from confkit.codecs.picture import mended, thumbnail_rows
from confkit.codecs.picture_header import read_picture
from confkit.domain.artwork import HEAVIEST, artwork_problems
from confkit.domain.errors import FormatError, LimitExceeded
from tests.pictures import chunk, cover, drawn, encoded, gigapixels, noise, turned

pytestmark = pytest.mark.slow  # `make test` leaves these out

RED, GREEN, BLUE = (200, 0, 0), (0, 200, 0), (0, 0, 200)


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as picture:
        picture.load()
        return picture.copy()


def near(colour: object, expected: tuple[int, int, int], within: int = 12) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(part - wanted) <= within for part, wanted in zip(colour, expected, strict=True))


def transparent() -> Image.Image:
    picture = Image.new("RGBA", (1400, 1400), (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (0, 0, 700, 1400))
    return picture


INPUTS = {
    "too large": cover(3100, 3100),
    "too small": cover(600, 600),
    "tiny": cover(1, 1, "PNG"),
    "wide": cover(2000, 1000),
    "nearly square": cover(1500, 1400),
    "very long": cover(9000, 60),
    "cmyk": encoded(drawn().convert("CMYK")),
    "palette": encoded(drawn().quantize(16), "PNG"),
    "palette with a transparent colour": encoded(drawn(900, 900).quantize(16), "PNG", transparency=3),
    "alpha": encoded(transparent(), "PNG"),
    "grey": encoded(drawn().convert("L")),
    "grey with alpha": encoded(drawn().convert("LA"), "PNG"),
    "black and white": encoded(drawn().convert("1"), "PNG"),
    "16 bits": encoded(Image.new("I;16", (1400, 1400), 0x8000), "PNG"),
    "animated": encoded(drawn(), "PNG", save_all=True, append_images=[drawn().rotate(90)]),
    "gif": encoded(drawn(700, 700), "GIF"),
    "webp": encoded(drawn(700, 700), "WEBP"),
    "tiff": encoded(drawn(700, 700), "TIFF"),
    "bmp": encoded(drawn(700, 700), "BMP"),
    "turned": turned(6, 1400, 1000),
    "heavy": encoded(noise(1500, 1500), quality=95),
}


@pytest.mark.parametrize("kind", INPUTS)
def test_what_comes_out_is_what_directories_ask(kind: str) -> None:
    made = mended(INPUTS[kind], kind)
    picture = read_picture(made.data)
    assert picture is not None
    assert artwork_problems(picture, "", mend="", name=f"x.{picture.extension}") == ()
    assert (picture.media_type, picture.width, picture.height) == (made.media_type, made.side, made.side)
    assert not picture.has_profile
    assert opened(made.data).mode == "RGB"
    assert b"Exif" not in made.data


def test_the_same_bytes_make_the_same_bytes() -> None:
    for kind in ("wide", "cmyk", "alpha"):
        assert mended(INPUTS[kind], "").data == mended(INPUTS[kind], "").data


def test_transparency_lies_on_white() -> None:
    made = opened(mended(INPUTS["alpha"], "").data)
    assert near(made.getpixel((1300, 700)), (255, 255, 255))
    assert near(made.getpixel((100, 700)), (0, 0, 255))


def test_sixteen_bits_are_scaled_not_cut() -> None:
    assert near(opened(mended(INPUTS["16 bits"], "").data).getpixel((5, 5)), (127, 127, 127), 2)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_set_upright(orientation: int) -> None:
    upright = drawn(1400, 1400)
    operations = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(operations[orientation]) if orientation in operations else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = opened(mended(encoded(stored, exif=exif, quality=95), "").data)
    for place in ((100, 100), (700, 100), (1300, 1300)):
        assert near(made.getpixel(place), upright.getpixel(place))  # type: ignore[arg-type]


def test_a_nearly_square_picture_loses_its_edges_another_is_padded() -> None:
    cut = mended(INPUTS["nearly square"], "")
    assert cut.side == 1400
    assert any("cut to a square: 100 pixels" in note for note in cut.notes)
    wide = Image.new("RGB", (1600, 800), BLUE)
    wide.paste(RED, (200, 200, 1400, 600))
    padded = mended(encoded(wide, quality=95), "")
    assert padded.side == 1600
    assert any("padded to a square: it was 1,600 × 800" in note for note in padded.notes)
    made = opened(padded.data)
    assert near(made.getpixel((800, 10)), BLUE)
    assert near(made.getpixel((800, 1590)), BLUE)
    assert near(made.getpixel((800, 800)), RED)


def test_a_small_picture_is_enlarged_and_somebody_is_told() -> None:
    made = mended(INPUTS["too small"], "")
    assert made.side == 1400
    assert any("enlarged from 600 to 1,400" in note for note in made.notes)


def test_a_large_one_is_reduced() -> None:
    made = mended(INPUTS["too large"], "")
    assert made.side <= 3000
    assert any("reduced from 3,100" in note for note in made.notes)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_a_very_large_one_is_reduced_before_anything_else(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "LARGEST", 1400)
    exif = Image.Exif()
    exif[0x0112] = 3
    made = mended(encoded(drawn(4300, 4300).rotate(180).convert(mode), "PNG", exif=exif), "")
    assert made.side == 1400
    colour = opened(made.data).getpixel((100, 100))
    assert near(colour, (75, 75, 75) if mode == "L" else (250, 0, 0), 20)


def test_a_photograph_loses_quality_before_it_loses_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    soft = noise(1400, 1400).resize((350, 350)).resize((2500, 2500), Image.Resampling.BICUBIC)
    data = encoded(soft, quality=98)
    assert len(data) > HEAVIEST
    made = mended(data, "")
    assert len(made.data) <= HEAVIEST
    monkeypatch.setattr(codec, "HEAVIEST", 1000)
    hopeless = mended(data, "")
    assert hopeless.side == 1400
    assert any("still weighs" in note for note in hopeless.notes)


def test_a_drawing_stays_png_a_photograph_does_not() -> None:
    assert mended(cover(1400, 1400, "PNG"), "").media_type == "image/png"
    assert mended(encoded(noise(1400, 1400), "PNG"), "").media_type == "image/jpeg"
    # Light in the middle, which is what is tried, and heavy around it.
    framed = noise(1400, 1400)
    framed.paste(RED, (300, 300, 1100, 1100))
    assert mended(encoded(framed, "PNG"), "").media_type == "image/jpeg"


def test_colours_are_taken_from_the_profile() -> None:
    # A profile in which red and blue have changed places tells whether it was looked at.
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = mended(encoded(Image.new("RGB", (1400, 1400), RED), icc_profile=lab, quality=95), "")
    assert near(opened(same.data).getpixel((5, 5)), RED)
    swapped = bytearray(lab)
    red, blue = _tag(lab, b"rXYZ"), _tag(lab, b"bXYZ")
    swapped[red : red + 20], swapped[blue : blue + 20] = lab[blue : blue + 20], lab[red : red + 20]
    turned_over = mended(encoded(Image.new("RGB", (1400, 1400), RED), icc_profile=bytes(swapped), quality=95), "")
    assert near(opened(turned_over.data).getpixel((5, 5)), (0, 0, 200), 40)


def _tag(profile: bytes, name: bytes) -> int:
    """Return where the content of a tag begins (ICC.1, 7.3)."""
    entry = profile.index(name, 128)
    return int.from_bytes(profile[entry + 4 : entry + 8], "big")


def test_a_broken_profile_counts_as_none() -> None:
    made = mended(encoded(Image.new("RGB", (1400, 1400), RED), icc_profile=b"nonsense", quality=95), "")
    assert near(opened(made.data).getpixel((5, 5)), RED)
    made = mended(encoded(Image.new("CMYK", (1400, 1400)), icc_profile=b"nonsense"), "")
    assert any("CMYK" in note for note in made.notes)


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"", FormatError, "no picture"),
        (b"<svg/>", FormatError, "can't be read as SVG"),
        (cover()[:5000], FormatError, "ends before"),
        (cover(form="PNG")[:5000], FormatError, "ends before"),
        (gigapixels(), LimitExceeded, "megapixels"),
        (gigapixels(4000, 4000), FormatError, "can't be read"),
        (b"BM" + bytes(60), FormatError, "can't be read as BMP"),
    ],
)
def test_what_can_t_be_read_is_an_error(data: bytes, kind: type[FormatError], message: str) -> None:
    for attempt in (lambda: mended(data, "x.png"), lambda: thumbnail_rows(data, 4, 2, "x.png")):
        with pytest.raises(kind, match=message) as caught:
            attempt()
        assert caught.value.where == "x.png"
        assert caught.value.fix


def test_a_format_whose_size_only_pillow_knows_is_under_the_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MAX_PIXELS", 100)
    with pytest.raises(LimitExceeded):
        mended(INPUTS["gif"], "")


def test_a_bomb_of_pillow_s_own_measure_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(LimitExceeded):
        mended(INPUTS["too small"], "")


@settings(max_examples=60)
@given(st.data())
def test_damaged_pictures_are_an_error_or_a_picture(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["jpeg", "png", "gif", "webp", "tiff", "bmp"]))
    whole = bytearray(encoded(drawn(24, 16), kind.upper()))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=12)):
        whole[place] = data.draw(st.integers(0, 255))
    try:
        rows = thumbnail_rows(bytes(whole), 6, 3)
    except FormatError:
        return
    assert 1 <= len(rows) <= 3
    assert 1 <= len(rows[0]) <= 6


def test_a_changed_chunk_with_a_right_checksum_is_an_error() -> None:
    header = cover(8, 8, "PNG")[:33]
    data = header + chunk(b"IDAT", b"no zlib") + chunk(b"IEND", b"")
    with pytest.raises(FormatError, match="can't be read"):
        mended(data, "")


@pytest.mark.parametrize(
    ("width", "height", "columns", "rows"),
    [(1400, 1400, 24, 12), (1400, 700, 24, 6), (700, 1400, 12, 12), (9000, 9, 24, 1)],
)
def test_a_thumbnail_keeps_the_proportions(width: int, height: int, columns: int, rows: int) -> None:
    drawn_rows = thumbnail_rows(cover(width, height), 24, 12)
    assert (len(drawn_rows), {len(line) for line in drawn_rows}) == (rows, {columns})


def test_a_thumbnail_shows_the_picture() -> None:
    rows = thumbnail_rows(cover(1500, 1500, quality=95), 24, 12)
    (upper, lower), (green, _), (_, blue) = rows[0][1], rows[0][12], rows[11][22]
    assert near(upper, (250, 0, 0), 20)
    assert upper[0] > lower[0]
    assert near(green, (0, 250, 0), 20)
    assert near(blue, (0, 0, 130), 20)
