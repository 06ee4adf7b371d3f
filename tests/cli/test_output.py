import io
import json
from contextlib import redirect_stdout

import pytest

from confkit.cli import output
from confkit.cli.output import Column, tell_facts, tell_json, tell_table

HOSTILE = "a\x1b[31mred\x1b[0m\x00\x07\x9b2J\u202eb\nnew\tline\r [bold]x[/]"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    stream = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return stream


COLUMNS = (Column("ID"), Column("COUNT", right=True), Column("TITLE", cut=1))


def test_a_table_in_a_pipe_is_aligned_and_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    title = "x" * 500
    tell_table(COLUMNS, [("1", "5", title), ("22", "123", "会議")], empty="")
    assert capsys.readouterr().out == f"ID  COUNT  TITLE\n1       5  {title}\n22    123  会議\n"


def test_one_long_cell_does_not_blow_up_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    tell_table((Column("A", cut=1), Column("B")), [("x" * 10_000, "1"), ("y", "2")], empty="")
    assert len(capsys.readouterr().out) < 10_300


def test_a_table_on_a_terminal_is_cut_to_its_width(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with redirect_stdout(terminal):
        tell_table(COLUMNS, [("1", "5", "a long title " * 20), ("2", "6", "会" * 100)], empty="")
    lines = terminal.getvalue().splitlines()
    assert [output.width(line) <= 40 for line in lines] == [True] * 3
    assert lines[1].endswith("…")


def test_a_narrow_terminal_keeps_something_of_each_column(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "5")
    monkeypatch.setenv("NO_COLOR", "1")
    with redirect_stdout(terminal):
        tell_table(COLUMNS, [("1", "5", "a long title")], empty="")
    assert "a long ti…" in terminal.getvalue()


def test_colour_is_for_terminals_without_no_color(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert output.styled("x", "red", terminal) == "\x1b[31mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "0")
    assert output.styled("x", "red", terminal) == "x"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert output.styled("x", "red", terminal) == "x"


def test_no_colour_in_a_pipe() -> None:
    assert output.styled("x", "red", io.StringIO()) == "x"


def test_a_closed_stream_is_no_terminal() -> None:
    stream = io.StringIO()
    stream.close()
    assert not output.is_terminal(stream)


def test_tables_and_facts_print_no_control_character(capsys: pytest.CaptureFixture[str]) -> None:
    tell_table(COLUMNS, [(HOSTILE,) * 3], empty="")
    tell_facts({"Text": HOSTILE}, title=HOSTILE)
    output.say(HOSTILE)
    shown = capsys.readouterr()
    assert not [
        char for char in shown.out + shown.err if (ord(char) < 32 and char not in "\n\t") or char in "\x7f\x9b\u202e"
    ]
    assert "[bold]x[/]" in shown.out


def test_json_escapes_what_would_reach_a_terminal_and_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    text = HOSTILE + "\x7f\u2028Ü会🎧"
    tell_json({"text": text})
    shown = capsys.readouterr().out
    assert json.loads(shown)["text"] == text
    assert "Ü会🎧" in shown
    assert not set(shown) & set("\x1b\x00\x07\x9b\u202e\x7f\u2028\r")


def test_an_empty_table_says_the_next_step_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    tell_table(COLUMNS, [], empty="nothing yet; add one")
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "nothing yet; add one\n")


def test_facts_leave_out_what_is_empty_and_wrap(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with redirect_stdout(terminal):
        tell_facts({"Name": "x", "Nothing": "", "Text": "word " * 12 + "\n\nend"}, title="T")
    assert terminal.getvalue().splitlines() == [
        "T",
        "Name  x",
        "Text  word word word word word word word",
        "      word word word word word",
        "",
        "      end",
    ]
