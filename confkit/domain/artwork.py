"""Artwork: what a picture is, and what directories ask of the one that stands for a show or an episode.

Nothing here looks at bytes: a ``Picture`` was read from its header by ``confkit.codecs.picture_header``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from confkit.domain.problem import Problem, Severity

# Apple, "Podcast artwork requirements": square, 1,400 to 3,000 pixels, JPEG or PNG, RGB.
SMALLEST, LARGEST = 1_400, 3_000
# The same page until 2020, and still what apps on a phone network are grateful for (podcast-feed facts; PSP-1).
HEAVIEST = 512 << 10

JPEG, PNG = "image/jpeg", "image/png"
# Apple: the extension must be that of the type.
EXTENSIONS = {JPEG: ("jpg", "jpeg"), PNG: ("png",)}
_NAMES = {
    JPEG: "JPEG",
    PNG: "PNG",
    "image/gif": "GIF",
    "image/webp": "WebP",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/svg+xml": "SVG",
    "image/heic": "HEIC",
    "image/avif": "AVIF",
    "image/jxl": "JPEG XL",
    "image/vnd.adobe.photoshop": "Photoshop",
    "application/pdf": "PDF",
}


class Colours(StrEnum):
    """How a picture holds its colours; the words are those that a user reads."""

    RGB = "RGB"
    RGB_ALPHA = "RGB with transparency"
    GREY = "grey"
    GREY_ALPHA = "grey with transparency"
    PALETTE = "a palette"
    CMYK = "CMYK"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture file says of itself.

    ``width`` and ``height`` are pixels as they are stored, 0 where they were not looked for (formats that are no
    artwork); ``depth`` is bits for each colour; ``size`` is the file's in bytes. ``orientation`` is that of EXIF (1 to
    8; 1 is upright), ``fault`` says in words why the file can't be whole, "" where nothing speaks against it.
    """

    media_type: str
    width: int = 0
    height: int = 0
    colours: Colours = Colours.UNKNOWN
    size: int = 0
    depth: int = 8
    has_profile: bool = False
    is_animated: bool = False
    orientation: int = 1
    fault: str = ""

    @property
    def name(self) -> str:
        """The format as people call it."""
        return _NAMES.get(self.media_type, self.media_type)

    @property
    def is_artwork(self) -> bool:
        """Whether the format is one that directories take."""
        return self.media_type in EXTENSIONS

    @property
    def extension(self) -> str:
        """The extension that is true to the type, "" for formats that are no artwork."""
        return EXTENSIONS.get(self.media_type, ("",))[0]


def artwork_problems(
    picture: Picture | None,
    where: str,
    subjects: tuple[UUID, ...] = (),
    *,
    mend: str,
    name: str = "",
    severity: Severity = Severity.ERROR,
) -> tuple[Problem, ...]:
    """Return what directories and apps would not take; ``picture`` is None for bytes that are no picture.

    ``mend`` is the command that makes it right, ``name`` the file's name ("" for a picture without one, in a tag).
    ``severity`` is what a broken requirement counts: an error for a show, whose artwork a directory refuses, less for
    an episode, which is shown with the show's instead. What apps can live with is a warning at most.
    """
    if picture is None:
        fix = "put a JPEG or PNG there"
        return (Problem("artwork-unreadable", severity, where, "is no picture that confkit knows", fix, subjects),)
    softer = Severity.WARNING if severity is Severity.ERROR else severity
    if not picture.is_artwork:
        found = [("artwork-wrong-type", severity, f"is a {picture.name} picture; directories take JPEG and PNG")]
    elif picture.fault:
        found = [("artwork-unreadable", severity, picture.fault)]
        mend = ""
    else:
        found = [(code, severity, what) for code, what in _required(picture, name)]
        found += [(code, softer, what) for code, what in _wanted(picture)]
    fix = f"make it right with “{mend}”" if mend else "copy or export it again"
    return tuple(Problem(code, level, where, what, fix, subjects) for code, level, what in found)


def _required(picture: Picture, name: str) -> Iterator[tuple[str, str]]:
    """What Apple's requirements for artwork ask, except for the weight."""
    width, height = picture.width, picture.height
    if width != height:
        yield "artwork-not-square", f"is {_pixels(picture)}, not square"
    if min(width, height) < SMALLEST:
        yield "artwork-too-small", f"has {_pixels(picture)}; directories ask for {SMALLEST:,} at least"
    if max(width, height) > LARGEST:
        yield "artwork-too-large", f"has {_pixels(picture)}; directories take {LARGEST:,} at most"
    if picture.colours is not Colours.RGB:
        yield "artwork-not-rgb", f"has its colours as {picture.colours.value}; directories ask for RGB"
    if picture.is_animated:
        yield "artwork-animated", "is animated; directories take still pictures"
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if name and suffix not in EXTENSIONS[picture.media_type]:
        said = f"ends in .{suffix}" if suffix else "has no extension"
        yield "artwork-wrong-extension", f"is a {picture.name} picture, and its name {said}"


def _wanted(picture: Picture) -> Iterator[tuple[str, str]]:
    """What apps get into trouble with, though no directory refuses it."""
    if picture.size > HEAVIEST:
        yield "artwork-heavy", f"weighs {weight(picture.size)}; {weight(HEAVIEST)} load well on a phone"
    if picture.depth > 8:
        yield "artwork-deep", f"has {picture.depth} bits for each colour; screens of phones show 8"
    if picture.orientation != 1:
        # EXIF 2.32, 4.6.4 A: a reader may ignore it, and image proxies of apps do.
        yield "artwork-turned", "is turned by its EXIF orientation only, which many apps ignore"


def _pixels(picture: Picture) -> str:
    return f"{picture.width:,} × {picture.height:,} pixels"


def weight(size: int) -> str:
    """Return a number of bytes in words: ``512 KB``, ``3.4 MB``."""
    if size < 1 << 20:
        return f"{-(-size // 1024):,} KB"
    return f"{size / (1 << 20):,.1f} MB"
