"""A layout as the lines of text that the painters make of it, without an app."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from rich.cells import cell_len
from rich.segment import Segment

from confkit.domain.problem import Severity
from confkit.domain.programme import Programme
from confkit.tui.grid.colours import Paints
from confkit.tui.grid.filters import Filter
from confkit.tui.grid.map_paint import MapPainter, names_width
from confkit.tui.grid.model import lay_out
from confkit.tui.grid.overview import Point, survey
from confkit.tui.grid.paint import Painter
from confkit.tui.grid.scene import Scene, Spot
from confkit.tui.grid.sheet import Turned, Upright
from confkit.tui.grid.turned import TurnedPainter
from confkit.tui.grid.upright import UprightPainter
from confkit.tui.theme import ANSI, DARK
from tests.tui.test_theme import theme


def paints(name: str = DARK, colours: tuple[str, ...] = ()) -> Paints:
    return Paints(theme(name), colours, is_ansi=name == ANSI)


def nothing(_: UUID) -> Severity | None:
    return None


def text(segments: Iterable[Segment], width: int) -> str:
    """A line of text, which is exactly as wide as it shall be."""
    line = "".join(segment.text for segment in segments)
    assert cell_len(line) <= width, line
    return line.rstrip()


def painter_of(
    programme: Programme,
    day: date,
    *,
    turned: bool = False,
    zoom: int = 30,
    size: tuple[int, int] = (100, 30),
    left: int = 0,
    condensed: bool = False,
    theme_name: str = DARK,
    chosen: Filter = Filter(),  # noqa: B008 - a frozen value
    severity: Callable[[UUID], Severity | None] = nothing,
) -> Painter:
    """A painter of a day; the cursor is out of the way."""
    layout = lay_out(programme, day, zoom, chosen=chosen)
    scene = Scene(layout, programme, paints(theme_name), severity, Spot(0, layout.hours.count - 1))
    if turned:
        return TurnedPainter(scene, Turned(layout, *size, left, condensed=condensed))
    return UprightPainter(scene, Upright(layout, *size, left, condensed=condensed))


def lines_of(painter: Painter, width: int = 100) -> list[str]:
    """The header and every line."""
    return [
        text(painter.header(), width),
        *(text(painter.line(number, is_top=number == 0), width) for number in range(painter.height)),
    ]


def map_of(
    programme: Programme,
    days: tuple[date, ...],
    size: tuple[int, int] = (100, 30),
    severity: Callable[[UUID], Severity | None] = nothing,
    theme_name: str = DARK,
) -> MapPainter:
    """A painter of the map; the cursor is at its very end."""
    width, lines = size
    overview = survey(programme, days, width - 20)
    painter = MapPainter(overview, paints(theme_name), severity, width, lines)
    assert painter.margin == names_width(overview, width)
    painter.cursor = Point(len(overview.columns) - 1, overview.width - 1)
    return painter


def map_lines(painter: MapPainter, width: int = 100) -> list[str]:
    """The days, the times and every line of a map."""
    return [
        text(painter.days(), width),
        text(painter.times(), width),
        *(text(painter.line(number), width) for number in range(painter.height)),
    ]
