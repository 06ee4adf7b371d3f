"""The transcripts of an episode: found beside its audio, speakers matched to persons, and as a build publishes them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from confkit.codecs.transcript import TranscriptForm, form_of, read_transcript, write_transcript
from confkit.domain import recording_rules
from confkit.domain.bridge import EpisodeView, credits_of
from confkit.domain.errors import FormatError, NotFound
from confkit.domain.person import Person
from confkit.domain.problem import Problem
from confkit.domain.recording import Transcript
from confkit.domain.recording_rules.words import Words, summarize
from confkit.domain.speakers import with_known_speakers
from confkit.services.siblings import Sibling, known_of, problem_of, read_bytes, remember, siblings_of
from confkit.services.workspace import Workspace

# Which file the others are made from: VTT and JSON say the most.
_BEST = (
    TranscriptForm.VTT,
    TranscriptForm.JSON,
    TranscriptForm.SRT,
    TranscriptForm.HTML,
    TranscriptForm.TEXT,
)


@dataclass(frozen=True, slots=True)
class EpisodeTranscript:
    """A transcript and its file (``path``, relative to ``episodes/``).

    ``label`` is the language its name says, "" for none; ``transcript.language`` the one that counts.
    """

    path: str
    label: str
    form: TranscriptForm
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class PublicTranscript:
    """A file that a build publishes: its name, its bytes, and what the feed says of it."""

    name: str
    data: bytes
    form: TranscriptForm
    language: str


def read_all(
    ws: Workspace, view: EpisodeView, siblings: Iterable[Sibling], persons: Iterable[Person], found: list[Problem]
) -> tuple[EpisodeTranscript, ...]:
    """Return the transcripts among ``siblings``, the best first, those without a language in their name before others.

    What is wrong with the files is appended to ``found``.
    """
    people, everybody = _names(view, persons)
    read = []
    for one in siblings:
        if one.is_chapters:
            continue
        parsed, problems = _read(ws, one)
        found += (replace(problem, subjects=(view.id,)) for problem in problems)
        if parsed:
            form, whole = parsed
            language = one.language or whole.language or view.language
            whole = with_known_speakers(replace(whole, language=language), people, everybody)
            read.append(EpisodeTranscript(one.path, one.language, form, whole))
    return tuple(sorted(read, key=lambda one: (one.label, not one.transcript.is_timed, _BEST.index(one.form))))


def _names(view: EpisodeView, persons: Iterable[Person]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of an episode's people and of the hosts of its show, and those of everybody."""
    known = {person.id: person for person in persons}
    hosts = credits_of(view.show.participants, known)
    return tuple(one.name for one in (*view.people, *hosts)), tuple(one.name for one in known.values())


def _read(ws: Workspace, one: Sibling) -> tuple[tuple[TranscriptForm, Transcript] | None, tuple[Problem, ...]]:
    """Read a file and remember what is wrong with it."""
    problems: list[Problem] = []
    parsed = None
    try:
        data = read_bytes(ws, one.path)
        whole = read_transcript(data, one.path, f"episodes/{one.path}", report=problems.append)
        parsed = form_of(data, one.path), whole
    except (FormatError, OSError) as error:
        problems = [problem_of(error, one.path, "transcript")]
    remember(ws, one, tuple(problems), summary=summarize(parsed[1]) if parsed else None)
    return parsed, tuple(problems)


def transcript_of(ws: Workspace, view: EpisodeView, language: str = "") -> EpisodeTranscript:
    """Return the best transcript of an episode, or that in ``language``.

    Raises NotFound where there is none, FormatError where there is one that can't be read.
    """
    file = view.episode.file
    problems: list[Problem] = []
    siblings = siblings_of(ws, [file]).get(file, ())
    read = read_all(ws, view, siblings, ws.repository.persons(), problems)
    for one in read:
        if not language or one.transcript.language.casefold() == language.casefold():
            return one
    if problems and not read:
        raise FormatError(problems[0].message, where=problems[0].where, fix=problems[0].fix)
    name = f"episodes/{file.rpartition('.')[0]}{f'.{language}' if language else ''}.vtt"
    raise NotFound(
        f"there is no transcript{f' in {language!r}' if language else ''}", where=view.title, fix=f"put it into {name}"
    )


def published(read: Iterable[EpisodeTranscript], stem: str) -> Iterator[PublicTranscript]:
    """Yield the files to publish for each language: WebVTT, and SRT and JSON where the episode came with them.

    Words without times can't be captions; they are published as plain text where there is nothing better. Every file is
    written anew, so nothing that a foreign file hides is passed on.
    """
    groups: dict[str, list[EpisodeTranscript]] = {}
    for one in read:
        groups.setdefault(one.label, []).append(one)
    for label, several in groups.items():
        name = f"{stem}.{label}" if label else stem
        best = several[0]
        first = TranscriptForm.VTT if best.transcript.is_timed else TranscriptForm.TEXT
        forms = {first: best} | {
            one.form: one
            for one in several
            if one.form in (TranscriptForm.SRT, TranscriptForm.JSON) and one.transcript.is_timed
        }
        for form, one in forms.items():
            data = write_transcript(one.transcript, form)
            yield PublicTranscript(f"{name}.{form.value}", data, form, one.transcript.language)


def transcript_problems(
    ws: Workspace, views: Iterable[EpisodeView], beside: Mapping[str, tuple[Sibling, ...]]
) -> Iterator[Problem]:
    """Return what is wrong with the transcripts of ``views``, by themselves and for their episodes.

    A file is read once until it changes.
    """
    persons: tuple[Person, ...] | None = None
    for view in views:
        for one in beside.get(view.episode.file, ()):
            if one.is_chapters:
                continue
            known = known_of(ws, one)
            problems = known.problems if known else _read(ws, one)[1]
            yield from (replace(problem, subjects=(view.id,)) for problem in problems)
            known = known_of(ws, one)
            if known and known.summary and view.recording:
                persons = ws.repository.persons() if persons is None else persons
                people, everybody = _names(view, persons)
                look = Words(known.summary, one.language, view.language, view.recording.duration, people, everybody)
                yield from recording_rules.transcript_problems(look, view, f"episodes/{one.path}")
