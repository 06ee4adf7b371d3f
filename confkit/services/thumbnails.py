"""Pictures drawn small, in cells of a terminal; the last ones are kept."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import ConfkitError
from confkit.domain.show import Show
from confkit.services.artwork import CoverKind, CoverSource, artwork_path, cover_data, cover_of
from confkit.services.workspace import Workspace

if TYPE_CHECKING:
    from confkit.codecs.picture import Cells

_KEPT = 32
_FROM = {
    CoverKind.OWN: "own cover",
    CoverKind.BESIDE: "beside the audio",
    CoverKind.EMBEDDED: "inside the audio",
    CoverKind.SHOW: "show’s artwork",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture in cells of an upper and a lower pixel (none of them where it can't be drawn), and a word about it."""

    cells: "Cells"
    caption: str


class Thumbnails:
    """Draws the pictures of a workspace; meant to be asked by one worker at a time."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._kept: OrderedDict[Hashable, Drawing] = OrderedDict()

    def draw(self, subject: EpisodeView | Show, columns: int, rows: int) -> Drawing | None:
        """Return the picture that stands for an episode or a show in at most so many cells, None where there is none.

        With no columns only the caption is made. What can't be read is said in the caption. Never raises for what lies
        in the folder.
        """
        if isinstance(subject, Show):
            source = (
                CoverSource(CoverKind.SHOW, artwork_path(subject)) if subject.artwork else CoverSource(CoverKind.NONE)
            )
        else:
            source = cover_of(self._ws, subject)
        if source.kind is CoverKind.NONE:
            return None
        key = (source, self._stamp(source), columns, rows)
        drawing = self._kept.get(key)
        if drawing is None:
            drawing = self._kept[key] = self._drawn(source, columns, rows)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return drawing

    def _stamp(self, source: CoverSource) -> tuple[int, int]:
        try:
            status = (self._ws.episodes_root / source.path).stat()
        except (OSError, ValueError):
            return -1, -1
        return status.st_size, status.st_mtime_ns

    def _drawn(self, source: CoverSource, columns: int, rows: int) -> Drawing:
        from confkit.codecs.picture_header import read_picture

        said = _FROM[source.kind]
        try:
            data = cover_data(self._ws, source)
            picture = read_picture(data)
            if picture and picture.width:
                said = f"{said} · {picture.width:,} × {picture.height:,}"
            if not columns:
                return Drawing((), said)
            from confkit.codecs.picture import thumbnail_rows

            return Drawing(thumbnail_rows(data, columns, rows, source.path), said)
        except ConfkitError as error:
            return Drawing((), f"! {said}: {error.what}")
