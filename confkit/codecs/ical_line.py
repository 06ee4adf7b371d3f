"""Content lines of iCalendar: escaping, quoting and folding, each as RFC 5545 and RFC 6868 want it.

No client complains of a line that is too long or ends in LF, and some then lose text; so this module is strict, and
everything confkit writes into a calendar passes through it.
"""

import re

from confkit.domain.text import clean_text

# RFC 5545 §3.1: at most 75 octets without the line break; the blank that begins a continuation counts.
FOLD_AT = 75
_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# RFC 6868 §3.1: what a quoted parameter value can't hold.
_PARAMETER = str.maketrans({"^": "^^", '"': "^'", "\n": "^n"})
# A backslash means nothing in a parameter, but some readers take it for an escape where it is not quoted.
_NEEDS_QUOTES = re.compile(r"[,;:\\]")


def escape_text(value: str) -> str:
    """Return ``value`` as a TEXT value (RFC 5545 §3.3.11), cleaned of control characters."""
    return clean_text(value).translate(_TEXT)


def escape_parameter(value: str) -> str:
    """Return ``value`` as a parameter value (RFC 5545 §3.2), quoted where it has to be."""
    text = clean_text(value).translate(_PARAMETER)
    return f'"{text}"' if _NEEDS_QUOTES.search(text) else text


def fold(line: str) -> bytes:
    """Return the content line as UTF-8 with its CRLF, folded between characters (RFC 5545 §3.1)."""
    data = line.encode()
    if len(data) <= FOLD_AT:
        return data + b"\r\n"
    parts = []
    start, room = 0, FOLD_AT
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:  # the second or a later octet of a character
            end -= 1
        parts.append(data[start:end])
        start, room = end, FOLD_AT - 1
    parts.append(data[start:])
    return b"\r\n ".join(parts) + b"\r\n"
