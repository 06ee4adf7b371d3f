"""The rules for recordings: each is broken by one case here, and says nothing of an episode that is right."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from confkit.domain.bridge import EpisodeView, resolve_episode
from confkit.domain.feed_rules import RULES as FEED_RULES
from confkit.domain.problem import Problem, Severity
from confkit.domain.recording import Chapter, Cue, Recording, Tags, Transcript
from confkit.domain.recording_rules import RULES, Words, recording_problems, summarize, transcript_problems
from confkit.domain.recording_rules.rule import clock
from confkit.domain.show import Episode, EpisodeKind, EpisodeState, Show

PROJECT = Path(__file__).parents[2]
MINUTE = timedelta(minutes=1)
SHOW = Show(UUID(int=1), "ward-rounds", "Ward Rounds", UUID(int=2))
CHAPTERS = (
    Chapter(timedelta(0), "Hello", end=2 * MINUTE),
    Chapter(2 * MINUTE, "The ward", url="https://example.org/ward"),
    Chapter(20 * MINUTE, "Bye"),
)
RECORDING = Recording(
    "ward-rounds/001.mp3", 20_000_000, 1, "audio/mpeg", 30 * MINUTE, bitrate=96_000, tags=Tags(title="On the ward"),
    chapters=CHAPTERS,
)  # fmt: skip
EPISODE = Episode(
    UUID(int=3), SHOW.id, "guid", datetime(2027, 1, 1, tzinfo=UTC), EpisodeState.PUBLISHED, RECORDING.path
)


def view(
    recording: Recording | None = RECORDING, episode: Episode = EPISODE, beside: tuple[Chapter, ...] = ()
) -> EpisodeView:
    return resolve_episode(episode, SHOW, {}, recording=recording, chapters_beside=beside)


def chaptered(*chapters: Chapter) -> EpisodeView:
    return view(replace(RECORDING, chapters=chapters))


AUDIO_FAULTS = [
    ("audio-type-refused", view(replace(RECORDING, media_type="audio/flac")), "audio/flac"),
    ("audio-type-refused", view(replace(RECORDING, media_type="audio/ogg; codecs=opus")), "audio/ogg; codecs=opus"),
    ("audio-too-large", view(replace(RECORDING, size=300 << 20)), "300 MiB"),
    ("audio-very-short", view(replace(RECORDING, duration=timedelta(seconds=1.54), chapters=())), "1.5 seconds"),
    ("audio-thin", view(replace(RECORDING, bitrate=24_000)), "24 kbit/s"),
    ("audio-rich", view(replace(RECORDING, bitrate=320_000)), "320 kbit/s"),
    ("audio-without-tags", view(replace(RECORDING, tags=Tags(language="de")), replace(EPISODE, title="T")), "no tags"),
    ("title-from-file", view(replace(RECORDING, tags=Tags(show="Ward Rounds"))), "name of its file"),
    ("title-generic", view(replace(RECORDING, tags=Tags(title="Recording 12"))), "recorders"),
    ("title-generic", view(replace(RECORDING, tags=Tags(title="ZOOM0001"))), "recorders"),
    ("title-generic", view(replace(RECORDING, tags=Tags(title="2027-04-09"))), "recorders"),
    ("chapter-at-same-time", chaptered(*CHAPTERS, Chapter(20 * MINUTE, "Ciao")), "“Ciao” both begin at 20:00"),
    ("chapter-beyond-end", chaptered(*CHAPTERS, Chapter(90 * MINUTE, "x")), "at 1:30:00, after the end at 30:00"),
    ("chapter-ends-early", chaptered(*CHAPTERS[:2], Chapter(9 * MINUTE, "x", end=MINUTE)), "“x” at 9:00"),
    ("chapters-late", chaptered(*(replace(one, start=one.start + MINUTE, end=None) for one in CHAPTERS)), "at 1:00"),
    ("chapters-few", chaptered(*CHAPTERS[:2]), "2 chapters"),
    ("chapters-few", chaptered(CHAPTERS[0]), "1 chapter"),
    ("chapter-without-title", chaptered(*CHAPTERS, Chapter(21 * MINUTE, "")), "at 21:00"),
    ("chapter-title-long", chaptered(*CHAPTERS, Chapter(21 * MINUTE, "x" * 101)), "101 characters"),
    ("chapter-address", chaptered(*CHAPTERS, Chapter(21 * MINUTE, "x", url="ftp://example.org")), "link"),
    ("chapter-address", chaptered(*CHAPTERS, Chapter(21 * MINUTE, "x", image="cover.png")), "picture"),
    ("chapters-disagree", view(beside=(*CHAPTERS[:2], Chapter(19 * MINUTE, "Bye"))), "the file beside the audio (3)"),
    ("chapters-disagree", view(episode=replace(EPISODE, chapters=(*CHAPTERS, Chapter(MINUTE, "x")))), "episode (4)"),
    ("chapters-disagree", view(episode=replace(EPISODE, chapters=())), "no chapters in the episode"),
]  # fmt: skip


def cues(*times: tuple[float, float], speaker: str = "") -> Transcript:
    return Transcript(
        tuple(Cue(timedelta(minutes=start), timedelta(minutes=end), "words", speaker) for start, end in times), "en"
    )


def look(transcript: Transcript, label: str = "", language: str = "en") -> Words:
    return Words(summarize(transcript), label, language, 30 * MINUTE, ("Amira Hart",), ("Ben Okafor",))


WORDS_FAULTS = [
    ("transcript-beyond-end", look(cues((0, 31))), "goes on to 31:00, the audio ends at 30:00"),
    ("transcript-overlaps", look(cues((0, 10), (9, 20))), "a passage that begins before the last one ends, at 9:00"),
    ("transcript-overlaps", look(cues((0, 10), (9, 20), (15, 30))), "2 passages that begin"),
    ("transcript-sparse", look(cues((0, 2), (1.999, 10))), "covers 33% of the audio"),
    ("transcript-language-disagrees", look(cues((0, 30)), "de"), "in de by its name, and in en by what it says"),
    ("transcript-of-other-language", look(cues((0, 30)), language="de-AT"), "is in en, the episode is in de-AT"),
    ("speaker-unknown", look(cues((0, 30), speaker="SPEAKER_00")), "“SPEAKER_00”"),
]


def in_audio(one: EpisodeView) -> list[Problem]:
    return list(recording_problems(one, "here"))


def in_words(one: Words) -> list[Problem]:
    return list(transcript_problems(one, view(), "there"))


@pytest.mark.parametrize(("code", "one", "says"), AUDIO_FAULTS)
def test_a_fault_of_audio_or_chapters_is_found_alone(code: str, one: EpisodeView, says: str) -> None:
    (found,) = in_audio(one)
    assert (found.code, found.where, found.subjects) == (code, "here", (EPISODE.id,))
    assert says in found.message


@pytest.mark.parametrize(("code", "one", "says"), WORDS_FAULTS)
def test_a_fault_of_a_transcript_is_found_alone(code: str, one: Words, says: str) -> None:
    (found,) = in_words(one)
    assert (found.code, found.where, found.subjects) == (code, "there", (EPISODE.id,))
    assert says in found.message


@pytest.mark.parametrize(
    "one",
    [
        view(),
        view(None),
        view(None, replace(EPISODE, chapters=CHAPTERS)),
        view(replace(RECORDING, chapters=())),
        view(beside=CHAPTERS),
        view(replace(RECORDING, media_type="audio/x-m4a", bitrate=24_000)),
        view(replace(RECORDING, tags=Tags(title="2027 in review"))),
        view(replace(RECORDING, tags=Tags(show="x")), replace(EPISODE, state=EpisodeState.DRAFT)),
        view(replace(RECORDING, duration=MINUTE / 9, chapters=()), replace(EPISODE, kind=EpisodeKind.TRAILER)),
        chaptered(Chapter(timedelta(0), "", hidden=True), *CHAPTERS),
        chaptered(*CHAPTERS, Chapter(30 * MINUTE + timedelta(milliseconds=900), "Rounded")),
    ],
)  # fmt: skip
def test_nothing_is_said_of_an_episode_that_is_right(one: EpisodeView) -> None:
    assert in_audio(one) == []


@pytest.mark.parametrize(
    "one",
    [
        look(cues((0, 30.03))),
        look(cues((0, 30)), "en-GB", "de"),
        look(cues((0, 30)), language="en-AU"),
        look(Transcript((Cue(timedelta(0), timedelta(0), "only words"),), "en")),
        look(cues((0, 30), speaker="amira")),
        look(cues((0, 30), speaker="BEN OKAFOR")),
        Words(summarize(cues((0, 0.1))), "", "en", MINUTE),
        # Two who talk at once.
        look(Transcript((*cues((0, 20), speaker="Amira").cues, *cues((10, 30), speaker="Ben Okafor").cues), "en")),
    ],
)
def test_nothing_is_said_of_a_transcript_that_is_right(one: Words) -> None:
    assert in_words(one) == []


def test_a_fault_that_repeats_is_said_once() -> None:
    found = in_audio(chaptered(*(Chapter(timedelta(0), f"{n}") for n in range(300))))
    assert [(one.code, one.message.partition(", and ")[2]) for one in found] == [
        ("chapter-at-same-time", "298 more like it")
    ]


def test_a_summary_counts_time_once() -> None:
    found = summarize(cues((0, 10), (2, 5), (9.999, 12), (20, 21)))
    assert found.spoken == 13 * MINUTE
    assert (found.end, found.overlaps, found.overlap) == (21 * MINUTE, 1, 2 * MINUTE)
    assert summarize(Transcript(())).end == timedelta(0)
    people = Transcript((Cue(MINUTE, MINUTE, "a", "B"), Cue(MINUTE, MINUTE, "a", "A"), Cue(MINUTE, MINUTE, "a", "B")))
    assert summarize(people).speakers == ("B", "A")


def test_times_are_shown_as_people_write_them() -> None:
    assert [clock(0), clock(61.9), clock(3723)] == ["0:00", "1:01", "1:02:03"]


def test_every_rule_is_broken_by_some_case() -> None:
    assert {rule.id for rule in RULES} == {code for code, _, _ in (*AUDIO_FAULTS, *WORDS_FAULTS)}


def test_ids_are_unique_and_every_rule_says_what_it_asks_for_who_asks_and_what_to_do() -> None:
    ids = [rule.id for rule in RULES]
    assert len({*ids, *(rule.id for rule in FEED_RULES)}) == len(ids) + len(FEED_RULES)
    for rule in RULES:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
        assert rule.asks.endswith(".")
        assert rule.source
        assert rule.fix
        assert rule.severity is not Severity.ERROR


def test_the_page_names_every_rule() -> None:
    page = (PROJECT / "docs" / "recording-rules.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in page.splitlines() if line[:3] == "| `"]
    assert [row for row in rows if len(row) == 4] == [
        [f"`{rule.id}`", rule.severity.value, rule.asks, rule.source] for rule in RULES
    ]
