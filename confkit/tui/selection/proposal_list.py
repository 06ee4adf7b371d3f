"""The list of proposals: a record list whose column titles can be clicked."""

from textual import events
from textual.message import Message

from confkit.tui.record_list import RecordList


class ProposalList(RecordList):
    """A record list that tells which title was clicked."""

    class TitleClicked(Message):
        """The title of a column was clicked; ``column`` is its number from the left, those out of sight included."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    def on_click(self, event: events.Click) -> None:
        """Tell which title was clicked; the rows are the record list's own."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y != 0:
            return
        at = 1
        for number, width in enumerate(self._widths):
            if width and at <= offset.x < at + width + self.listing.columns[number].gap:
                event.stop()
                self.post_message(self.TitleClicked(number))
                return
            at += width + self.listing.columns[number].gap if width else 0
