"""Adding, editing and deleting, by forms and questions."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from confkit.domain.edit import Entity
from confkit.domain.event import Event
from confkit.domain.show import Episode, Show
from confkit.services import editing
from confkit.services.words import kind_of, name_of
from confkit.services.workspace import Workspace
from confkit.tui.section import OF_EVENT, Place, Section
from confkit.tui.snapshot import Snapshot
from confkit.tui.views import entity_of

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen


def edit(screen: "WorkspaceScreen") -> None:
    """Open the form of what the cursor is on."""
    entity = entity_of(screen.row)
    if entity is not None:
        open_form(screen, entity, is_new=False)


def edit_event(screen: "WorkspaceScreen") -> None:
    """Open the form of the event."""
    if screen.snapshot.programme:
        open_form(screen, screen.snapshot.programme.event, is_new=False)


def edit_show(screen: "WorkspaceScreen") -> None:
    """Open the form of the show."""
    show = _show(screen)
    if show:
        open_form(screen, show, is_new=False)


def new_session(screen: "WorkspaceScreen") -> None:
    """Add a session."""
    programme = screen.snapshot.programme
    if programme:
        open_form(screen, editing.new_session(screen.workspace, programme.event.id))


def new_person(screen: "WorkspaceScreen") -> None:
    """Add a person."""
    open_form(screen, editing.new_person(screen.workspace))


def new_room(screen: "WorkspaceScreen") -> None:
    """Add a room."""
    programme = screen.snapshot.programme
    if programme:
        open_form(screen, editing.new_room(screen.workspace, programme))


def new_episode(screen: "WorkspaceScreen") -> None:
    """Add an episode."""
    show = _show(screen)
    if show:
        open_form(screen, editing.new_episode(screen.workspace, show.id))


def new_event(screen: "WorkspaceScreen") -> None:
    """Add an event, in the time zone of the one that is open."""
    programme = screen.snapshot.programme
    zone = programme.event.zone if programme else "UTC"
    open_form(screen, editing.new_event(screen.workspace, zone=zone))


def new_show(screen: "WorkspaceScreen") -> None:
    """Add a show."""
    open_form(screen, editing.new_show(screen.workspace, "", ""))


def _show(screen: "WorkspaceScreen") -> Show | None:
    shows = screen.snapshot.shows
    return next((show for show in shows if show.id == screen.place.of), shows[0] if shows else None)


def open_form(
    screen: "WorkspaceScreen", entity: Entity, *, is_new: bool = True, snapshot: Snapshot | None = None
) -> None:
    """Open the form of a thing; ``snapshot`` where the screen's does not know the thing yet."""
    from confkit.tui.form_screen import FormScreen, context_for

    workspace, snapshot = screen.workspace, snapshot or screen.snapshot

    def closed(saved: Entity | None) -> None:
        if saved is not None:
            _reveal(screen, saved)

    screen.confkit.start(
        lambda: context_for(workspace, snapshot, entity),
        lambda context: screen.app.push_screen(FormScreen(workspace, snapshot, entity, context, is_new=is_new), closed),
    )


def _reveal(screen: "WorkspaceScreen", saved: Entity) -> None:
    """After saving, show what was saved: a new event or show is opened, a new row gets the cursor."""
    if isinstance(saved, Event):
        if screen.place.section in OF_EVENT or not screen.snapshot.events:
            screen.go(Place(Section.SESSIONS, saved.id))
        screen.read(saved.id)
        return
    if isinstance(saved, Show):
        screen.arrive_at(Place(Section.EPISODES, saved.id))
    elif isinstance(saved, Episode):
        screen.arrive_at(Place(Section.EPISODES, saved.show_id), saved.id)
    else:
        screen.arrive_at(screen.place, saved.id)


def delete(screen: "WorkspaceScreen") -> None:
    """Delete what the cursor is on, after asking."""
    from confkit.tui.question import Question

    entity = entity_of(screen.row)
    if entity is None:
        return
    name = _name(screen, entity)
    question = Question(
        f"Delete the {kind_of(entity)} “{name}”?", _consequences(screen, entity) + "You can undo this.", yes="Delete"
    )

    def answered(yes: bool | None) -> None:
        if yes:
            screen.confkit.start(_removal(screen.workspace, entity), lambda _: _deleted(screen, name))

    screen.app.push_screen(question, answered)


def _name(screen: "WorkspaceScreen", entity: Entity) -> str:
    view = screen.snapshot.view(entity.id) if isinstance(entity, Episode) else None
    return view.title if view else name_of(entity)


def _removal(ws: Workspace, entity: Entity) -> Callable[[], object]:
    return lambda: editing.remove(ws, entity)


def _deleted(screen: "WorkspaceScreen", name: str) -> None:
    screen.confkit.tell(f"Deleted: {name}\nPress ^z to bring it back.")
    screen.read()


def _consequences(screen: "WorkspaceScreen", entity: Entity) -> str:
    programme = screen.snapshot.programme
    if programme is None:
        return ""
    slots = programme.slots_of.get(entity.id, ())
    if slots:
        return "It leaves the schedule, too. "
    held = programme.sessions_of.get(entity.id, ())
    if held:
        return f"{len(held)} of the event's sessions lose this person. "
    used = sum(1 for slot in programme.slots if slot.room_id == entity.id)
    return f"{used} placed sessions lose their room. " if used else ""
