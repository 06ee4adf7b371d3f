"""``confkit scan``: read what is in episodes/."""

from confkit.cli.command import json_option, verb, workspace
from confkit.cli.episode import clock
from confkit.cli.output import Column, say, tell_json_line, tell_table
from confkit.cli.problems import code_for, count_of, counted, talk_about
from confkit.cli.progress import progress
from confkit.services import as_json
from confkit.services.scanning import scan

_COLUMNS = (
    Column("FILE", cut=2),
    Column("LENGTH", right=True),
    Column("SIZE", right=True),
    Column("TYPE"),
    Column("TITLE", cut=2),
    Column("PEOPLE", cut=1),
)


@verb("scan", examples="confkit scan\nconfkit scan --json | jq -r '[.path, .duration] | @tsv'")
@json_option
def command(in_json: bool) -> int:
    """Read the audio files in episodes/SHOW/ and add an episode for each new one.

    Files that did not change since the last scan are not read again. With --json one object a line. Exit code 1 says
    that a file can't be used.
    """
    with workspace() as opened, progress() as report:
        done = scan(opened, progress=report)
    if in_json:
        for recording in done.recordings:
            tell_json_line(as_json.recording(recording))
    else:
        tell_table(
            _COLUMNS,
            (
                (
                    recording.path,
                    clock(recording.duration),
                    f"{recording.size:,}",
                    recording.media_type,
                    recording.tags.title,
                    ", ".join(credit.name for credit in recording.tags.people),
                )
                for recording in done.recordings
            ),
            empty="no audio files; put them into episodes/NAME/, a folder for each show",
        )
    talk_about(done.problems)
    say(
        f"{count_of(len(done.recordings), 'file')}, {done.read:,} read, "
        f"{count_of(len(done.new_episodes), 'new episode')}, {counted(done.problems)}"
    )
    return code_for(done.problems)
