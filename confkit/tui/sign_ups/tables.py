"""The list of a session as a file: a table brought in, one written, the e-mail addresses copied."""

from pathlib import Path
from typing import TYPE_CHECKING

from confkit.domain.errors import ConfkitError
from confkit.services.planning import signing_up
from confkit.tui import safe_text, words
from confkit.tui.ask_screen import AskScreen
from confkit.tui.question import Question
from confkit.tui.work_screen import Control, Report, WorkScreen

if TYPE_CHECKING:
    from confkit.tui.sign_ups.screen import SignUpsScreen


def bring_in(screen: "SignUpsScreen") -> None:
    """Ask for a table and bring it in."""
    if screen.in_slots:
        screen.confkit.tell("A consultation is booked slot by slot: press n on a slot.")
        return

    def answered(text: str | None) -> None:
        if text:
            screen.app.push_screen(WorkScreen("Import sign-ups", lambda _: _imported(_, screen, text)), closed)

    def closed(_: bool | None) -> None:
        screen.reading.changed = True
        screen.reading.read()

    screen.app.push_screen(AskScreen("Import sign-ups", "The path of a table (.csv) with names and e-mails:"), answered)


def _imported(_: Control, screen: "SignUpsScreen", text: str) -> Report:
    from confkit.services.importing import read_file

    path = _path(text)
    done = signing_up.import_sign_ups(screen.workspace, screen.programme, screen.session, read_file(path), path.name)
    facts = (f"{done.added} added, {done.withdrawn} withdrawn, {done.known} left alone",)
    return Report(facts, done.problems)


def write_out(screen: "SignUpsScreen") -> None:
    """Ask for a path and write the list there."""
    programme, session, confkit = screen.programme, screen.session, screen.confkit
    text = "The path of the file to write: .csv for a table with e-mail addresses, .txt or .html to print names:"

    def write(path: Path) -> None:
        confkit.start(
            lambda: signing_up.save_sign_ups(programme, session, path), lambda _: confkit.tell(f"✓ Wrote {path}")
        )

    def looked(path: Path, there: bool) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                write(path)

        if there:
            question = Question("Write over the file?", f"{path} is there already.", yes="Write over it")
            screen.app.push_screen(question, answered)
        else:
            write(path)

    def asked(text: str | None) -> None:
        if text:
            confkit.start(lambda: _looked_at(text), lambda found: looked(*found))

    screen.app.push_screen(AskScreen("Export sign-ups", text), asked)


def copy_addresses(screen: "SignUpsScreen") -> None:
    """Copy the e-mail addresses."""
    found = signing_up.addresses(screen.programme, screen.session)
    if not found:
        screen.confkit.tell("Nobody on the list gave an e-mail address.")
        return
    screen.app.copy_to_clipboard(safe_text.line(", ".join(found)))
    screen.confkit.tell(f"✓ Copied {words.count(len(found), 'address', 'addresses')}")


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise ConfkitError("there is no such home folder", where=text, fix="write the whole path") from error


def _looked_at(text: str) -> tuple[Path, bool]:
    path = _path(text)
    return path, path.exists()
