"""What a row holds that no confkit of this version writes: said with table, id and column, instead of a traceback.

Others write into the database as well: a later confkit, a script, a hand with ``sqlite3``. A value that can't be read
must neither be taken for something else (the next edit would overwrite it) nor end as an accident.
"""

from collections.abc import Sequence

import msgspec

from confkit.domain.errors import StorageError

# What reading a written value raises where it is not one.
NOT_READ = (ValueError, TypeError, LookupError, OverflowError, AttributeError, msgspec.DecodeError)

_LONGEST = 60


class Unreadable(StorageError):
    """A row holds a value that can't be read; ``where`` names table, id and column."""


def unreadable(
    table: str, id: object, column: str, value: object, error: Exception, known: Sequence[str]
) -> Unreadable:
    """Return the error for the ``value`` in a ``column`` of the row ``id``; ``known`` are the words it could be."""
    where = f"table {table}, id {id}, column {column}"
    return Unreadable(f"holds {_quoted(value)}, {_reason(value, error, known)}", where=where, fix=FIX)


FIX = (
    "nothing was changed; use the newer confkit if one wrote this, else correct the value with the program that wrote"
    " it (or with sqlite3), or put a backup in the place of the database"
)


def _reason(value: object, error: Exception, known: Sequence[str]) -> str:
    if known:
        return f"which this confkit does not know (it knows {', '.join(known)})"
    if value is None:
        return "where there must be a value"
    if isinstance(error, OverflowError):
        return "which is out of range"
    told = isinstance(error, msgspec.DecodeError | ValueError)
    return f"which can't be read ({error})" if told else "which can't be read"


def _quoted(value: object) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else repr(value)
    return repr(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
