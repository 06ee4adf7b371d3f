import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.codecs.time_stamp import read_stamp
from confkit.codecs.transcript import TranscriptForm, form_of, read_transcript, write_transcript
from confkit.codecs.transcript_cues import tidy_text
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.problem import Problem
from confkit.domain.recording import Cue, Transcript
from tests.strategies import LANGUAGES, clean_line_text, clean_long_text

VTT, SRT, JSON, HTML, TEXT = TranscriptForm


def at(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def read(data: bytes | str, name: str) -> Transcript:
    return read_transcript(data.encode() if isinstance(data, str) else data, name, name)


moments = st.integers(0, 36_000_000).map(lambda n: timedelta(milliseconds=n))
lengths = st.integers(1, 60_000).map(lambda n: timedelta(milliseconds=n))
texts = clean_long_text().map(tidy_text).filter(bool)


def transcripts(words: st.SearchStrategy[str], speakers: st.SearchStrategy[str]) -> st.SearchStrategy[Transcript]:
    cues = st.builds(lambda start, length, *rest: Cue(start, start + length, *rest), moments, lengths, words, speakers)
    ordered = st.lists(cues, min_size=1, max_size=8).map(lambda made: tuple(sorted(made, key=lambda cue: cue.start)))
    return st.builds(Transcript, ordered, st.sampled_from(("", *LANGUAGES)))


@given(transcripts(texts, clean_line_text()))
def test_vtt_reads_back_what_it_writes(made: Transcript) -> None:
    assert read(write_transcript(made, VTT), "001.vtt") == made


@given(transcripts(texts, clean_line_text()))
def test_json_reads_back_what_it_writes(made: Transcript) -> None:
    assert read(write_transcript(made, JSON), "001.json") == made


def spoken(whole: Transcript) -> list[tuple[str, list[str]]]:
    """The words of each turn, whatever cues they are in."""
    turns = groupby(whole.cues, key=lambda cue: cue.speaker)
    return [(speaker, " ".join(cue.text for cue in cues).split()) for speaker, cues in turns]


names = st.sampled_from(("Amira Hart", "Ben", "Dr Çelik-Øre", "李 明"))
plain_words = st.lists(st.sampled_from(("so", "and", "10:30", "12", "[x]", "a<b", "{ok}", "Über", "it’s", "--", "中")),
                       min_size=1, max_size=40).map(" ".join)  # fmt: skip


@st.composite
def turns(draw: st.DrawFn) -> Transcript:
    """A transcript whose cues follow one another."""
    cues, now = [], timedelta(0)
    for words, speaker in draw(st.lists(st.tuples(plain_words, names), min_size=1, max_size=8)):
        start = now + draw(lengths)
        now = start + draw(lengths) + timedelta(seconds=1)
        cues.append(Cue(start, now, words, speaker))
    return Transcript(tuple(cues))


@given(turns())
def test_srt_keeps_words_turns_and_times(made: Transcript) -> None:
    data = write_transcript(made, SRT)
    back = read(data, "001.srt")
    assert spoken(back) == spoken(made)
    assert back.cues[0].start == made.cues[0].start
    assert max(cue.end for cue in back.cues) == max(cue.end for cue in made.cues)
    assert read(write_transcript(back, SRT), "001.srt") == back


@given(transcripts(texts, clean_line_text()))
def test_srt_never_has_more_than_two_lines_of_32_characters(made: Transcript) -> None:
    for number, block in enumerate(write_transcript(made, SRT).decode().split("\n\n"), 1):
        count, times, *lines = block.rstrip("\n").split("\n")
        assert int(count) == number
        assert re.fullmatch(r"\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}", times)
        assert 1 <= len(lines) <= 2
        assert all(0 < len(line) <= 32 for line in lines)


def test_vtt_of_other_programs() -> None:
    found = read(
        "\ufeffWEBVTT - Some title\r\nKind: captions\r\nLanguage: de\r\n\r\n"
        'STYLE\r\n::cue(v[voice="A --> B"]) {}\r\n\r\n'
        "NOTE\r\n00:00:00.000 --> 00:00:01.000 is no cue\r\n\r\n"
        "intro\r\n00:01.5 --> 00:00:03.250 align:start position:10%\r\n<v.loud Amira &amp; Co>Hello <b>dear</b>\r\n"
        "<00:02.000><c.x>listeners</c> &lt;3&nbsp;</v><v Ben>Hi</v>\r\n\r\n"
        "1:00:00,000 --> 1:00:01,000\r\n- NOTE this\r\n",
        "x.vtt",
    )
    assert found == Transcript(
        (
            Cue(at(1.5), at(3.25), "Hello dear\nlisteners <3", "Amira & Co"),
            Cue(at(1.5), at(3.25), "Hi", "Ben"),
            Cue(at(3600), at(3601), "- NOTE this"),
        ),
        "de",
    )


def test_what_is_written_is_what_the_standard_describes() -> None:
    made = Transcript((Cue(at(61.5), at(3723.004), "1 < 2 --> & so", "A>B"), Cue(at(0), at(0), "Ja\n\nnein")), "de")
    assert write_transcript(made, VTT).decode() == (
        "WEBVTT\nLanguage: de\n\n00:00:00.000 --> 00:00:00.001\nJa\nnein\n\n"
        "00:01:01.500 --> 01:02:03.004\n<v A&gt;B>1 &lt; 2 --&gt; &amp; so\n"
    )
    assert json.loads(write_transcript(made, JSON)) == {
        "version": "1.0.0",
        "language": "de",
        "segments": [
            {"startTime": 0, "endTime": 0, "body": "Ja\nnein"},
            {"speaker": "A>B", "startTime": 61.5, "endTime": 3723.004, "body": "1 < 2 --> & so"},
        ],
    }
    assert write_transcript(made, TEXT).decode() == "Ja nein\n\nA>B: 1 < 2 --> & so\n"


def test_srt_names_a_speaker_only_on_change_and_cuts_long_cues_by_their_letters() -> None:
    one = "If we record what we do for them, we should ask them first."
    made = Transcript((Cue(at(0), at(9), one, "Amira Hart"), Cue(at(9), at(10), "Yes.", "Amira Hart"),
                       Cue(at(10), at(11), "But --> how?", "Ben")))  # fmt: skip
    assert write_transcript(made, SRT).decode() == (
        "1\n00:00:00,000 --> 00:00:07,775\nAmira Hart: If we record what we\ndo for them, we should ask them\n\n"
        "2\n00:00:07,775 --> 00:00:09,000\nfirst.\n\n3\n00:00:09,000 --> 00:00:10,000\nYes.\n\n"
        "4\n00:00:10,000 --> 00:00:11,000\nBen: But → how?\n"
    ).replace("07,775", _share(one))


def _share(words: str) -> str:
    whole = len(f"Amira Hart: {words}") - 1  # the blank where it is cut
    return f"{9 * (whole - len('first.')) / whole:06.3f}".replace(".", ",")


def test_srt_is_read_leniently() -> None:
    found = read(
        b"\xef\xbb\xbf1\n0:01.5 --> 00:00:02,000 X1:1 Y1:2\n{\\an8}<i>Anna Ek:</i> Hello\nthere\n2\n"
        b"00:00:03,000 --> 00:00:04,000\nand more\n\nafter a gap\n\n3\n00:00:05,000 -> broken\nx\n\n"
        b"00:00:06,000 --> 00:00:07,000\nBen: 1 < 2\nthe rule: none\n",
        "x.srt",
    )
    assert found.cues == (
        Cue(at(1.5), at(2), "Hello there", "Anna Ek"),
        Cue(at(3), at(4), "and more after a gap 3 00:00:05,000 -> broken x", "Anna Ek"),
        Cue(at(6), at(7), "1 < 2 the rule: none", "Ben"),
    )
    old = "1\n00:00:01,000 --> 00:00:02,000\nGrüße – „ja“\n"
    assert read(old.encode("cp1252"), "x.srt").cues[0].text == "Grüße – „ja“"
    assert read(old.encode("utf-16"), "x.srt").cues[0].text == "Grüße – „ja“"


def test_json_of_other_programs() -> None:
    found: list[Problem] = []
    data = b"""{"language": "en", "segments": [
        {"start": 4.0004, "text": " later\\u0000 "}, {"startTime": "1.5", "endTime": 2, "body": "One", "speaker": "A"},
        {"body": "no time"}, 7, {"startTime": true}, {"startTime": -1}, {"startTime": 1e300}, {"startTime": "x"},
        {"startTime": 9, "endTime": null, "body": null}, {"startTime": 8, "endTime": 3, "body": 5}]}"""
    whole = read_transcript(data, "x.json", "x.json", report=found.append)
    assert whole == Transcript((Cue(at(1.5), at(2), "One", "A"), Cue(at(4), at(5), "later")), "en")
    assert [one.where for one in found] == [f"x.json: segment {n}" for n in (3, 4, 5, 6, 7, 8)]
    assert read(b'[{"startTime": 0, "endTime": 1, "body": "x"}]', "x.json").cues == (Cue(at(0), at(1), "x"),)


def test_html_as_podcasting_2_0_describes_it() -> None:
    found = read(
        "<!doctype html><head><title>no</title></head><style>p {}</style><cite>Kevin:</cite> <time>0:00</time>\n"
        "<p>We have an <b>update</b> &lt;planned&gt;</p><script>alert('<p>x</p>')</script>\n"
        "<cite>Anna</cite><time>1:02.5</time><p>Really\n?</p><time>later</time><p>Yes</p>",
        "x.html",
    )
    assert found.cues == (
        Cue(at(0), at(62.5), "We have an update <planned>", "Kevin"),
        Cue(at(62.5), at(62.5), "Really ?", "Anna"),
        Cue(at(62.5), at(63.5), "Yes", "Anna"),
    )
    untimed = read("<html><body><cite>A:</cite><p>One</p><p>Two</p>", "x.html")
    assert [(cue.speaker, cue.text) for cue in untimed.cues] == [("A", "One"), ("A", "Two")]
    assert not untimed.is_timed
    pages = read("<div>[0:05] Anna: One<br>two</div><div>[0:09] Ben: Three</div>", "x.htm")
    assert pages.cues[0] == Cue(at(5), at(5), "One", "Anna")
    assert pages.cues[2] == Cue(at(9), at(10), "Three", "Ben")


def test_plain_text_with_and_without_times_and_names() -> None:
    assert read("Anna: Hello\nyou\n\nand you.\nBen: Hi\nhttp://x.org: no", "x.txt").cues == (
        Cue(at(0), at(0), "Hello\nyou", "Anna"),
        Cue(at(0), at(0), "and you.", "Anna"),
        Cue(at(0), at(0), "Hi\nhttp://x.org: no", "Ben"),
    )
    assert read("Anna Ek  0:03\nHello\n\nBen (1:02:03):\nHi you there", "x").cues == (
        Cue(at(3), at(3723), "Hello", "Anna Ek"),
        Cue(at(3723), at(3724.2), "Hi you there", "Ben"),
    )
    assert read("[00:00:01] Anna: Hello\n00:00:02 - again", "x.txt").cues == (
        Cue(at(1), at(2), "Hello", "Anna"),
        Cue(at(2), at(3), "again", "Anna"),
    )


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"\xef\xbb\xbfWEBVTT\n", "a.txt", VTT),
        (b"1\n00:00:01,000 --> 00:00:02,000\nx", "a.txt", SRT),
        (b"1\n00:00:01,000 --> 00:00:02,000\nx", "a.vtt", VTT),
        (b' {"segments": []}', "a.txt", JSON),
        (b"[ {", "a.bin", JSON),
        (b"[0:00] Hello", "a.txt", TEXT),
        (b"<!DOCTYPE html>", "a.txt", HTML),
        (b"Hello", "a.HTM", HTML),
        (b"Hello", "noname", TEXT),
        (b"Hello", "a.json", JSON),
    ],
)
def test_the_form_is_known_by_content_and_name(data: bytes, name: str, form: TranscriptForm) -> None:
    assert form_of(data, name) is form


