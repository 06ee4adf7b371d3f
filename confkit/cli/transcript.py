"""``confkit transcript``: the words of an episode, shown or made from its sound."""

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from confkit.cli.command import Noun, json_option, workspace
from confkit.cli.output import say, tell, tell_bytes, tell_json
from confkit.cli.problems import count_of
from confkit.cli.values import EPISODE
from confkit.domain.errors import UsageError
from confkit.domain.text import clean_line, clean_text
from confkit.services import as_json, lookup

if TYPE_CHECKING:
    from confkit.services.transcripts import EpisodeTranscript

_SHOW = "show"
_HELP = ("-h", "--help")


class TranscriptNoun(Noun):
    """``confkit transcript EPISODE`` is short for ``confkit transcript show EPISODE``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``show`` in front of what names no command."""
        at = 0
        while at < len(args) and args[at] in ("-w", "--workspace"):
            at += 2
        if at < len(args) and args[at] not in self.commands and args[at] not in _HELP:
            args = [*args[:at], _SHOW, *args[at:]]
        return super().parse_args(ctx, args)


@click.group("transcript", cls=TranscriptNoun)
def command() -> None:
    """Show the words of an episode, or make them from its sound.

    “confkit transcript EPISODE” shows them.
    """


@command.command(
    _SHOW,
    examples="confkit transcript show 7b1e55d0\nconfkit transcript 7b1e55d0 --format srt > 001.srt",
)
@click.argument("episode", type=EPISODE)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["vtt", "srt", "json"]),
    help="Print a file: WebVTT, SubRip, or the JSON of Podcasting 2.0.",
)
@click.option("--language", default="", metavar="TAG", help="The one in this language, such as de.")
@json_option
def show(episode: str, format_: str | None, language: str, in_json: bool) -> None:
    """Print the transcript of EPISODE.

    It is a file beside the audio: NAME.vtt, .srt, .json, .html or .txt, or NAME.de.vtt for one in a language.
    """
    if format_ and in_json:
        raise UsageError("--format and --json exclude each other", fix="--format json prints a Podcasting 2.0 file")
    from confkit.services.transcripts import transcript_of

    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
        found = transcript_of(opened, view, language)
        persons = lookup.persons(opened) if in_json else ()
    if in_json:
        tell_json(as_json.transcript(view, found, persons))
    elif format_:
        from confkit.codecs.transcript import TranscriptForm, write_transcript

        tell_bytes(write_transcript(found.transcript, TranscriptForm(format_)))
    else:
        _tell(found)


@command.command("make", examples="confkit transcript make 7b1e55d0\nconfkit transcript make 7b1e55d0 --model large-v3")
@click.argument("episode", type=EPISODE)
@click.option("--model", default="", metavar="NAME", help="Of faster-whisper: tiny, base, small, medium, large-v3 …")
@click.option("--language", default="", metavar="TAG", help="What is spoken, if not the episode's language.")
@click.option("--overwrite", is_flag=True, help="Replace the WebVTT that is there.")
@json_option
def make(episode: str, model: str, language: str, overwrite: bool, in_json: bool) -> None:
    """Write down what is said in EPISODE, as NAME.vtt beside its audio.

    This needs the extra “transcribe”, and on the first use the network: it downloads a model of speech. Ctrl-C stops;
    nothing is written before the end.
    """
    from confkit.cli.progress import progress
    from confkit.services.transcribing import make_transcript

    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
        say(f"listening to {clean_line(view.title)}; a model that is not there yet is downloaded first")
        with progress() as report:

            def heard(done: timedelta, whole: timedelta) -> None:
                if report is not None:
                    report(round(done.total_seconds()), round(whole.total_seconds()), "seconds heard")

            made = make_transcript(opened, view, model=model, language=language, overwrite=overwrite, progress=heard)
        persons = lookup.persons(opened) if in_json else ()
    if in_json:
        tell_json(as_json.transcript(view, made, persons))
    else:
        tell(f"episodes/{clean_line(made.path)}")
    say(f"{count_of(len(made.transcript.cues), 'passage')}; read them, names are often misheard")


def _tell(found: "EpisodeTranscript") -> None:
    from confkit.cli.episode import clock

    speaker = ""
    for number, cue in enumerate(found.transcript.cues):
        if cue.speaker != speaker:
            speaker = cue.speaker
            tell(("\n" if number else "") + (f"{clean_text(speaker)}:" if speaker else ""))
        time = f"{clock(cue.start):>7}  " if found.transcript.is_timed else ""
        tell(time + clean_text(cue.text).replace("\n", "\n" + " " * len(time)))
