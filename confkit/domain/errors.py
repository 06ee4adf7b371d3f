"""The one tree of exceptions; each says what went wrong, where, and what to do.

::

    ConfkitError
    ├── UsageError               the call was wrong (exit code 2)
    │   └── InvalidValue         one field holds a value that is not allowed
    ├── NotFound                 nothing has that name or id
    ├── WorkspaceError           the folder is not a usable workspace
    ├── FormatError              an input file is not what it should be
    │   ├── TruncatedInput       it ends before it is complete
    │   └── LimitExceeded        it is larger or deeper than we are willing to read
    ├── StorageError             the database can't be used
    │   ├── ForeignDatabase      the file is not a confkit database
    │   ├── NewerDatabase        a newer confkit wrote it
    │   └── EditConflict         what the edit was based on has changed meanwhile
    ├── NotInstalled             an optional part of confkit is not there
    ├── NothingToUndo            the journal holds nothing to undo or redo
    ├── WriteError               a file could not be written
    ├── FetchError               something could not be got from the web
    │   ├── AddressRefused       the gate lets nothing through to that address
    │   ├── NotFoundOnWeb        the server has nothing there (any more)
    │   ├── ServerBusy           the server asks us to come back later
    │   ├── FetchLimitExceeded   it is larger or slower than we are willing to take
    │   └── ContentMismatch      what came is not what was promised
    └── Cancelled                the user stopped it
"""


class ConfkitError(Exception):
    """Base of every error confkit raises on purpose.

    ``what`` is a sentence without a full stop, ``where`` a file, field or subject, ``fix`` the next step for the user.
    """

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\n  → {self.fix}" if self.fix else text


class UsageError(ConfkitError):
    """The command or call was used wrongly."""


class InvalidValue(UsageError):
    """A field was given a value that it can't hold; ``where`` names the field."""


class NotFound(ConfkitError):
    """Nothing in the workspace has the name or id that was asked for."""


class WorkspaceError(ConfkitError):
    """The folder is not a workspace, or its configuration can't be used."""


class FormatError(ConfkitError):
    """An input is not valid in its format; ``where`` names file and place."""


class TruncatedInput(FormatError):
    """An input ends before it is complete."""


class LimitExceeded(FormatError):
    """An input is larger, deeper or slower to read than confkit accepts."""


class StorageError(ConfkitError):
    """The database can't be opened, read or written."""


class ForeignDatabase(StorageError):
    """The database file was not made by confkit; it is left untouched."""


class NewerDatabase(StorageError):
    """The database was written by a newer confkit; it is left untouched."""


class EditConflict(StorageError):
    """Somebody else changed what an edit was based on.

    ``differences`` holds one ``(field, expected, stored)`` triple of readable values for each field that differs.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        fix: str = "",
        differences: tuple[tuple[str, str, str], ...] = (),
    ) -> None:
        super().__init__(what, where=where, fix=fix)
        self.differences = differences


class NotInstalled(ConfkitError):
    """What was asked for needs an extra that is not installed; ``fix`` says how to get it."""


class NothingToUndo(ConfkitError):
    """There is no edit left to undo or to redo."""


class WriteError(ConfkitError):
    """A file could not be written; what was there before is still there."""


class FetchError(ConfkitError):
    """Something could not be got from the web; ``where`` is its address without secrets."""


class AddressRefused(FetchError):
    """The address is none that confkit asks: not http(s), private or local, or a step down from https."""


class NotFoundOnWeb(FetchError):
    """The server says that there is nothing at the address (404), or no more (410)."""


class ServerBusy(FetchError):
    """The server asks us to come back later (429, 503); ``retry_after`` is in how many seconds, if it says so."""

    def __init__(self, what: str, *, where: str = "", fix: str = "", retry_after: int | None = None) -> None:
        super().__init__(what, where=where, fix=fix)
        self.retry_after = retry_after


class FetchLimitExceeded(FetchError):
    """What is fetched is larger, or comes more slowly, than the limits allow."""


class ContentMismatch(FetchError):
    """What came has another length or hash than was promised."""


class Cancelled(ConfkitError):
    """The user stopped what was going on. Not a FetchError: a loop over many files must end with it, not go on."""
