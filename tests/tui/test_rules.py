"""How much rules matter: said from a problem, found again, and many problems below their rules."""

from datetime import timedelta
from uuid import UUID

from confkit.domain.edit import Edit
from confkit.domain.event import Event
from confkit.domain.rule_settings import RuleLevel
from confkit.domain.session import Slot
from confkit.services.workspace import Workspace
from confkit.tui.listing import Heading
from confkit.tui.rule_screen import RuleScreen
from tests.tui.conftest import EVENT, ROOMS, SESSIONS, SLOTS, Start

MINUTE = timedelta(minutes=1)


def stored(workspace: Workspace) -> Event:
    event = workspace.repository.get(Event, EVENT.id)
    assert event is not None
    return event


async def test_a_rule_is_silenced_found_again_and_given_a_voice(workspace: Workspace, start: Start) -> None:
    async with start(workspace) as driver:
        await driver.press("6")
        assert "Rule person-overlap" in driver.text
        await driver.press("s")
        screen = driver.app.screen
        assert isinstance(screen, RuleScreen)
        assert "Its usual severity: error." in driver.text
        screen.fields[0].editor.value = "off"  # type: ignore[attr-defined]
        await driver.press("ctrl+s")
        assert "Silence person-overlap at Health Voices Summit" in driver.toasts
        assert [(one.rule, one.severity) for one in stored(workspace).severities] == [("person-overlap", RuleLevel.OFF)]
        assert "1 rule silenced" in driver.text
        assert "is in “Podcasting on the ward”" not in driver.text
        # From anywhere, by the palette; s takes it back, and the usual severity is not kept as the event's.
        await driver.press("1")
        driver.main.action_do("rule.silenced")
        await driver.settle()
        await driver.press("enter", "s")
        screen = driver.app.screen
        assert isinstance(screen, RuleScreen)
        screen.fields[0].editor.value = "error"  # type: ignore[attr-defined]
        await driver.press("ctrl+s")
        assert stored(workspace).severities == ()
        # Undo of that, and of the first: each is one edit.
        await driver.press("ctrl+z")
        assert len(stored(workspace).severities) == 1
        await driver.press("ctrl+z")
        assert stored(workspace) == EVENT
        # Numbers that a rule goes by stand in the same form; what is no number is refused there.
        driver.main.action_do("rule.all")
        await driver.settle()
        await driver.type("in-a-row")
        await driver.press("enter")
        screen = driver.app.screen
        assert isinstance(screen, RuleScreen)
        assert [one.field.name for one in screen.fields] == ["level", "sessions-in-a-row", "rest"]
        screen.fields[1].text = "0"
        screen.fields[2].text = "30"
        await driver.press("ctrl+s")
        assert "not a number of at least 1" in driver.text
        screen.fields[1].text = "2"
        screen.fields[0].editor.value = "warning"  # type: ignore[attr-defined]
        await driver.press("ctrl+s")
        event = stored(workspace)
        assert (event.options.sessions_in_a_row, event.options.rest) == (2, timedelta(minutes=30))
        assert [(one.rule, one.severity) for one in event.severities] == [("person-in-a-row", RuleLevel.WARNING)]


async def test_many_problems_stand_below_their_rules_and_are_filtered(workspace: Workspace, start: Start) -> None:
    crowd = [
        Slot(UUID(int=900 + n), SESSIONS[n % 2].id, SLOTS[0].start + n * MINUTE, SLOTS[0].end, ROOMS[0].id)
        for n in range(12)
    ]
    workspace.apply(Edit.add("A crowd", *crowd))
    async with start(workspace, (80, 24)) as driver:
        await driver.press("6")
        headings = [row.text for row in driver.main.records.listing.rows if isinstance(row, Heading)]
        assert any(text.startswith("✗ room-overlap · ") for text in headings)
        await driver.press("slash")
        await driver.type("severity:warning")
        assert {row.severity for row in driver.main.records.shown_rows} == {"warning"}
        driver.main.search.open("code:room-overlap")
        await driver.settle()
        assert {row.code for row in driver.main.records.shown_rows} == {"room-overlap"}
        await driver.press("enter", "enter")
        assert driver.main.place.section == "Schedule"
