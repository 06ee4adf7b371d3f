"""The workspace: a folder with ``confkit.toml``, ``events/`` and ``episodes/``, and the database behind it."""

import getpass
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from confkit.domain.errors import WorkspaceError
from confkit.files import atomic_write
from confkit.services.config import CONFIG_NAME, TEMPLATE, Config, read_config

if TYPE_CHECKING:
    # The terminal UI opens a workspace before its first paint: what is not needed to open it comes later.
    from confkit.domain.edit import Edit
    from confkit.domain.history import Entry
    from confkit.domain.recording import Recording
    from confkit.services.artwork import Looked
    from confkit.services.siblings import Read
    from confkit.storage.repository import Repository

# Who writes what confkit does by itself (building the database from the files, episodes found by a scan): undo is per
# author, so nobody takes that back by accident.
SYSTEM_AUTHOR = "confkit"

LABEL_LENGTH = 200

STATE_FOLDER = ".confkit"


class Workspace:
    """An open workspace. The database is opened, and built from the files if need be, when it is first asked for.

    ``clock`` gives the present as an aware datetime, ``new_id`` makes ids; both can be replaced for repeatable output.
    """

    def __init__(
        self,
        root: Path,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], UUID] = uuid4,
        author: str | None = None,
    ) -> None:
        self.root = root
        self.config: Config = read_config(root / CONFIG_NAME)
        self.now = clock
        self.new_id = new_id
        self.author = author or self.config.author or _login_name()
        self._repository: Repository | None = None
        self._opening = threading.RLock()
        self._recordings: tuple[tuple[int, int], Mapping[str, Recording]] | None = None
        # What was read of the files beside the audio, by path; ``services.siblings`` keeps it.
        self.siblings_read: dict[str, Read] = {}
        # What was seen of pictures, by path; ``services.artwork`` keeps it.
        self.pictures_seen: dict[str, Looked] = {}

    @property
    def events_root(self) -> Path:
        """Where the event files are."""
        return self.root / "events"

    @property
    def episodes_root(self) -> Path:
        """Where the audio is, one folder for each show."""
        return self.root / "episodes"

    @property
    def state(self) -> Path:
        """Where the database, the scan index and backups are."""
        return self.root / STATE_FOLDER

    @property
    def index_file(self) -> Path:
        """What the last scan found."""
        return self.state / "audio-index.msgpack"

    @property
    def output(self) -> Path:
        """Where a build goes."""
        return self.root / self.config.output

    def make_state(self) -> None:
        """Make the folder for the state; raises WorkspaceError."""
        try:
            self.state.mkdir(exist_ok=True)
        except OSError as error:
            raise WorkspaceError(
                f"can't be made a folder ({error.strerror})",
                where=str(self.state),
                fix="move away what is there, or check that the workspace may be written to",
            ) from error

    @property
    def repository(self) -> "Repository":
        """The database, opened on first use; raises StorageError. Safe to call from several threads."""
        with self._opening:
            if self._repository is None:
                from confkit.storage.repository import open_repository

                if not self.config.database:
                    self.make_state()
                self._repository = open_repository(self.config.database or self.state / "confkit.db")
                if self._repository.position() == 0:
                    from confkit.services.founding import found_from_files

                    found_from_files(self)
            return self._repository

    def apply(self, edit: "Edit", *, author: str | None = None) -> "Entry":
        """Clean, validate and write ``edit``; raises InvalidValue, EditConflict, StorageError."""
        from confkit.domain.edit import Change, Edit, cleaned
        from confkit.domain.validation import require_valid

        changes = []
        for change in edit.changes:
            after = cleaned(change.after) if change.after is not None else None
            if after is not None:
                require_valid(after)
            changes.append(change if after is change.after else Change(change.before, after))
        labelled = Edit(_label(edit.label), tuple(changes))
        return self.repository.apply(labelled, author=author or self.author, at=self.now())

    def recordings(self) -> "Mapping[str, Recording]":
        """What the last scan found, by path; kept until the index changes. Where there was none yet, it is made now."""
        from confkit.audio.scan import load_index

        if not self.index_file.exists():
            from confkit.services.scanning import scan

            scan(self)
        try:
            status = self.index_file.stat()
        except OSError:
            return {}
        stamp = (status.st_mtime_ns, status.st_ino)
        if self._recordings is None or self._recordings[0] != stamp:
            self._recordings = (stamp, {recording.path: recording for recording in load_index(self.index_file)})
        return self._recordings[1]

    def close(self) -> None:
        """Close the database; the workspace can be used again and opens it anew."""
        with self._opening:
            if self._repository is not None:
                self._repository.close()
                self._repository = None

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def find_workspace(start: Path) -> Path:
    """Return ``start`` or the nearest folder above it that holds a ``confkit.toml``; raises WorkspaceError."""
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / CONFIG_NAME).is_file():
            return candidate
    raise WorkspaceError(
        f"there is no {CONFIG_NAME} here or in a folder above",
        where=str(folder),
        fix="make a workspace with `confkit init DIR`, or name one with `confkit -w DIR …`",
    )


def open_workspace(path: Path | None = None) -> Workspace:
    """Open the workspace at ``path``, which must hold a ``confkit.toml``, or the nearest around the present folder."""
    if path is None:
        return Workspace(find_workspace(Path.cwd()))
    if not (path / CONFIG_NAME).is_file():
        raise WorkspaceError(
            f"holds no {CONFIG_NAME}", where=str(path), fix=f"make a workspace there with `confkit init {path}`"
        )
    return Workspace(path.resolve())


def init_workspace(folder: Path) -> Workspace:
    """Make ``folder`` a workspace, keeping what is in it; raises WorkspaceError where it is one already."""
    if (folder / CONFIG_NAME).exists():
        raise WorkspaceError("is a workspace already", where=str(folder), fix=f"open it with `confkit -w {folder}`")
    try:
        for name in ("events", "episodes"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(
            f"can't be made ({error.strerror})", where=str(folder), fix="choose another folder"
        ) from error
    atomic_write(folder / CONFIG_NAME, TEMPLATE.encode())
    return Workspace(folder.resolve())


def _label(text: str) -> str:
    """A label holds titles, which can be anything and as long as they like."""
    from confkit.domain.text import clean_line

    clean = clean_line(text)
    return clean if len(clean) <= LABEL_LENGTH else f"{clean[: LABEL_LENGTH - 1]}…"


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"
