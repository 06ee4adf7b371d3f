"""Text files that others wrote, as bytes: which encoding they are in, and how large they may be."""

import codecs

from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.text import clean_text

_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def decoded(data: bytes, where: str, *, largest: int) -> str:
    """Return the cleaned text of a file: UTF-8, UTF-16 with a byte order mark, else what old Windows programs wrote.

    Raises LimitExceeded above ``largest`` bytes, TruncatedInput for an empty file, FormatError for what is no text.
    """
    require_size(data, where, largest=largest)
    wide = _WIDE.get(data[:2])
    if wide:
        text = data.decode(wide, errors="replace")
    elif b"\0" in data:
        raise FormatError("is not a text file", where=where, fix="check what file this is")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    text = clean_text(text)
    if not text.strip():
        raise TruncatedInput("is empty", where=where, fix="get the file again")
    return text


def require_size(data: bytes, where: str, *, largest: int) -> None:
    """Raise LimitExceeded above ``largest`` bytes."""
    if len(data) > largest:
        raise LimitExceeded(f"is larger than {largest >> 20} MiB", where=where, fix="check what file this is")
