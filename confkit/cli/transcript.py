"""``confkit transcript``: the words of an episode."""

import click

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.output import tell, tell_bytes, tell_json
from confkit.cli.values import EPISODE
from confkit.domain.errors import UsageError
from confkit.domain.text import clean_text
from confkit.services import as_json, lookup


@verb("transcript", examples="confkit transcript 7b1e55d0\nconfkit transcript 7b1e55d0 --format srt > 001.srt")
@click.argument("episode", type=EPISODE)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["vtt", "srt", "json"]),
    help="Print a file: WebVTT, SubRip, or the JSON of Podcasting 2.0.",
)
@click.option("--language", default="", metavar="TAG", help="The one in this language, such as de.")
@json_option
def command(episode: str, format_: str | None, language: str, in_json: bool) -> None:
    """Print the transcript of EPISODE.

    It is a file beside the audio: NAME.vtt, .srt, .json, .html or .txt, or NAME.de.vtt for one in a language.
    """
    if format_ and in_json:
        raise UsageError("--format and --json exclude each other", fix="--format json prints a Podcasting 2.0 file")
    from confkit.cli.episode import clock
    from confkit.services.transcripts import transcript_of

    with workspace() as opened:
        view = lookup.find_episode(opened, episode)
        found = transcript_of(opened, view, language)
        persons = lookup.persons(opened) if in_json else ()
    if in_json:
        tell_json(as_json.transcript(view, found, persons))
        return
    if format_:
        from confkit.codecs.transcript import TranscriptForm, write_transcript

        tell_bytes(write_transcript(found.transcript, TranscriptForm(format_)))
        return
    speaker = ""
    for number, cue in enumerate(found.transcript.cues):
        if cue.speaker != speaker:
            speaker = cue.speaker
            tell(("\n" if number else "") + (f"{clean_text(speaker)}:" if speaker else ""))
        time = f"{clock(cue.start):>7}  " if found.transcript.is_timed else ""
        tell(time + clean_text(cue.text).replace("\n", "\n" + " " * len(time)))
