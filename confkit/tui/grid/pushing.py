"""Pushing what comes later in a room, and pulling it: asked for in minutes, shown at once, told in full."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from confkit.domain.errors import ConfkitError, InvalidValue
from confkit.domain.event import Room
from confkit.domain.planning.moves import Pushed, following
from confkit.domain.planning.pulls import next_start, shifted
from confkit.domain.problem import Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Slot
from confkit.services.planning.moves import shift_label
from confkit.tui import words
from confkit.tui.ask_screen import AskScreen
from confkit.tui.grid.hours import clock
from confkit.tui.intro import PUSH

if TYPE_CHECKING:
    from confkit.tui.grid.pane import SchedulePane

_TOLD = 6


def ask(pane: "SchedulePane") -> None:
    """Ask how far to push what comes after the session under the cursor, or from a free place on."""
    programme, layout, scene = pane.programme, pane.layout_shown, pane.grid.scene
    if programme is None or layout is None or scene is None:
        return
    block = pane.grid.block
    room = layout.columns[scene.cursor.column].room
    if block is not None:
        room = programme.room.get(block.slot.room_id) if block.slot.room_id else None
    if room is None:
        pane.say("only what has a room can be pushed: put the cursor on a room's session")
        return
    after = next_start(programme, block.slot) if block else layout.hours.at(scene.cursor.row)
    coming = following(programme, room.id, after) if after else []
    if after is None or not coming:
        pane.say(f"nothing comes after it in {room.name} on this day")
        return
    text = (
        f"By how many minutes shall {words.count(len(coming), 'session')} in {room.name} start later, from "
        f"{clock(coming[0].start)} on? A number below zero pulls them earlier, as far as it is free. Pinned ones stay."
    )

    def answered(minutes: str | None) -> None:
        if minutes is not None:
            push(pane, room, after, minutes)

    screen = pane.workspace_screen
    screen.app.push_screen(AskScreen("Push later", text, value=str(pane.zoom), help_intro=PUSH), answered)


def push(pane: "SchedulePane", room: Room, after: datetime, minutes: str) -> None:
    """Move what begins in a room from ``after`` on, and say what was moved and what was not."""
    programme, confkit = pane.programme, pane.workspace_screen.confkit
    if programme is None:
        return
    try:
        by = read_shift(minutes)
        found = shifted(programme, room.id, after, by)
    except ConfkitError as error:
        confkit.show_error(error)
        return
    if found.moves:
        added = pane.plan.index.after_moves(found.moves).added
        conflicts = sum(1 for one in added if one.severity is not Severity.HINT)
        pane.change(found.moves, _said(found, by, conflicts), label=shift_label(room, found.moves[0][0].start, by),
                    follow=False)  # fmt: skip
    else:
        pane.say(f"nothing was moved in {room.name}")
    if found.problems:
        confkit.tell("\n".join(_told(programme, found)), severity="information" if found.moves else "error")


def read_shift(text: str) -> timedelta:
    """Read minutes with a sign; raises InvalidValue."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-").removesuffix("min").strip()
    try:
        minutes = int(plain)
    except ValueError as error:
        raise InvalidValue(f"“{text[:20]}” is no number of minutes", fix="write 15, or -15 for earlier") from error
    if abs(minutes) > 24 * 60:
        raise InvalidValue("is more than a day", where="minutes", fix="move the sessions to another day instead")
    return timedelta(minutes=minutes)


def _said(found: Pushed, by: timedelta, conflicts: int) -> str:
    minutes = by // timedelta(minutes=1)
    parts = [f"{len(found.moves)} moved {abs(minutes)} min {'later' if minutes > 0 else 'earlier'}"]
    if found.problems:
        parts.append(f"{len(found.problems)} held back")
    if conflicts:
        parts.append(f"! {words.count(conflicts, 'new conflict')}")
    return " · ".join([*parts, "^z undoes"])


def _told(programme: Programme, found: Pushed) -> Iterator[str]:
    if found.moves:
        yield f"Moved: {_listed(programme, [after for _, after in found.moves])}"
    for problem in found.problems[:_TOLD]:
        yield f"! {problem.where}: {problem.message}"
    if len(found.problems) > _TOLD:
        yield f"… and {len(found.problems) - _TOLD} more"


def _listed(programme: Programme, slots: Sequence[Slot]) -> str:
    named = [f"“{programme.session[slot.session_id].title[:30]}” {clock(slot.start)}" for slot in slots[:3]]
    more = f" and {len(slots) - 3} more" if len(slots) > 3 else ""
    return ", ".join(named) + more
