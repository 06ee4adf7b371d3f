"""The history in the middle pane: read in pages, searched beyond them, an entry explained when the cursor is on it.

An installation that is used for years has tens of thousands of entries, one of which may be an import of thousands of
things. So the list reads headlines, a page at a time as one scrolls, and only the entry under the cursor is read whole.
"""

from typing import TYPE_CHECKING
from uuid import UUID

from textual.content import Content

from confkit.domain.history import Headline
from confkit.services.history import Explained, Page, explain, overview
from confkit.tui import history_rows, safe_text
from confkit.tui.history_detail import explained_content, reading_content
from confkit.tui.listing import Listing

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen

PAGE = 100
# Of entries that were looked at, so many are kept; one can be large.
_KEPT = 100
_NOTHING = ("Nothing was changed yet.", "Every change is listed here, and ^z takes back your last one.")
_NOTHING_OF_IT = ("Nothing was changed about it.", "Press escape to see the history of everything.")


class HistoryView:
    """What of the history is shown at present, and what is read of it."""

    def __init__(self, screen: "WorkspaceScreen") -> None:
        self._screen = screen
        self._headlines: tuple[Headline, ...] = ()
        self._more = False
        self._query = ""
        self._subject: tuple[UUID, str] | None = None
        self._position = -1
        self._number = 0
        self._loading = False
        self._explained: dict[int, Explained] = {}
        self._explaining = False
        self._reveal: int | None = None
        screen.watch(screen.records, "scroll_y", self._scrolled, init=False)

    # What is shown

    @property
    def headlines(self) -> tuple[Headline, ...]:
        """What was read so far, the newest first."""
        return self._headlines

    def listing(self) -> Listing:
        """The list; where the journal has moved on, it is read anew."""
        if self._position != self._screen.snapshot.position:
            self._read(max(PAGE, len(self._headlines)))
        empty = _NOTHING_OF_IT if self._subject else _NOTHING
        if self._loading and not self._headlines:
            empty = ("Reading…", "")
        return history_rows.headlines(self._headlines, self._screen.workspace.now, empty)

    def title(self, shown: int) -> str:
        """The title of the list with its counts."""
        title = f"History {shown}{'+' if self._more else ''}"
        if self._subject:
            title += f" of “{safe_text.line(self._subject[1])[:40]}” · esc shows all"
        return f"{title} matching “{safe_text.line(self._query)[:40]}”" if self._query else title

    def detail(self, row: object) -> tuple[str, Content]:
        """The title and the text of the detail: what the entry under the cursor changed."""
        if not isinstance(row, Headline):
            return "Change", Content("")
        now = self._screen.workspace.now()
        known = self._explained.get(row.number)
        if known is None:
            self._explain(row.number)
            return "Change", reading_content(row, now)
        return "Change", explained_content(row, known, now)

    # What of it

    def search(self, query: str) -> None:
        """Show what holds the words of ``query``, also of what was not read yet."""
        if query.strip() != self._query:
            self._query = query.strip()
            self._read(PAGE)

    def only(self, subject: UUID, name: str) -> None:
        """Show only what touched one thing."""
        self._subject = (subject, name)
        self._headlines = ()
        self._read(PAGE)
        self._screen.show_again()

    def everything(self) -> None:
        """Show what touched anything."""
        if self._subject is not None:
            self._subject = None
            self._read(PAGE)

    def reveal(self, number: int) -> None:
        """Bring the cursor to an entry, however old, and show what is around it."""
        if self._screen.records.select(number):
            self._screen.show_row()
            return
        self._screen.leave_search()
        self._reveal = number
        self._read(max(PAGE, self._screen.snapshot.position - number + PAGE))

    # Reading

    def _read(self, count: int) -> None:
        """Read the newest ``count`` again."""
        self._position = self._screen.snapshot.position
        self._start(count, None)

    def _scrolled(self, *_: object) -> None:
        """Read on where the end of what was read comes near."""
        records = self._screen.records
        near = records.scroll_offset.y + 2 * records.page >= records.shown_count
        if self._screen.in_history and self._more and not self._loading and near and self._headlines:
            self._start(PAGE, self._headlines[-1].number)

    def _start(self, count: int, before: int | None) -> None:
        self._number += 1
        self._loading = True
        number, workspace = self._number, self._screen.workspace
        wanted, subject = history_rows.matches(self._query), self._subject[0] if self._subject else None
        self._screen.confkit.start(
            lambda: overview(workspace, wanted=wanted, subject=subject, before=before, limit=count),
            lambda page: self._arrived(number, page, is_more=before is not None),
            failed=self._failed,
        )

    def _arrived(self, number: int, page: Page, *, is_more: bool) -> None:
        if number != self._number:
            return
        self._loading = False
        self._headlines = (*self._headlines, *page.headlines) if is_more else page.headlines
        self._more = page.more
        if not self._screen.in_history:
            return
        self._screen.show_again()
        if self._reveal is not None and self._screen.records.select(self._reveal):
            self._screen.show_row()
        self._reveal = None

    def _failed(self, error: Exception) -> None:
        from confkit.domain.errors import ConfkitError

        self._loading = False
        if isinstance(error, ConfkitError):
            self._screen.confkit.show_error(error)

    def _explain(self, number: int) -> None:
        """Read an entry whole; one at a time, so that running along the list doesn't read all of it."""
        if self._explaining:
            return
        self._explaining = True
        workspace = self._screen.workspace
        self._screen.confkit.start(
            lambda: explain(workspace, number),
            lambda found: self._told(number, found),
            failed=self._untold,
        )

    def _told(self, number: int, found: Explained) -> None:
        self._explaining = False
        if len(self._explained) >= _KEPT:
            self._explained.clear()
        self._explained[number] = found
        if self._screen.in_history:
            # Where the cursor has gone on meanwhile, this asks for the entry it is on now.
            self._screen.show_row()

    def _untold(self, error: Exception) -> None:
        self._explaining = False
        self._failed(error)
