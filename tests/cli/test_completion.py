"""Shell completion: what is offered, and that it never speaks."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from confkit.cli.main import root
from tests.cli.conftest import Call


def _offered(line: str) -> dict[str, str]:
    """Ask as zsh does, whose answer has titles too: type, value and help on a line each."""
    words = line.split(" ")
    asked = {"_CONFKIT_COMPLETE": "zsh_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    done = CliRunner(env=asked).invoke(root, [])
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    return dict(zip(lines[1::3], lines[2::3], strict=True))


@pytest.mark.parametrize(
    ("line", "value", "title"),
    [
        ("confkit ses", "session", "List, edit and place sessions"),
        ("confkit session pl", "place", "Put SESSION into the schedule, or move it."),
        ("confkit session list ", "summit", "Health Voices Summit"),
        ("confkit session show 0000002", "00000021", "Podcasting on the ward"),
        ("confkit person show ", "00000010", "Amira Hart"),
        ("confkit episode list wa", "ward-rounds", "Ward Rounds"),
        ("confkit episode show ", "00000031", "Podcasting on the ward"),
        ("confkit session edit 00000021 --status con", "confirmed", "_"),
        ("confkit session place 00000021 --room ", "Lab", "Lab"),
        ("confkit session place 00000021 --room 0000", "00000002", "Main hall"),
        ("confkit track edit summit ", "Practice", "Practice"),
        ("confkit export summit --format i", "ics", "_"),
        ("confkit show edit ward-rounds --explicit ", "yes", "_"),
        ("confkit show edit ward-rounds --categories Health", "Health & Fitness > Medicine", "_"),
        ("confkit show edit ward-rounds --categories Arts,tech", "Arts,Technology", "_"),
        ("confkit show edit ward-rounds --licence cc-by-s", "CC-BY-SA-4.0", "_"),
        ("confkit show edit ward-rounds --medium c", "course", "_"),
        ("confkit event edit summit --zone Europe/Ber", "Europe/Berlin", "_"),
    ],
)
def test_names_are_offered_with_titles(
    line: str, value: str, title: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert _offered(line).get(value) == title


def test_the_workspace_of_the_line_is_used(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "summit" in _offered(f"confkit -w {folder} session list ")


@pytest.mark.parametrize("line", ["confkit session list ", "confkit session edit ", "confkit person show x"])
def test_outside_a_workspace_nothing_is_offered_and_nothing_said(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _offered(line) == {}


def test_a_workspace_that_can_not_be_used_offers_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "confkit.toml").write_text("site = ", "utf-8")
    assert _offered("confkit session list ") == {}
    shutil.rmtree(folder / ".confkit")
    (folder / "confkit.toml").write_text("", "utf-8")
    (folder / ".confkit").mkdir()
    (folder / ".confkit" / "confkit.db").write_bytes(b"not a database" * 100)
    assert _offered("confkit session list ") == {}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed_and_is_valid(shell: str, process: Call) -> None:
    done = process("completion", shell)
    assert done.code == 0
    assert "_CONFKIT_COMPLETE" in done.out
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} here")
    subprocess.run([program, "-n"], input=done.out, text=True, check=True, timeout=30)


def test_bash_completes_with_the_script(folder: Path, environment: dict[str, str], tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash here")
    program = tmp_path / "bin" / "confkit"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m confkit "$@"\n', "utf-8")
    program.chmod(0o755)
    script = (
        'eval "$(confkit completion bash)"; COMP_WORDS=(confkit session list s); COMP_CWORD=3;'
        'compopt() { :; }; _confkit_completion confkit; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        [bash, "--norc", "-c", script],
        env=environment | {"PATH": f"{program.parent}:{environment['PATH']}"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "summit\n"
