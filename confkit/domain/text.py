"""Cleaning of untrusted text, done once on the way in.

Tags, feeds, calendars and programme files can hold terminal escapes, bidirectional overrides, NUL and lone surrogates.
Each of these breaks something further on (a terminal, XML 1.0, UTF-8), and none of them is content, so they go here
and nowhere else has to think of them. Brackets, markup and every printable character stay as they are.
"""

import re

# ECMA-48 control sequences (CSI), operating system commands (OSC, DCS, PM, APC, SOS) and two-character escapes; the
# 8-bit forms start with a C1 character. A string ends where the next one starts, so that the search stays linear.
_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)
# C0 (without tab and line feed), DEL, C1; bidi embeddings, overrides and isolates; the marks that only a byte stream
# needs; and the noncharacters that XML 1.0 §2.2 forbids.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x85]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def clean_text(value: str) -> str:
    """Return ``value`` fit for storage and every output; line breaks (as LF) and tabs stay.

    Escape sequences and control characters are removed, a lone surrogate becomes U+FFFD.
    """
    if not _SUSPECT.search(value):
        return value
    value = _ESCAPE.sub("", value)
    value = _LINE_END.sub("\n", value)
    value = _CONTROL.sub("", value)
    return _SURROGATE.sub("\ufffd", value)


def clean_line(value: str) -> str:
    """Return ``value`` cleaned and on one line: runs of white space are one blank, none at the ends."""
    if value.isascii() and value.isprintable() and "  " not in value:
        return value.strip(" ")  # nearly all lines: nothing to clean, nothing to join
    return _BLANKS.sub(" ", clean_text(value)).strip()
