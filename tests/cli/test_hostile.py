"""Text from outside, in every field: nothing crashes, nothing is eaten, no control character is printed."""

from pathlib import Path

import pytest

from tests.cli.conftest import Call, write_wave

MARKUP = "[/] [bold]x[/bold] {0} %s <b>&amp;</b> \\n"
HOSTILE = f"a\x1b[31mred\x1b]0;title\x07 \x9b2J \u202eevil\u202c \u2066i\u2069 {MARKUP}"
PRINTED = set(map(chr, (*range(32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))) - {"\n"}

LONG = ("abstract", "description", "notes")
TEXTS = ("title", "subtitle", "people", "tags", "equipment", "licence", *LONG)


@pytest.mark.parametrize(
    "text", [HOSTILE, "x" * 10_000, "会" * 10_000, MARKUP], ids=["hostile", "long", "wide", "markup"]
)
def test_every_field_of_a_session(text: str, confkit: Call) -> None:
    fields = [word for name in TEXTS for word in (f"--{name}", text)]
    done = confkit("session", "edit", "00000021", *fields)
    assert done.code == 0, done.err
    shown = [
        done,
        confkit("session", "show", "00000021"),
        confkit("session", "show", "00000021", "--json"),
        confkit("session", "list", "summit"),
        confkit("person", "list"),
        confkit("episode", "list", "ward-rounds"),
        confkit("episode", "show", "guid-1"),
        confkit("history"),
        confkit("check"),
        confkit("search", "red"),
        confkit("undo"),
    ]
    for call in shown:
        assert call.code in (0, 1)
        assert not set(call.out + call.err) & PRINTED
        assert "Traceback" not in call.err


def test_nothing_printable_is_eaten(confkit: Call) -> None:
    confkit("session", "edit", "00000021", "--title", HOSTILE)
    title = confkit("session", "show", "00000021", "--json").json["title"]
    assert title == f"ared evil i {MARKUP}"
    assert MARKUP in confkit("session", "show", "00000021").out


@pytest.mark.parametrize("name", ["a\x1b[31mred.wav", "[bold]x[].wav", "a\nb.wav", "\u202egpj.wav", "会議.wav"])
def test_names_of_files(name: str, confkit: Call, folder: Path) -> None:
    write_wave(folder / "episodes" / "ward-rounds" / name)
    for args in (("scan",), ("scan", "--json"), ("episode", "list", "ward-rounds"), ("check",), ("build",)):
        done = confkit(*args)
        assert done.code in (0, 1)
        assert not set(done.out + done.err) & PRINTED


def test_a_file_name_that_is_no_text(process: Call, folder: Path) -> None:
    name = str(folder / "episodes" / "ward-rounds").encode() + b"/a\xff.wav"
    write_wave(folder / "episodes" / "ward-rounds" / "b.wav")
    (folder / "episodes" / "ward-rounds" / "b.wav").rename(Path(name.decode("utf-8", "surrogateescape")))
    done = process("scan", "--json")
    assert done.code in (0, 1)
    assert "Traceback" not in done.err
    assert "confkit made a mistake" not in done.err


@pytest.mark.parametrize("option", ["--title", "--type", "--track", "--status", "--links", "--minutes", "--capacity"])
def test_what_is_refused_is_shown_cleaned(option: str, confkit: Call) -> None:
    done = confkit("session", "edit", "00000021", option, "\x1b[31m\x07\u202e" if option == "--title" else HOSTILE)
    assert done.code == 2
    assert option in done.err
    assert not set(done.err) & PRINTED
