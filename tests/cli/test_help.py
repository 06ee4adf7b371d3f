"""Help texts: there, short, with an example, and at home on 80 columns."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from confkit.cli.cells import width
from confkit.cli.main import root
from tests.cli.conftest import PROJECT


def _commands(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, *path, name)


COMMANDS = dict(_commands(root))
VERBS = [path for path, command in COMMANDS.items() if not isinstance(command, click.Group)]


def _help(*path: str) -> str:
    done = CliRunner().invoke(root, [*path, "--help"], terminal_width=80)
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.parametrize("path", [(), *COMMANDS], ids=" ".join)
def test_help_fits_80_columns_and_is_never_cut(path: tuple[str, ...]) -> None:
    shown = _help(*path)
    assert [line for line in shown.splitlines() if width(line) > 80] == []
    assert "..." not in shown.replace("[OPTIONS] COMMAND [ARGS]...", "").replace("[COMMAND] [ARGS]...", "").replace(
        "WORDS...", ""
    )


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_every_command_has_an_example_that_starts_with_its_name(path: tuple[str, ...]) -> None:
    _, found, examples = _help(*path).partition("Examples:\n")
    assert found
    assert f"confkit {' '.join(path)}" in examples


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_every_option_has_a_help(path: tuple[str, ...]) -> None:
    options = [option for option in COMMANDS[path].params if isinstance(option, click.Option) and not option.hidden]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_every_command_takes_a_workspace(path: tuple[str, ...]) -> None:
    assert any("-w" in option.opts for option in COMMANDS[path].params)


def test_the_table_of_commands_says_what_the_commands_do() -> None:
    shown = _help()
    for (name, *rest), command in COMMANDS.items():
        if not rest:
            assert f"  {name} " in shown
            assert command.name == name


@pytest.mark.parametrize("path", VERBS, ids=" ".join)
def test_the_manual_names_every_command(path: tuple[str, ...]) -> None:
    manual = (Path(PROJECT) / "docs" / "cli.md").read_text("utf-8").splitlines()
    rows = [row for row in manual if row.startswith(f"| `confkit {path[0]}") or f", `confkit {path[0]}" in row]
    assert rows
    assert all(word in rows[0] for word in path)


@pytest.mark.parametrize(
    ("typed", "near"),
    [(["sesion"], "'session'"), (["session", "lst"], "'list'"), (["session", "edit", "x", "--titel", "y"], "--title")],
)
def test_a_slip_is_answered_with_what_was_meant(typed: list[str], near: str) -> None:
    done = CliRunner().invoke(root, typed)
    assert done.exit_code == 2
    assert near in done.stderr
    assert done.stdout == ""


def test_a_noun_alone_shows_its_help_as_wrong_use() -> None:
    done = CliRunner().invoke(root, ["session"])
    assert done.exit_code == 2
    assert "place" in done.stderr
    assert done.stdout == ""


def test_what_was_typed_wrongly_is_repeated_without_its_escapes() -> None:
    done = CliRunner().invoke(root, ["\x1b[31mred\x07"])
    assert done.exit_code == 2
    assert "red" in done.stderr
    assert not set(done.stderr) & set("\x1b\x07")
