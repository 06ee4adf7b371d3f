"""Pictures made right for directories, and made small for a terminal. Pillow lives here and nowhere else.

What comes out depends on the bytes that go in and on nothing else. What a mended picture is: upright, sRGB on white,
square, 1,400 to 3,000 pixels, 512 KB or less where that can be had, without any metadata.
"""

import struct
import warnings
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

from confkit.codecs.picture_header import read_picture
from confkit.domain.artwork import HEAVIEST, JPEG, LARGEST, PNG, SMALLEST, weight
from confkit.domain.errors import FormatError, LimitExceeded

if TYPE_CHECKING:
    from PIL.Image import Image

Rgb: TypeAlias = tuple[int, int, int]
# Two pixels in a cell of a terminal: the upper one and the lower one.
Cells: TypeAlias = tuple[tuple[tuple[Rgb, Rgb], ...], ...]

# A decoded pixel takes four bytes, and at times there are two pictures in memory.
MAX_PIXELS = 80_000_000
# What is only drawn small while somebody moves through a list must not take long.
MAX_DRAWN_PIXELS = 36_000_000
# A side that is shorter by no more than this share is cut to a square; others are padded.
_NEARLY_SQUARE = 0.9
_QUALITIES = (92, 88, 84, 80, 75, 70, 65, 60)
_POOR_QUALITIES = (50, 40, 30, 20)
# What a picture is reduced to where quality alone doesn't make it light.
_SIDES = (2400, 2000, SMALLEST)
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
_WHITE = (255, 255, 255)
# What Pillow raises for bytes that are not what they should be; of its own kinds, most are an OSError.
_DAMAGED = (
    OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError, EOFError,
    NotImplementedError, struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mended:
    """A picture made right; ``notes`` say what was done that a person should look at."""

    data: bytes
    media_type: str
    side: int
    notes: tuple[str, ...] = ()


def mended(data: bytes, where: str) -> Mended:
    """Return the picture as directories want it.

    A picture whose sides differ by a tenth at most is cut to its middle; others are padded with the colour that is most
    frequent at their edge, because cutting would take away what they show. Raises FormatError (``where`` is its place)
    for what can't be decoded, LimitExceeded for more than ``MAX_PIXELS``.
    """
    notes: list[str] = []
    with _opened(data, where, LARGEST) as picture:
        was_png = picture.format == "PNG"
        square = _squared(_plain(picture, notes), notes)
    side = min(max(square.width, SMALLEST), LARGEST)
    if square.width < SMALLEST:
        notes.append(f"enlarged from {square.width:,} to {side:,} pixels: a larger original looks better")
    elif square.width > LARGEST:
        notes.append(f"reduced from {square.width:,} to {side:,} pixels")
    square = _resized(square, side)
    if was_png and (small := _as_png(square)) is not None:
        return Mended(small, PNG, side, tuple(notes))
    encoded, side = _light(square)
    if side < square.width:
        notes.append(f"reduced to {side:,} pixels, to weigh no more than {weight(HEAVIEST)}")
    if len(encoded) > HEAVIEST:
        notes.append(f"still weighs {weight(len(encoded))}")
    return Mended(encoded, JPEG, side, tuple(notes))


def thumbnail_rows(data: bytes, columns: int, rows: int, where: str = "") -> Cells:
    """Return the picture in at most ``columns`` × ``rows`` cells of a terminal, each of an upper and a lower pixel.

    A cell is taken to be twice as high as wide, so that the proportions stay. Raises as ``mended`` does.
    """
    from PIL import Image

    with _opened(data, where, 4 * max(columns, 2 * rows), MAX_DRAWN_PIXELS) as picture:
        plain = _plain(picture, [])
    scale = min(columns / plain.width, 2 * rows / plain.height)
    width, height = max(1, round(plain.width * scale)), max(2, round(plain.height * scale / 2) * 2)
    small = plain.resize((width, height), Image.Resampling.BOX, reducing_gap=2.0)
    raw = small.tobytes()
    pixels = [(raw[at], raw[at + 1], raw[at + 2]) for at in range(0, len(raw), 3)]
    lines = [pixels[at : at + width] for at in range(0, len(pixels), width)]
    return tuple(tuple(zip(lines[at], lines[at + 1], strict=True)) for at in range(0, height, 2))


@contextmanager
def _opened(data: bytes, where: str, wanted: int, most: int = 0) -> "Iterator[Image]":
    """Open a picture under limits, of which ``most`` is for the pixels that are decoded.

    A JPEG is decoded at a half to an eighth of its size where that leaves ``wanted`` pixels in each direction.
    """
    header = read_picture(data)
    if header is None or header.fault:
        what = header.fault if header else "is no picture that confkit knows"
        raise FormatError(what, where=where, fix="export it again as JPEG or PNG")
    _require_size(header.width * header.height, where, MAX_PIXELS)
    from PIL import Image

    try:
        # Pillow warns of oddities (an animation that is none, metadata that is damaged) that don't touch the pixels.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=_FORMATS) as picture:
                _require_size(picture.width * picture.height, where, MAX_PIXELS)
                picture.draft(picture.mode, (wanted, wanted))
                _require_size(picture.width * picture.height, where, most or MAX_PIXELS)
                picture.load()
                yield picture
    except FormatError:
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _too_large(where, MAX_PIXELS) from error
    except _DAMAGED as error:
        kind = "" if header.is_artwork else f" as {header.name}"
        raise FormatError(f"can't be read{kind}", where=where, fix="export it again as JPEG or PNG") from error


def _require_size(pixels: int, where: str, most: int) -> None:
    if pixels > most:
        raise _too_large(where, most)


def _too_large(where: str, most: int) -> LimitExceeded:
    return LimitExceeded(
        f"has more than {most // 1_000_000} megapixels", where=where, fix="export it with 3,000 × 3,000 pixels"
    )


def _plain(picture: "Image", notes: list[str]) -> "Image":
    """Return the picture upright, in sRGB, on white."""
    from PIL import ImageOps

    profile = picture.info.get("icc_profile")
    ImageOps.exif_transpose(picture, in_place=True)
    # What is twice as large as ever needed is made smaller before copies are made of it.
    factor = max(picture.size) // LARGEST
    smaller = picture.reduce(factor) if factor > 1 and picture.mode in ("RGB", "RGBA", "CMYK", "L") else picture
    flat = _without_alpha(smaller)
    coloured = _in_srgb(flat, profile) if isinstance(profile, bytes) and flat.mode in ("RGB", "CMYK", "L") else None
    if coloured is None and flat.mode == "CMYK":
        notes.append("CMYK turned into RGB without a colour profile: look at its colours")
    return coloured or (flat if flat.mode == "RGB" else flat.convert("RGB"))


def _without_alpha(picture: "Image") -> "Image":
    """Return the picture as RGB, CMYK or grey of 8 bits; where it is transparent, on white."""
    from PIL import Image

    if picture.mode.startswith(("I", "F")):
        # 16 bits: Pillow would cut off what is above 255 instead of scaling it.
        deep = picture.convert("F")
        return deep.point(lambda value: value * (1 / 257) + 0).convert("L")
    if picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info:
        opaque = picture.convert("RGBA")
        white = Image.new("RGBA", opaque.size, (*_WHITE, 255))
        white.alpha_composite(opaque)
        return white.convert("RGB")
    return picture if picture.mode in ("RGB", "CMYK", "L") else picture.convert("RGB")


def _in_srgb(picture: "Image", profile: bytes) -> "Image | None":
    """Return the picture with its colours taken from ``profile`` to sRGB, None where that profile can't be used."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned: Image | None = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *_DAMAGED):
        return None
    return turned


def _squared(picture: "Image", notes: list[str]) -> "Image":
    from PIL import Image

    width, height = picture.size
    short, long = min(width, height), max(width, height)
    if short == long:
        return picture
    if short >= _NEARLY_SQUARE * long:
        left, top = (width - short) // 2, (height - short) // 2
        notes.append(f"cut to a square: {long - short:,} pixels of the longer side are gone")
        return picture.crop((left, top, left + short, top + short))
    # A very long one would become gigantic before it is reduced.
    if long > LARGEST:
        picture = picture.resize((max(1, width * LARGEST // long), max(1, height * LARGEST // long)), reducing_gap=3.0)
        width, height = picture.size
        long = max(width, height)
    notes.append(f"padded to a square: it was {width:,} × {height:,} pixels")
    square = Image.new("RGB", (long, long), _edge_colour(picture))
    square.paste(picture, ((long - width) // 2, (long - height) // 2))
    return square


def _edge_colour(picture: "Image") -> Rgb:
    """Return the mean of the most frequent kind of colour along the edge."""
    small = picture.resize((min(picture.width, 96), min(picture.height, 96)))
    raw, (width, height) = small.tobytes(), small.size
    edge = [
        (raw[at], raw[at + 1], raw[at + 2])
        for at in range(0, len(raw), 3)
        if (at // 3) % width in (0, width - 1) or (at // 3) // width in (0, height - 1)
    ]
    # Colours of one kind differ in the lower half of their bits at most.
    kinds = Counter((red >> 4, green >> 4, blue >> 4) for red, green, blue in edge)
    kind = max(kinds, key=lambda one: (kinds[one], one))
    alike = [colour for colour in edge if tuple(part >> 4 for part in colour) == kind]
    red, green, blue = (sum(colour[n] for colour in alike) // len(alike) for n in range(3))
    return red, green, blue


def _resized(square: "Image", side: int) -> "Image":
    from PIL import Image

    if square.width == side:
        return square
    return square.resize((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _as_png(square: "Image") -> bytes | None:
    """Return the picture as PNG where that is light enough, which drawings with few colours are."""
    # A photograph takes seconds to pack and never fits; a piece from its middle tells.
    side = square.width // 4
    piece = square.crop((side, side, 2 * side, 2 * side))
    if len(_encoded(piece, "PNG", compress_level=1)) * 4 > HEAVIEST * 2:
        return None
    packed = _encoded(square, "PNG", optimize=True)
    return packed if len(packed) <= HEAVIEST else None


def _light(square: "Image") -> tuple[bytes, int]:
    """Return the best JPEG that is light enough, and its side; the lightest there is where none is."""
    encoded, side = b"", square.width
    for side in (square.width, *(one for one in _SIDES if one < square.width)):
        resized = _resized(square, side)
        qualities = _QUALITIES if side > SMALLEST else _QUALITIES + _POOR_QUALITIES
        encoded = _as_jpeg(resized, qualities[-1])
        if len(encoded) <= HEAVIEST:
            return _best(resized, qualities[:-1], encoded), side
    return encoded, side


def _best(picture: "Image", qualities: tuple[int, ...], lightest: bytes) -> bytes:
    """Return the JPEG of the highest quality that is light enough, ``lightest`` where none is."""
    best, tried = lightest, qualities
    while tried:
        middle = len(tried) // 2
        encoded = _as_jpeg(picture, tried[middle])
        if len(encoded) <= HEAVIEST:
            best, tried = encoded, tried[:middle]
        else:
            tried = tried[middle + 1 :]
    return best


def _as_jpeg(picture: "Image", quality: int) -> bytes:
    return _encoded(picture, "JPEG", quality=quality, optimize=True, progressive=True)


def _encoded(picture: "Image", form: str, **options: Any) -> bytes:
    # A picture of its own: what was read with the first one (profiles, comments, EXIF) would be written again.
    from PIL import Image

    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    with BytesIO() as file:
        bare.save(file, form, **options)
        return file.getvalue()
