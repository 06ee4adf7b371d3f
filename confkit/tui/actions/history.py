"""Actions on what was done: an older edit is taken back, a thing shows its history."""

from confkit.tui.actions.action import (
    WITH_RECORDS,
    Action,
    Group,
    on_record,
    only,
)
from confkit.tui.section import Section

HISTORY: tuple[Action, ...] = (
    Action(
        "history.take_back", "Take back…", ("r",), "Take this edit back, whoever made it; asks first with what would "
        "happen, or says which later edits stand in its way. ^y does it again.",
        Group.EDIT, "history:take_back", sections=only(Section.HISTORY), when=on_record, footer=True,
    ),
    Action(
        "history.of", "Its history", ("H",), "Show only the edits that touched what the cursor is on.",
        Group.GO, "history:of_thing", sections=WITH_RECORDS, when=on_record,
    ),
)  # fmt: skip
