"""A pane whose frame says something: where that changes, what stands inside the frame is not painted again.

Textual paints a whole widget anew when its border title changes, with every widget that stands in it; the titles of the
panes change with nearly every key.
"""

from typing import Any, Self

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget


class Framed(Widget):
    """Mixed into a widget with a border that has a title."""

    _line: Region | None = None
    _named: tuple[Content | None, Content | None] = (None, None)

    def name_frame(self, title: Content, subtitle: Content | None = None) -> None:
        """Say something else in the upper and the lower line of the frame."""
        before, self._named = self._named, (title, subtitle)
        width, height = self.outer_size
        left, top = self.content_offset
        if not _is_same(title, before[0]):
            self._line = Region(-left, -top, width, 1)
            self.border_title = title
        if not _is_same(subtitle, before[1]):
            self._line = Region(-left, height - 1 - top, width, 1)
            self.border_subtitle = subtitle
        self._line = None

    def refresh(self, *regions: Region, **options: Any) -> Self:
        """Paint something anew: of the frame only the line that is written."""
        return super().refresh(*((self._line,) if self._line is not None else regions), **options)


def _is_same(one: Content | None, other: Content | None) -> bool:
    # Contents are equal where their texts are; here the tones matter too.
    return one is other or (one is not None and other is not None and one.is_same(other))
