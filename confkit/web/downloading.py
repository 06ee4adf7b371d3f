"""Bringing something large from the web into a file: audio.

It grows in ``<path>.part``, with what it belongs to in ``<path>.part-source``, and gets its name when all of it is
there and right. A download that was stopped, broke off or was killed is gone on with by the next call, if the server
can say that it still has the same version; otherwise that begins anew.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from confkit.domain.errors import ContentMismatch, FetchError, WriteError
from confkit.files import UnfinishedFile, unfinished
from confkit.web.conversation import Answer, conversation, refuse_status
from confkit.web.fetching import refuse_size
from confkit.web.gate import Target, read_address
from confkit.web.integrity import Digests
from confkit.web.limits import FetchLimits
from confkit.web.partial_source import Source
from confkit.web.unpacking import Unpacker
from confkit.web.watch import Watch

PARTIAL = ".part"
PARTIAL_SOURCE = ".part-source"

# The answers to the wish for a rest that mean: not like this. A 206 among them is one that doesn't fit.
_ASK_ANEW = frozenset(
    (HTTPStatus.PARTIAL_CONTENT, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
)


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that came from the web.

    ``address`` is where it came from in the end, ``size`` in bytes, ``sha256`` in hexadecimal digits. ``media_type`` is
    what the server calls it, in lower case and without parameters, or empty. ``resumed_from`` is how many bytes were
    there already.
    """

    path: Path
    address: str
    size: int
    sha256: str
    media_type: str
    resumed_from: int