def test_forms_have_media_types() -> None:
    assert {form.value: form.media_type for form in TranscriptForm} == {
        "vtt": "text/vtt",
        "srt": "application/x-subrip",
        "json": "application/json",
        "html": "text/html",
        "txt": "text/plain",
    }
    assert [form for form in TranscriptForm if form.is_captions] == [VTT, SRT]
    with pytest.raises(ValueError, match="HTML"):
        write_transcript(Transcript(()), HTML)


CUE = "00:00:01.000 --> 00:00:02.000\nHello\n"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.vtt", b"", TruncatedInput),
        ("a.vtt", b" \n\n", TruncatedInput),
        ("a.vtt", b"WEBVTT\n\n00:00:01.000 --> 00:0", TruncatedInput),
        ("a.vtt", b"WEBVTT\n\n" + CUE.encode() + b"\n00:00:02.0", TruncatedInput),
        ("a.srt", b"1\n" + CUE.encode() + b"\n2\n00:00:02.0", TruncatedInput),
        ("a.vtt", b"WEBVTT\n", FormatError),
        ("a.vtt", b"RIFF\0\0\0\0WAVE", FormatError),
        ("a.srt", b"just words", FormatError),
        ("a.vtt", b"WEBVTT\n\n00:00:03.000 --> 00:00:01.000\nback\n\nx", FormatError),
        ("a.json", b"", TruncatedInput),
        ("a.json", b'{"segments": [{"start', TruncatedInput),
        ("a.json", b'{"chapters": []}', FormatError),
        ("a.json", b"3", FormatError),
        ("a.json", b'{"segments": []}', FormatError),
        ("a.json", b"\xff\xfe{", FormatError),
        ("a.json", b"[" * 100_000, LimitExceeded),
        ("a.json", b"[" + b"1," * 100_000 + b"1]", LimitExceeded),
        ("a.html", b"<html><script>x</script></html>", FormatError),
        ("a.txt", b"0:01\n\n0:02", FormatError),
        ("a.txt", b" " * (20 * 1024 * 1024 + 1), LimitExceeded),
        ("a.json", b" " * (20 * 1024 * 1024 + 1), LimitExceeded),
        ("a.vtt", b"WEBVTT\n\n" + CUE.encode() * 100_001, LimitExceeded),
    ],
)
def test_what_is_no_transcript_says_so_and_where(name: str, data: bytes, error: type[FormatError]) -> None:
    with pytest.raises(error) as caught:
        read_transcript(data, name, f"ward-rounds/{name}")
    assert caught.value.where == f"ward-rounds/{name}"
    if error is FormatError:
        assert not isinstance(caught.value, TruncatedInput | LimitExceeded)


