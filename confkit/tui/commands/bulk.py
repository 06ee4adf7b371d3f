"""Marking, and what is done to everything that is marked: each is one edit."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.problem import Problem
from confkit.domain.session import Session, Slot
from confkit.services.planning import bulk
from confkit.services.planning.bulk import Bulk, Done
from confkit.tui import words
from confkit.tui.views import id_of
from confkit.tui.work_screen import Report, WorkScreen

if TYPE_CHECKING:
    from confkit.domain.edit import Entity
    from confkit.tui.workspace_screen import WorkspaceScreen

# So many things that stay as they are, or are to be said, fit into a message; more get a window.
_TOLD = 3


# Marking


def mark(screen: "WorkspaceScreen") -> None:
    """Mark or unmark what the cursor is on, and go on."""
    if _mark(screen):
        _step(screen, 1)


def mark_down(screen: "WorkspaceScreen") -> None:
    """Mark what the cursor is on, and go down."""
    _mark(screen, always=True)
    _step(screen, 1)


def mark_up(screen: "WorkspaceScreen") -> None:
    """Mark what the cursor is on, and go up."""
    _mark(screen, always=True)
    _step(screen, -1)


def _mark(screen: "WorkspaceScreen", *, always: bool = False) -> bool:
    id, marking = id_of(screen.row), screen.marking
    if id is None:
        return False
    if not (always and id in marking.marks):
        marking.set(marking.marks.toggled(id))
    return True


def _step(screen: "WorkspaceScreen", by: int) -> None:
    from confkit.tui.grid.marking import step_on

    if screen.in_grid and screen.schedule is not None:
        step_on(screen.schedule)
    else:
        screen.records.step(by)


def mark_all(screen: "WorkspaceScreen") -> None:
    """Mark everything that is shown, or unmark it."""
    from confkit.tui.grid.marking import shown_ids

    marking = screen.marking
    if screen.in_grid and screen.schedule is not None:
        ids: Sequence[UUID | None] = shown_ids(screen.schedule)
    else:
        ids = [id_of(row) for row in screen.records.shown_rows]
    marking.set(marking.marks.all_or_none(id for id in ids if id is not None))


def clear(screen: "WorkspaceScreen") -> None:
    """Leave the search; without one, unmark everything."""
    if screen.search_line is not None:
        screen.leave_search()
    else:
        screen.marking.clear()
    screen.focus_middle()


# Editing what is marked


def edit(screen: "WorkspaceScreen") -> None:
    """Open the form for all of them."""
    things, workspace = screen.marking.here, screen.workspace

    def open_form(found: Bulk) -> None:
        from confkit.tui.bulk_screen import BulkScreen

        screen.app.push_screen(BulkScreen(found), lambda done: tell(screen, done) if done else None)

    programme = screen.snapshot.programme
    event = programme.event.id if programme else None
    screen.confkit.start(lambda: bulk.prepare(workspace, things, event=event), open_form)


def tell(screen: "WorkspaceScreen", done: Done) -> None:
    """Say what was done, what stays as it is, and what came of it; then read everything again."""
    said = f"✓ {done.entry.label}" if done.entry.number else "Nothing to change."
    told: tuple[Problem, ...] = (*done.refused, *done.notes)
    screen.read()
    if len(told) <= _TOLD:
        screen.confkit.tell("\n".join((said, *(f"! {one.where}: {one.message}" for one in told))))
        return
    facts = [said]
    if done.refused:
        facts.append(f"{len(done.refused)} stay as they are")
    if done.notes:
        facts.append(f"{words.count(len(done.notes), 'problem')} came of it")
    screen.app.push_screen(WorkScreen("Done", lambda _: Report(tuple(facts), told)))


def _do(screen: "WorkspaceScreen", job: Callable[[], Done]) -> None:
    screen.confkit.start(job, lambda done: tell(screen, done))


def publish(screen: "WorkspaceScreen") -> None:
    """Let the marked episodes into the feed."""
    things, workspace = screen.marking.here, screen.workspace

    def job() -> Done:
        return bulk.prepare(workspace, things).apply({"state": "published"}, verb="Publish")

    _do(screen, job)


def take_out(screen: "WorkspaceScreen") -> None:
    """Take the marked sessions out of the schedule."""
    programme, sessions, workspace = screen.snapshot.programme, _sessions(screen), screen.workspace
    if programme is not None:
        _do(screen, lambda: bulk.take_out(workspace, programme, sessions))


def _sessions(screen: "WorkspaceScreen") -> list[Session]:
    return [thing for thing in screen.marking.here if isinstance(thing, Session)]


def delete(screen: "WorkspaceScreen") -> None:
    """Delete everything that is marked, after asking."""
    from confkit.services import editing
    from confkit.services.removing import consequences, removal
    from confkit.tui.question import Question

    things, workspace = screen.marking.here, screen.workspace
    number = len(things)
    named = f"{number} {bulk.plural(type(things[0]), number)}"

    def deleted(_: object) -> None:
        screen.confkit.tell(f"Deleted: {named}\nPress ^z to bring them back.")
        screen.read()

    def answered(yes: bool | None) -> None:
        if yes:
            screen.confkit.start(lambda: editing.remove_all(workspace, things), deleted)

    def ask(told: str) -> None:
        text = "\n".join(part for part in (_names(screen, things), told, "You can undo this.") if part)
        screen.app.push_screen(Question(f"Delete {named}?", text, yes=f"Delete {number}"), answered)

    screen.confkit.start(lambda: consequences(removal(workspace, *things), type(things[0])), ask)


def _names(screen: "WorkspaceScreen", things: "Sequence[Entity]") -> str:
    from confkit.services.words import name_of

    views = {thing.id: screen.snapshot.view(thing.id) for thing in things[:4]}
    names = [view.title if (view := views[thing.id]) else name_of(thing) for thing in things[:4]]
    more = f" and {len(things) - 4} more" if len(things) > 4 else ""
    return ", ".join(f"“{name[:60]}”" for name in names) + more + "."


def tags(screen: "WorkspaceScreen") -> None:
    """Show what would change in the tags of the marked, then write them."""
    from confkit.tui.commands.tags import write_tags_of

    ids = {thing.id for thing in screen.marking.here}
    write_tags_of(screen, [view for views in screen.snapshot.episodes.values() for view in views if view.id in ids])


# In the schedule


def pin(screen: "WorkspaceScreen") -> None:
    """Pin the slots of the marked sessions, or unpin them where all are pinned."""
    programme = screen.snapshot.programme
    if programme is not None:
        pin_slots(screen, [slot for one in _sessions(screen) for slot in programme.slots_of.get(one.id, ())])


def pin_slots(screen: "WorkspaceScreen", slots: Sequence[Slot]) -> None:
    """Pin slots where they are, or unpin them where all are pinned."""
    from confkit.services.planning import moves

    programme, workspace = screen.snapshot.programme, screen.workspace
    if programme is None:
        return
    if not slots:
        screen.confkit.tell("Nothing to pin: none of them is in the schedule.")
        return
    pinned = not all(slot.pinned for slot in slots)

    def done(entry: object) -> None:
        screen.confkit.tell(f"✓ {getattr(entry, 'label', '')}")
        screen.read()

    screen.confkit.start(lambda: moves.pin(workspace, programme, slots, pinned=pinned), done)


def sequence(screen: "WorkspaceScreen") -> None:
    """Place the marked sessions one after the other."""
    from confkit.tui.grid.sequence_screen import offer

    if screen.in_grid and screen.schedule is not None:
        offer(screen.schedule, _sessions(screen))
