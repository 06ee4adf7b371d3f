"""Which files are audio, and what they are called in an enclosure.

A table, not a guess: directories refuse a feed whose enclosure type they don't know, and what libraries report
(``audio/mp3``, ``audio/vorbis``) is not what they accept. The types for MP3, M4A and video are those of Apple's podcast
requirements; Ogg follows RFC 5334 §10.3 and RFC 7845 §9, FLAC RFC 9639 §12.1.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Container(StrEnum):
    """How the bytes of an audio file are laid out; the value is what a user calls it."""

    MPEG = "MP3"
    MP4 = "MP4"
    OGG = "Ogg"
    FLAC = "FLAC"
    WAV = "WAV"


MEDIA: Mapping[str, tuple[str, Container]] = MappingProxyType(
    {
        ".mp3": ("audio/mpeg", Container.MPEG),
        ".m4a": ("audio/x-m4a", Container.MP4),
        ".m4b": ("audio/mp4", Container.MP4),
        ".mp4": ("video/mp4", Container.MP4),
        ".m4v": ("video/x-m4v", Container.MP4),
        ".mov": ("video/quicktime", Container.MP4),
        ".ogg": ("audio/ogg", Container.OGG),
        ".oga": ("audio/ogg", Container.OGG),
        ".opus": ("audio/ogg; codecs=opus", Container.OGG),
        ".flac": ("audio/flac", Container.FLAC),
        ".wav": ("audio/wav", Container.WAV),
    }
)

# What a file is called when its suffix belongs to another container than its content.
CONTAINER_TYPE: Mapping[Container, str] = MappingProxyType(
    {
        Container.MPEG: "audio/mpeg",
        Container.MP4: "audio/x-m4a",
        Container.OGG: "audio/ogg",
        Container.FLAC: "audio/flac",
        Container.WAV: "audio/wav",
    }
)

# Sound that confkit can't read: worth a word to the user, where a picture or a transcript is not.
UNSUPPORTED = frozenset(
    {".aac", ".ac3", ".aif", ".aiff", ".amr", ".ape", ".caf", ".m4p", ".mka", ".mp2", ".mpc", ".spx", ".wma", ".wv"}
)


def suffix_of(path: str) -> str:
    """Return the suffix of the file name in lower case with its dot, or an empty string."""
    dot = path.rfind(".")
    return path[dot:].lower() if dot > path.rfind("/") + 1 else ""


def media_type(path: str) -> str | None:
    """Return the enclosure type of an audio (or video) file by its name, None for anything else."""
    entry = MEDIA.get(suffix_of(path))
    return entry[0] if entry else None