def test_a_cue_whose_words_are_a_time_is_not_cut_off() -> None:
    assert read("WEBVTT\n\n00:01.000 --> 00:02.000\nAt\n10:30", "a.vtt").cues[0].text == "At\n10:30"


@pytest.mark.parametrize("name", ["a.vtt", "a.srt", "a.json", "a.html", "a.txt"])
@given(data=st.binary(max_size=200) | st.text('WEBVT\n0:1.,->< v/&;pciteAb[]{}"\x1b\0', max_size=200).map(str.encode))
def test_nothing_but_our_errors_leaves(name: str, data: bytes) -> None:
    try:
        whole = read_transcript(data, name, name)
    except FormatError:
        return
    assert whole.cues
    assert all(cue.text and cue.start <= cue.end for cue in whole.cues)


QUARTER = 1 << 18  # of a MiB: enough for what is quadratic to take minutes


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.vtt", lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * (QUARTER // 3)),
        ("a.vtt", lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v A>" * (QUARTER // 5)),
        ("a.vtt", lambda: b"WEBVTT\n" + b"-->" * (QUARTER // 3)),
        ("a.vtt", lambda: b"WEBVTT\n\n" + b"1 -->\n" * (QUARTER // 6)),
        ("a.srt", lambda: b"00:01.000 --> 00:02.000\n" + b"{\\" * (QUARTER // 2)),
        ("a.srt", lambda: b"00:01.000 --> 00:02.000\n" + b"<font " * (QUARTER // 6)),
        ("a.html", lambda: b"<html>" + b"<a " * (QUARTER // 3)),
        ("a.html", lambda: b"<html>" + b"<!--" * (QUARTER // 4)),
        ("a.html", lambda: b"<html>" + b"<![CDATA[" * (QUARTER // 9)),
        ("a.html", lambda: b"<html>" + b"<p" * (QUARTER // 2)),
        ("a.html", lambda: b"<html>" + b"<" * QUARTER),
        ("a.html", lambda: b"<html><p a=" + b"'" * QUARTER),
        ("a.html", lambda: b"<html>" + b"&" * QUARTER),
        ("a.html", lambda: b"<html><script>" + b"</" * (QUARTER // 2)),
        ("a.txt", lambda: b"A " * (QUARTER // 2)),
        ("a.txt", lambda: b"A\n" * (QUARTER // 2)),
        ("a.txt", lambda: b"0" * QUARTER),
    ],
)
def test_a_hostile_file_is_done_with_in_no_time(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    before = time.monotonic()
    with suppress(FormatError):
        read_transcript(data, name, name)
    assert time.monotonic() - before < 5


@pytest.mark.parametrize("stamp", ["1:2:3:4", "x", "1:2.x", "99999999:00:00", "٣:00"])
def test_what_is_no_time_is_none(stamp: str) -> None:
    assert read_stamp(stamp) is None


def test_an_unreadable_time_in_srt_is_left_out_and_reported() -> None:
    found: list[Problem] = []
    data = b"xx --> yy\nlost\n\n2\n00:00:01,000 --> 00:00:02,000\nkept\n"
    assert read_transcript(data, "x.srt", "x.srt", report=found.append).cues == (Cue(at(1), at(2), "kept"),)
    assert [one.where for one in found] == ["x.srt: line 1"]
    assert read(data, "x.srt").cues


def test_turns_of_text_without_names_are_paragraphs_and_one_speaker_is_named_once() -> None:
    made = Transcript((Cue(at(0), at(1), "One"), Cue(at(1), at(2), "Two"), Cue(at(2), at(3), "Three", "Ben"),
                       Cue(at(3), at(4), "four.", "Ben")))  # fmt: skip
    assert write_transcript(made, TEXT) == b"One\n\nTwo\n\nBen: Three four.\n"


def test_what_begins_like_a_sentence_is_no_name() -> None:
    assert read("Anna ek: no\n\nOne two three four five: no\n\nNo: yes", "x.txt").cues[-1].speaker == "No"
    assert {cue.speaker for cue in read("Anna ek: no\n\nOne Two Three Four Five: no", "x.txt").cues} == {""}
