import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.codecs.chapters_json import read_chapters, write_chapters
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.problem import Problem
from confkit.domain.recording import Chapter
from confkit.domain.text import clean_line

lines = st.text(max_size=40).map(clean_line)
moments = st.timedeltas(timedelta(0), timedelta(days=2))
chapters = st.builds(
    lambda start, length, **rest: Chapter(start, end=None if length is None else start + length, **rest),
    moments,
    st.none() | moments,
    title=lines,
    url=lines,
    image=lines,
    hidden=st.booleans(),
)


@given(st.lists(chapters, max_size=12).map(lambda made: tuple(sorted(made, key=lambda chapter: chapter.start))))
def test_what_is_written_is_read_back(made: tuple[Chapter, ...]) -> None:
    assert read_chapters(write_chapters(made), "chapters.json") == made


def test_the_document_is_what_podcasting_2_0_describes() -> None:
    written = json.loads(
        write_chapters(
            [
                Chapter(timedelta(seconds=90.5), "Ende", hidden=True),
                Chapter(timedelta(0), "Über [x]", timedelta(seconds=90), "https://x.org/", "https://x.org/a.jpg"),
            ]
        )
    )
    assert written == {
        "version": "1.2.0",
        "chapters": [
            {
                "startTime": 0,
                "title": "Über [x]",
                "endTime": 90,
                "img": "https://x.org/a.jpg",
                "url": "https://x.org/",
            },
            {"startTime": 90.5, "title": "Ende", "toc": False},
        ],
    }


def test_documents_of_other_programs_are_read_leniently() -> None:
    found: list[Problem] = []
    data = b"""\xef\xbb\xbf{"version": "1.1.0", "author": "x", "chapters": [
        {"startTime": "30.25", "title": "Text\\u0000 \\ud800"}, {"startTime": 0}, {"title": "no start"}, 7,
        {"startTime": -1}, {"startTime": true}, {"startTime": "1:30"}, {"startTime": NaN}, {"startTime": 1e300},
        {"startTime": 40, "endTime": 20, "title": 9, "url": null, "toc": 0}]}"""
    assert read_chapters(data, "x.json", report=found.append) == (
        Chapter(timedelta(0), ""),
        Chapter(timedelta(seconds=30.25), "Text \ufffd"),
        Chapter(timedelta(seconds=40), ""),
    )
    assert [problem.where for problem in found] == [f"x.json: chapter {n}" for n in (3, 4, 5, 6, 7, 8, 9)]
    assert {problem.code for problem in found} == {"chapter-without-start"}
    assert len(read_chapters(data, "x.json")) == 3
    assert read_chapters(b'[{"startTime": 1}]', "x.json") == (Chapter(timedelta(seconds=1), ""),)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", TruncatedInput),
        (b" \n", TruncatedInput),
        (b'{"chapters": [{"startTime": 1', TruncatedInput),
        (b'{"chapters": [{"title": "Anf', TruncatedInput),
        (b'{"chapters": [}]', FormatError),
        (b'{"chapters": 3}', FormatError),
        (b"3", FormatError),
        (b"{}", FormatError),
        (b"[" * 100_000, FormatError),
        (b"[" + b"9" * 5_000 + b"]", FormatError),
        (b"\xff\xfe", FormatError),
        (b"[" + b"1," * 10_000 + b"1]", LimitExceeded),
        (b" " * (5 * 1024 * 1024 + 1), LimitExceeded),
    ],
)
def test_what_is_no_chapters_document_says_so_and_where(data: bytes, error: type[FormatError]) -> None:
    with pytest.raises(error) as caught:
        read_chapters(data, "ward-rounds/001.json")
    assert caught.value.where == "ward-rounds/001.json"
    if error is FormatError:
        assert not isinstance(caught.value, TruncatedInput | LimitExceeded)
