"""Rehearsing the day of the event: another time is shown than it is, and the clock goes on from there."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from confkit.domain.errors import InvalidValue
from confkit.domain.programme import Programme
from confkit.domain.times import elapsed, parse_local

if TYPE_CHECKING:
    from confkit.tui.day.day_screen import DayScreen


def ask(screen: "DayScreen") -> None:
    """Ask for another time, and show it."""
    from confkit.tui.ask_screen import AskScreen

    def answered(text: str | None) -> None:
        if text:
            try:
                screen.show_at(offset_of(text, screen.programme, screen.workspace.now(), screen.ahead))
            except InvalidValue as error:
                screen.confkit.show_error(error)

    first = screen.programme.event.first_day if screen.programme else screen.now.date()
    text = f"Show another time, and let the clock go on from there: 10:05, {first} 10:05, or +15 for a quarter later."
    screen.app.push_screen(AskScreen("Rehearse", text), answered)


def offset_of(text: str, programme: Programme | None, real: datetime, present: timedelta) -> timedelta:
    """Return how far the time that ``text`` names is from the ``real`` one; +15 and -5 go on from ``present``.

    A time without a day is of the day that is shown, or of the first one. Raises InvalidValue.
    """
    if text[:1] in "+-" and text[1:].isdecimal() and len(text) <= 6:
        return present + timedelta(minutes=int(text))
    if programme is None:
        return present
    day = (real + present).astimezone(programme.zone).date()
    if day not in programme.event.days:
        day = programme.event.first_day
    if len(text) == 4 and text[1] == ":":
        text = f"0{text}"
    return elapsed(real, parse_local(text, programme.zone, default_day=day).instant)
