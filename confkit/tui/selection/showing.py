"""What the screen of the selection shows: proposals, quotas and titles, as its view and its marks ask for."""

from typing import TYPE_CHECKING

from textual.content import Content

from confkit.domain.planning.quotas import Usage
from confkit.tui import safe_text, words
from confkit.tui.selection import quota_rows, rows
from confkit.tui.selection.rows import METHOD, Order
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.selection.screen import SelectionScreen


class Showing:
    """Draws on the screen what its desk has read; the cursor of the quotas stands ``about`` one at first."""

    def __init__(self, screen: "SelectionScreen", about: Usage | None) -> None:
        self._screen = screen
        self._about = about

    def everything(self) -> None:
        """Draw all of it."""
        self.proposals()
        self.quotas()

    def proposals(self) -> None:
        """Sort and filter the proposals anew; the cursor stays on its proposal."""
        screen = self._screen
        if not screen.desk.is_read:
            return
        found = screen.desk.found
        shown = rows.in_order(found.programme, found.standings, screen.view)
        empty = ("Nothing here is as you asked for.", "Press escape to see everything again.")
        if not found.standings:
            empty = ("No proposals yet.", "Press i to import a table, or add sessions in the list of sessions.")
        screen.records.show(rows.listing(found.programme, shown, screen.view, empty=empty))
        self.title()

    def quotas(self) -> None:
        """Say what would come of the marks; the cursor goes to what is overdrawn, while somebody marks."""
        screen = self._screen
        if not screen.desk.is_read:
            return
        found = quota_rows.outlooks(screen.desk.programme, screen.marked, screen.desk.found.usages)
        screen.quotas.show(quota_rows.listing(screen.desk.programme, found, screen.marked))
        pressing = quota_rows.most_pressing(found)
        touched = pressing or next((one for one in found if one.is_touched), None)
        if touched is not None and screen.marked and not screen.quotas.has_focus:
            screen.quotas.select(quota_rows.key_of(touched.now))
        if self._about is not None:
            # The list scrolls only once it knows how long it is.
            screen.call_after_refresh(screen.quotas.select, quota_rows.key_of(self._about))
            self._about = None
        told = words.count(len(screen.marked), "proposal") + " marked" if screen.marked else ""
        if pressing is not None:
            told = " · ".join(filter(None, (told, pressing.sentence)))
        tone = Tone.BAD if pressing else Tone.ACCENT
        screen.records.border_subtitle = Content.styled(safe_text.line(told)[:120], tone)

    def title(self) -> None:
        """Say how many are shown, in which order, and who reviews."""
        screen = self._screen
        found, view, records = screen.desk.found, screen.view, screen.records
        parts = [f"{records.shown_count:,} of {len(found.standings):,}", f"ranked by {METHOD[view.method]}"]
        if view.order is not Order.PLACE or view.turned:
            parts.append(f"sorted by {view.order}{', turned' if view.turned else ''}")
        if view.filter != rows.ALL:
            parts.append("filtered")
        if records.query_text.strip():
            parts.append(f"“{safe_text.line(records.query_text)[:40]}”")
        records.border_title = Content(f"Selection · {' · '.join(parts)}")
        left, reviewer = screen.desk.left, found.reviewer
        right = f"{left:,} to review as {safe_text.line(reviewer.name)[:30]}" if reviewer else "I: who are you?"
        screen.top.show(found.programme.event.title, "selection", right, Tone.MUTED if reviewer else Tone.WARN)
