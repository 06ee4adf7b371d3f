import click
import pytest

from confkit.cli.errors import exit_code_of
from confkit.domain import errors


def _raising(error: BaseException) -> int:
    def run() -> None:
        raise error

    return exit_code_of(run)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UsageError("x"), 2),
        (errors.InvalidValue("x"), 2),
        (errors.NotFound("x"), 2),
        (errors.WorkspaceError("x"), 2),
        (errors.FormatError("x"), 1),
        (errors.TruncatedInput("x"), 1),
        (errors.StorageError("x"), 1),
        (errors.NothingToUndo("x"), 1),
        (errors.WriteError("x"), 1),
        (click.UsageError("x"), 2),
        (click.Abort(), 130),
        (KeyboardInterrupt(), 130),
        (RuntimeError("x"), 1),
    ],
)
def test_every_error_has_its_exit_code(error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONFKIT_DEBUG", raising=False)
    assert _raising(error) == code


@pytest.mark.parametrize(("result", "code"), [(None, 0), (0, 0), (1, 1), ("text", 0)])
def test_what_a_command_returns_is_its_exit_code(result: object, code: int) -> None:
    assert exit_code_of(lambda: result) == code


def test_an_error_says_what_where_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    _raising(errors.FormatError("ends too early", where="a\x1b[2Jb.ics", fix="fetch it again"))
    assert capsys.readouterr().err == "error: ab.ics: ends too early\n  → fetch it again\n"


def test_a_collision_shows_both_values(capsys: pytest.CaptureFixture[str]) -> None:
    _raising(errors.EditConflict("was changed meanwhile", differences=(("title", "A", "B"),)))
    assert "  title: expected 'A', now 'B'\n" in capsys.readouterr().err


def test_a_mistake_of_ours_is_an_apology_not_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONFKIT_DEBUG", raising=False)
    _raising(KeyError("some\x1bthing"))
    shown = capsys.readouterr().err
    assert "KeyError" in shown
    assert "CONFKIT_DEBUG=1" in shown
    assert "Traceback" not in shown
    assert "\x1b" not in shown


def test_the_details_are_there_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFKIT_DEBUG", "1")
    with pytest.raises(KeyError):
        _raising(KeyError("x"))


def test_completion_fails_in_silence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CONFKIT_COMPLETE", "bash_complete")
    assert _raising(KeyError("x")) == 1
    assert capsys.readouterr().err == ""
