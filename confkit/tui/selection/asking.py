"""What the screens of the selection ask for: a comment, a quota, a column to sort by, what to show only."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from confkit.domain.event import SessionType, Track
from confkit.domain.planning.quotas import Usage
from confkit.tui.listing import Column, Listing
from confkit.tui.selection import rows
from confkit.tui.selection.desk import Desk, entity_with
from confkit.tui.selection.rows import Choice, Filter, Order
from confkit.tui.tones import Tone

if TYPE_CHECKING:
    from confkit.tui.confkit_app import ConfkitApp


def ask_comment(desk: Desk, id: UUID) -> None:
    """Ask what the reviewer thinks of a proposal, beginning with what they wrote before."""
    from confkit.tui.ask_screen import AskScreen

    one = desk.found.standing.get(id)
    if one is None:
        return
    before = one.own.comment if one.own else ""

    def answered(text: str | None) -> None:
        if text is not None and text != before:
            # What can't be written stays to be written again, or copied.
            desk.review(id, comment=text, unwritten=lambda: ask(text))

    def ask(text: str) -> None:
        asked = f"What do you think of “{one.session.title}”?"
        desk.confkit.push_screen(AskScreen("Comment", asked, text, may_be_empty=bool(before)), answered)

    ask(before)


def ask_quota(desk: Desk, at: Usage | None) -> None:
    """Ask what is planned for what ``at`` is of; of which track, type or length, where that is none."""
    of = entity_with(desk.programme, at.id) if at else None
    if isinstance(of, Track | SessionType):
        _ask_quota_of(desk, of)
    elif at is not None and at.kind == "length" and at.each:
        _ask_quota_of_length(desk, at.each)
    else:
        _choose_quota(desk)


def _choose_quota(desk: Desk) -> None:
    from confkit.tui.pick_screen import PickScreen

    listing = Listing(
        (Column("Plan for", least=20), Column("", 8)),
        [one for one in desk.found.usages if one.id or (one.kind == "length" and one.each)],
        key=lambda one: (one.kind, one.id, one.each),
        cells=lambda one: (one.name, (one.kind, Tone.MUTED)),
        words=lambda one: f"{one.name} {one.kind}",
        empty=("There are no tracks, types and sessions yet.",),
    )

    def chosen(one: Usage | None) -> None:
        if one is not None:
            ask_quota(desk, one)

    desk.confkit.push_screen(PickScreen("Quota", listing), chosen)


def _ask_quota_of(desk: Desk, of: Track | SessionType) -> None:
    from confkit.services.planning.selecting import Planned

    asked = f"What is planned for “{of.name}”? 180 or 3h, 6x for six sessions, or both: 6x, 3h. Empty for no quota."
    _ask_text(desk, asked, str(Planned.of(of)), lambda text: desk.set_quota(of, text))


def _ask_quota_of_length(desk: Desk, length: timedelta) -> None:
    before = next((str(one.number) for one in desk.programme.event.lengths if one.length == length), "")
    asked = f"How many sessions of {length / timedelta(minutes=1):g} min are planned? Empty for no quota."
    _ask_text(desk, asked, before, lambda text: desk.set_length_quota(length, text))


def _ask_text(desk: Desk, asked: str, before: str, write: Callable[[str], object]) -> None:
    from confkit.tui.ask_screen import AskScreen

    def answered(text: str | None) -> None:
        if text is not None and text != before:
            write(text)

    desk.confkit.push_screen(AskScreen("Quota", asked, before, may_be_empty=True), answered)


def choose_order(confkit: "ConfkitApp", present: Order, then: Callable[[Order], object]) -> None:
    """Ask for a column to sort by."""
    from confkit.tui.pick_screen import PickScreen

    listing = Listing(
        (Column("Sort by"),),
        tuple(Order),
        key=str,
        cells=lambda order: (order.value,),
        words=lambda order: order.value,
    )

    def chosen(order: Order | None) -> None:
        if order is not None:
            then(order)

    confkit.push_screen(PickScreen("Sort by", listing, selected=str(present)), chosen)


def choose_filter(desk: Desk, present: Filter, marked: AbstractSet[UUID], then: Callable[[Choice], object]) -> None:
    """Ask for one thing to show only, or no longer."""
    from confkit.tui.pick_screen import PickScreen

    found = rows.choices(desk.programme, desk.found.standings, marked)

    def chosen(choice: Choice | None) -> None:
        if choice is not None:
            then(choice)

    desk.confkit.push_screen(PickScreen("Show only…", rows.choice_listing(found, present)), chosen)
