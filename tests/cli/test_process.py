"""What only a fresh process can show: imports, pipes, signals, terminals."""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.cli.conftest import PROJECT, Call

# 128 when this was written, nearly all of them click's own.
MODULES = 150

_SHOW_MODULES = """
import atexit, sys
atexit.register(lambda: print(*sorted(sys.modules), sep="\\n", file=sys.stderr))
sys.argv = ["confkit", *sys.argv[1:]]
from confkit.cli.main import main
main()
"""


def _modules(environment: dict[str, str], *args: str, cwd: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _SHOW_MODULES, *args],
        env=environment | {"_CONFKIT_COMPLETE": ""},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("args", [("--version",), ("--help",), ()])
def test_the_frame_imports_no_part_of_the_house(
    args: tuple[str, ...], environment: dict[str, str], tmp_path: Path
) -> None:
    modules = _modules(environment, *args, cwd=tmp_path)
    heavy = {"textual", "sqlalchemy", "alembic", "icalendar", "mutagen", "feedparser", "msgspec", "tomlkit", "jinja2",
             "nh3", "markdown_it", "asyncio", "rich", "json", "sqlite3"}  # fmt: skip
    assert not heavy & {name.partition(".")[0] for name in modules}
    ours = {name for name in modules if name.startswith("confkit.")}
    assert {name.split(".")[1] for name in ours} <= {"cli", "domain"}
    assert len(modules) <= MODULES


def test_a_command_imports_only_what_it_needs(environment: dict[str, str], folder: Path) -> None:
    modules = _modules(environment, "event", "list", cwd=folder)
    tops = {name.partition(".")[0] for name in modules}
    assert "sqlalchemy" in tops
    assert not {"textual", "icalendar", "feedparser", "mutagen", "jinja2", "nh3", "tomlkit", "alembic"} & tops


def test_without_a_terminal_it_says_what_it_is(process: Call, tmp_path: Path) -> None:
    done = process(cwd=tmp_path)
    assert done.code == 0
    assert "plan conferences" in done.out
    assert "confkit init DIR" in done.out
    assert done.err == ""


def test_outside_a_workspace_it_says_how_to_make_one(process: Call, tmp_path: Path) -> None:
    done = process("event", "list", cwd=tmp_path)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("error: ")
    assert "confkit init" in done.err


def test_the_nearest_workspace_upwards_is_taken(process: Call, folder: Path) -> None:
    assert process("event", "list", "--json", cwd=folder / "episodes" / "ward-rounds").json[0]["slug"] == "summit"


def test_data_and_talk_keep_to_their_streams(process: Call) -> None:
    done = process("scan", "--json")
    assert [json.loads(line)["path"] for line in done.out.splitlines()] == ["ward-rounds/001.wav"]
    assert "1 file" in done.err
    assert "\r" not in done.err
    assert "\x1b" not in done.out + done.err


def test_an_exported_file_is_printed_byte_for_byte(environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "confkit", "export", "summit", "--format", "ics"],
        env=environment,
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith(b"BEGIN:VCALENDAR\r\n")
    assert done.stdout.endswith(b"END:VCALENDAR\r\n")
    assert done.stdout.count(b"\n") == done.stdout.count(b"\r\n")


def test_a_closed_pipe_is_no_reason_to_complain(environment: dict[str, str], folder: Path) -> None:
    command = f"{sys.executable} -m confkit session list summit | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    assert done.stdout.strip() in ("141", "0")


def test_help_into_a_closed_pipe_is_quiet_too(environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m confkit --help | true"],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""


def test_ctrl_c_ends_with_one_line(environment: dict[str, str], folder: Path) -> None:
    session = "00000022"
    with subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-m", "confkit", "session", "edit", session, "--abstract", "-"],
        env=environment,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        _wait_until_it_reads(running.pid)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert err.strip() == "stopped"


def _wait_until_it_reads(pid: int) -> None:
    """Wait until the process sleeps in a read of its stdin (Linux); elsewhere for a while."""
    syscall = Path(f"/proc/{pid}/wchan")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if "pipe_read" in syscall.read_text():
                return
        except OSError:
            break
        time.sleep(0.05)
    time.sleep(3)


def _on_terminal(
    environment: dict[str, str], folder: Path, *args: str, columns: int = 60, quit_after: str = ""
) -> tuple[int, str]:
    """Call the command on a terminal of ``columns``; type ctrl+q once ``quit_after`` is shown."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "confkit", *args], env=environment, cwd=folder, stdin=slave, stdout=slave, stderr=slave
    ) as running:
        os.close(slave)
        shown = b""
        while select.select([master], [], [], 30)[0]:
            try:
                data = os.read(master, 4096)
            except OSError:
                break
            shown += data
            if quit_after and quit_after.encode() in shown:
                os.write(master, b"\x11")
                quit_after = ""
        try:
            code = running.wait(timeout=30)
        except subprocess.TimeoutExpired:
            running.kill()
            raise
    os.close(master)
    return code, shown.decode()


def test_a_terminal_gets_colour_and_its_width(environment: dict[str, str], folder: Path) -> None:
    _, shown = _on_terminal(environment, folder, "session", "list", "summit")
    assert "\x1b[2m" in shown
    assert "…" in shown


def test_no_color_is_respected_on_a_terminal(environment: dict[str, str], folder: Path) -> None:
    code, shown = _on_terminal(environment | {"NO_COLOR": "1"}, folder, "check")
    assert "site-not-set" in shown
    assert "\x1b[3" not in shown
    assert code in (0, 1)


def test_a_terminal_sees_progress_and_it_goes_away(environment: dict[str, str], folder: Path) -> None:
    code, shown = _on_terminal(environment, folder, "scan", columns=100)
    assert code == 0
    assert "1/1" in shown
    assert shown.rindex("\r\x1b[K") < shown.index("LENGTH")


def test_on_a_terminal_outside_a_workspace_it_says_how_to_make_one(environment: dict[str, str], tmp_path: Path) -> None:
    code, shown = _on_terminal(environment, tmp_path, columns=200)
    assert code == 2
    assert "confkit init" in shown


@pytest.mark.slow
def test_on_a_terminal_it_opens_the_terminal_ui(environment: dict[str, str], folder: Path) -> None:
    code, shown = _on_terminal(environment, folder, columns=100, quit_after="Health Voices Summit")
    assert code == 0
    assert "Health Voices Summit" in shown
    assert shown.rindex("\x1b[?1049l") > shown.index("\x1b[?1049h")


def test_a_stream_that_knows_only_ascii(process: Call) -> None:
    done = process("person", "show", "Amira Hart", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.code == 0
    assert "St. Mary\\u2019s" in done.out
    assert (
        process("person", "show", "Amira Hart", "--json", PYTHONIOENCODING="ascii").json["organisation"] == "St. Mary’s"
    )


def test_python_m_and_the_script_are_one() -> None:
    assert 'confkit = "confkit.cli.main:main"' in (PROJECT / "pyproject.toml").read_text("utf-8")
