"""TOML as confkit writes and reads it: the text form of values, tables and whole documents.

Reading is the standard library's ``tomllib`` behind limits. Writing is our own: small, fast (a programme of 1,300
sessions in a fraction of a second) and made for people who review changes line by line. Tests hold what it writes
against ``tomllib``. Section numbers are those of TOML 1.0.0, https://toml.io/en/v1.0.0.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput

SIZE_LIMIT = 20 * 1024 * 1024
WIDTH = 110

# What a basic string can't hold as it is (§String), and what an editor or a reader of a diff could not see or would
# change: line separators, bidirectional marks, the byte order mark. Lone surrogates have no UTF-8 form at all.
_ESCAPED = re.compile('[\x00-\x1f\x7f-\x9f"\\\\\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]')
_ESCAPED_IN_LINES = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\\\\\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
# White space at the end of a line would not survive many an editor.
_BLANK_END = re.compile(r"[^\S\n](?:\n|\Z)")
# Keys of very many parts, at the beginning of a line: tomllib takes quadratic time for them, which would be a hang.
_ENDLESS_KEY = re.compile(r"""^\s*+\[{0,2}+(?:[ \t]*+(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.){64}""", re.MULTILINE)
_QUOTES = re.compile('"(?=""|\\Z)')


def text_value(value: str, *, lines: bool = True) -> str:
    """Return ``value`` as a TOML string; as a multi-line one where it has lines, that is safe, and ``lines`` allows."""
    if lines and "\n" in value and not _BLANK_END.search(value) and not _ENDLESS_KEY.search(value):
        return '"""\n' + _QUOTES.sub('\\"', _ESCAPED_IN_LINES.sub(_escape, value)) + '"""'
    return '"' + _ESCAPED.sub(_escape, value) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return _SHORT.get(character) or f"\\u{ord(character):04x}"


def moment_value(value: datetime) -> str:
    """Return a naive datetime as a local date-time, an aware one with its offset; TOML offsets hold no seconds."""
    offset = value.utcoffset()
    if offset is None:
        return value.isoformat(" ")
    if offset % timedelta(minutes=1):
        value, offset = value.astimezone(UTC), timedelta(0)
    if not offset:
        return value.replace(tzinfo=None).isoformat(" ") + "Z"
    return value.isoformat(" ")


def toml_value(value: object) -> str:
    """Return ``value`` (text, number, flag, date, time, sequence or mapping of these) as it stands behind a ``=``."""
    match value:
        case str():
            return text_value(value)
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case datetime():
            return moment_value(value)
        case date() | time():
            return value.isoformat()
        case Mapping():
            return _inline_table(value)
        case Sequence():
            return _array(value)
    raise TypeError(f"no TOML form for {type(value).__name__}")


def _inside(value: object) -> str:
    return text_value(value, lines=False) if isinstance(value, str) else toml_value(value)


def _inline_table(value: Mapping[Any, object]) -> str:
    return "{ " + ", ".join(f"{key} = {_inside(item)}" for key, item in value.items()) + " }" if value else "{}"


def _array(value: Sequence[object]) -> str:
    items = [_inside(item) for item in value]
    tables = all(isinstance(item, Mapping) for item in value) and len(items) > 1
    if not tables and sum(map(len, items)) + 2 * len(items) <= WIDTH:
        return "[" + ", ".join(items) + "]"
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"


class TomlWriter:
    """Builds a document from top to bottom: a header, then keys, then the next header."""

    def __init__(self, *comment: str) -> None:
        self._lines = [f"# {line}".rstrip() for line in comment]

    def table(self, header: str) -> None:
        """Begin the table ``header``; written with its brackets, ``[event]`` or ``[[rooms]]``."""
        self._lines += ["", header]

    def put(self, key: str, value: object, *, unless: object = None) -> None:
        """Write ``key = value``, but not where the value is ``unless``: the default, or None where there is none."""
        if value is None or value == unless:
            return
        self._lines.append(f"{key} = {toml_value(value)}")

    def finish(self) -> bytes:
        """Return the document."""
        return ("\n".join(self._lines) + "\n").encode()


def parse_toml(data: bytes, where: str) -> dict[str, Any]:
    """Parse a TOML document; ``where`` names it in errors.

    Raises LimitExceeded (over 20 MiB, or nested too deeply), TruncatedInput (it ends inside a value) and FormatError.
    """
    if len(data) > SIZE_LIMIT:
        raise LimitExceeded(
            f"is larger than {SIZE_LIMIT // 2**20} MiB", where=where, fix="split it, or check that it is the right file"
        )
    try:
        text = data.decode("utf-8-sig")
        if _ENDLESS_KEY.search(text):
            raise RecursionError
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise FormatError(
            f"is not UTF-8 text (byte {error.start})", where=where, fix="save the file with the encoding UTF-8"
        ) from error
    except RecursionError as error:
        raise LimitExceeded(
            "is nested too deeply", where=where, fix="confkit's files need three levels; look for stray brackets"
        ) from error
    except ValueError as error:
        kind = TruncatedInput if "end of document" in str(error) else FormatError
        raise kind(f"is not valid TOML: {error}", where=where, fix="mend the line the message names") from error
