from datetime import timedelta

from confkit.domain.recording import Cue, Transcript
from confkit.domain.speakers import with_known_speakers


def named(*speakers: str, people: tuple[str, ...] = (), others: tuple[str, ...] = ()) -> list[str]:
    cues = tuple(Cue(timedelta(n), timedelta(n), "x", speaker) for n, speaker in enumerate(speakers))
    return [cue.speaker for cue in with_known_speakers(Transcript(cues, "de"), people, others).cues]


def test_case_and_blanks_do_not_matter() -> None:
    assert named("AMIRA  hart", "", "Nobody", people=("Amira Hart",)) == ["Amira Hart", "", "Nobody"]


def test_a_part_of_a_name_is_enough_among_the_people_of_the_episode() -> None:
    people = ("Amira Hart", "Ben Hart")
    assert named("amira", "Hart", "Ben", people=people) == ["Amira Hart", "Hart", "Ben Hart"]


def test_others_are_known_by_their_whole_name_only() -> None:
    assert named("cy", "cy young", people=("Amira",), others=("Cy Young",)) == ["cy", "Cy Young"]


def test_a_transcript_that_needs_no_change_stays_the_same() -> None:
    one = Transcript((Cue(timedelta(0), timedelta(1), "x", "Amira Hart"),))
    assert with_known_speakers(one, ("Amira Hart",)) is one