def download(
    address: str,
    path: Path,
    *,
    limits: FetchLimits,
    expected_size: int | None = None,
    integrity: str = "",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Downloaded:
    """Get what is at ``address`` into the file ``path``, going on with what an earlier call left.

    ``expected_size`` (in bytes) and ``integrity`` (see ``Digests``) are what was promised. ``progress`` is called with
    the bytes that are there and those of the whole, 0 if that is not known; ``cancelled`` is asked from another thread,
    about ten times a second, whether to stop. A file that is there already is never replaced: if it is the same, it
    stays and that is all; where ``integrity`` can tell, nothing is fetched.

    Raises AddressRefused, NotFoundOnWeb, ServerBusy, FetchLimitExceeded, ContentMismatch, another FetchError,
    Cancelled, or WriteError.
    """
    target = read_address(address, private=limits.private)
    if integrity and (there := _found_there(path, target, Digests(integrity))):
        return there
    with Watch(limits, cancelled, target.shown) as watch, unfinished(_beside(path, PARTIAL)) as file:
        job = _Download(address, path, file, limits, watch, Digests(integrity), expected_size, progress)
        with job.tidied():
            return job.run()


@dataclass(slots=True)
class _Download:
    address: str
    path: Path
    file: UnfinishedFile
    limits: FetchLimits
    watch: Watch
    digests: Digests
    expected_size: int | None
    progress: Callable[[int, int], None] | None
    can_go_on: bool = False

    @property
    def source_file(self) -> Path:
        return _beside(self.path, PARTIAL_SOURCE)

    @contextmanager
    def tidied(self) -> Iterator[None]:
        """Leave of a download that ends in the middle what the next one can go on with, and nothing else."""
        try:
            yield
        finally:
            if self.can_go_on and self.file.size:
                self.file.sync()
            else:
                self.file.discard()
                with suppress(OSError):
                    self.source_file.unlink()

    def run(self) -> Downloaded:
        source = Source.read(self.source_file, self.address)
        start = self.file.size
        if source and source.total:
            start = min(start, source.total - 1)  # a whole one too has to be asked for something
        if source and start > 0:
            self.can_go_on = True
            wish = {"Range": f"bytes={start}-", "If-Range": source.validator}
            with self._conversation(wish) as answer:
                if source.goes_on(answer, start):
                    return self._receive(answer, source, start)
                if answer.status not in _ASK_ANEW:
                    return self._receive_all(answer)
        with self._conversation({}) as answer:
            return self._receive_all(answer)

    def _conversation(self, wish: dict[str, str]) -> AbstractContextManager[Answer]:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", **wish}
        return conversation(self.address, headers, self.limits, self.watch)

    def _receive_all(self, answer: Answer) -> Downloaded:
        refuse_status(answer)
        self.can_go_on = False
        return self._receive(answer, Source.of(self.address, answer), 0)

    def _receive(self, answer: Answer, source: Source, start: int) -> Downloaded:
        """Take the body of ``answer``, which is what follows on the first ``start`` bytes."""
        where = answer.target.shown
        total = source.total_of(answer)
        with self._no_use():
            refuse_size(total, self.limits, where)
            if total:
                self._check_size(total, where)
                self._refuse_to_replace(total)
            self.file.cut(start, self._show)
            if not start:
                source.write(self.source_file)  # after the cut: never new words beside old bytes
            self.file.make_room(max(0, total - start))
        self.can_go_on = bool(source.validator)
        size = self._take_pieces(answer, start, total)
        if size < total:
            raise FetchError(
                f"broke off after {size:,} of {total:,} bytes", where=where, fix="start it again; it goes on from there"
            )
        with self._no_use():
            self._check_all(size, where)
            self._settle()
        self.can_go_on = False
        return Downloaded(self.path, answer.target.address, size, self.digests.sha256, answer.media_type, start)

    def _take_pieces(self, answer: Answer, size: int, total: int) -> int:
        where = answer.target.shown
        unpacker = Unpacker(answer.coding, where=where)
        self._report(size, total)
        for packed in answer.pieces():
            piece = unpacker.unpack(packed, self.limits.size - size)
            size += len(piece)
            with self._no_use():
                refuse_size(size, self.limits, where)
                if total and size > total:
                    raise ContentMismatch(
                        f"more came than the {total:,} bytes that the server promised",
                        where=where,
                        fix="try again later",
                    )
                self.file.write(piece)
            self.digests.take(piece)
            self._report(size, total)
        unpacker.check_end()
        return size

    @contextmanager
    def _no_use(self) -> Iterator[None]:
        """After an error in here there is nothing to go on with; after a stop by the user there is."""
        try:
            yield
        except (FetchError, WriteError):
            self.can_go_on = False
            raise

    def _show(self, piece: bytes) -> None:
        self.watch.check()
        self.digests.take(piece)

    def _report(self, size: int, total: int) -> None:
        if self.progress is not None:
            self.progress(size, total)

    def _check_size(self, size: int, where: str) -> None:
        if self.expected_size is not None and size != self.expected_size:
            raise ContentMismatch(
                f"has {size:,} bytes, but {self.expected_size:,} were promised",
                where=where,
                fix="ask the publisher which is right",
            )

    def _check_all(self, size: int, where: str) -> None:
        self._check_size(size, where)
        if not self.digests.is_as_promised:
            raise ContentMismatch(
                f"is not the file that was promised: its {self.digests.kind} is another",
                where=where,
                fix="try again; if it stays so, ask the publisher",
            )

    def _refuse_to_replace(self, size: int) -> None:
        """Say at the first opportunity that something else stands in the way."""
        if os.path.lexists(self.path) and not (self.path.is_file() and self.path.stat().st_size == size):
            raise _in_the_way(self.path)

    def _settle(self) -> None:
        """Give the file its place, or leave there what is the same."""
        if not os.path.lexists(self.path):
            self.file.finish(self.path)
            return
        there = Digests("")
        _read_into(there, self.path)
        if there.sha256 != self.digests.sha256:
            raise _in_the_way(self.path)


def _found_there(path: Path, target: Target, digests: Digests) -> Downloaded | None:
    """What is at ``path`` if it is what was promised, so that nothing has to be asked for."""
    if not digests.kind or not os.path.lexists(path):
        return None
    size = _read_into(digests, path)
    if not digests.is_as_promised:
        raise _in_the_way(path)
    return Downloaded(path, target.address, size, digests.sha256, "", size)


def _read_into(digests: Digests, path: Path) -> int:
    """Let ``digests`` take the file at ``path``; return its size."""
    size = 0
    if not path.is_file():
        raise _in_the_way(path)
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                size += len(piece)
                digests.take(piece)
    except OSError as error:
        raise _in_the_way(path) from error
    return size


def _in_the_way(path: Path) -> WriteError:
    return WriteError(
        "there is another file of this name already", where=str(path), fix="move it away, or take another name"
    )


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
