from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.codecs.chapters import read_chapters_file
from confkit.codecs.chapters_json import write_chapters
from confkit.codecs.chapters_lines import write_audacity, write_lines
from confkit.codecs.chapters_psc import write_psc
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.problem import Problem
from confkit.domain.recording import Chapter
from tests.strategies import clean_line_text


def at(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def read(data: bytes | str, name: str) -> tuple[Chapter, ...]:
    return read_chapters_file(data.encode() if isinstance(data, str) else data, name, name)


moments = st.integers(0, 36_000_000).map(lambda n: timedelta(milliseconds=n))
addresses = st.sampled_from(("", "https://example.org/a?b=c&d=%20#x"))
pictured = st.builds(Chapter, moments, clean_line_text(), url=addresses, image=addresses)
bare = st.builds(Chapter, moments, clean_line_text().filter(lambda title: title[:1] not in set("-–—|")))
lasting = st.builds(
    lambda start, length, title: Chapter(start, title, start + length if length else None),
    st.timedeltas(timedelta(0), timedelta(days=2)),
    st.timedeltas(timedelta(0), timedelta(hours=1)),
    clean_line_text(),
)


def several(chapters: st.SearchStrategy[Chapter], least: int) -> st.SearchStrategy[tuple[Chapter, ...]]:
    made = st.lists(chapters, min_size=least, max_size=8)
    return made.map(lambda found: tuple(sorted(found, key=lambda chapter: chapter.start)))


@given(several(pictured, 0))
def test_podlove_chapters_read_back_what_was_written(made: tuple[Chapter, ...]) -> None:
    assert read(write_psc(made), "a.psc") == made


@given(several(bare, 1))
def test_lines_read_back_what_was_written(made: tuple[Chapter, ...]) -> None:
    assert read(write_lines(made), "a.txt") == made


@given(several(lasting, 1))
def test_labels_read_back_what_was_written(made: tuple[Chapter, ...]) -> None:
    assert read(write_audacity(made), "a.txt") == made


def test_the_files_are_what_their_programs_write() -> None:
    made = [Chapter(at(90.5), 'Ende & "Schluss"', at(100), "https://x.org/"), Chapter(at(0), "Ad", hidden=True)]
    assert write_psc(made).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">\n'
        '<psc:chapter start="00:01:30.500" title="Ende &amp; &quot;Schluss&quot;" href="https://x.org/"/>\n'
        "</psc:chapters>\n"
    )
    assert write_lines(made) == b'00:01:30.500 Ende & "Schluss"\n'
    assert write_audacity(made) == b'0.000000\t0.000000\tAd\n90.500000\t100.000000\tEnde & "Schluss"\n'


def test_a_json_file_comes_through_the_same_door() -> None:
    made = (Chapter(at(1), "x"),)
    assert read(write_chapters(made), "a.json") == read(write_chapters(made), "a.txt") == made


def test_podlove_chapters_inside_of_a_feed_and_without_their_namespace() -> None:
    found: list[Problem] = []
    data = b"""<?xml version="1.0" encoding="iso-8859-1"?><rss xmlns:p="http://podlove.org/simple-chapters"
        xmlns:o="urn:other"><o:chapters><o:chapter start="0" title="no"/></o:chapters><item><p:chapters>
        <p:chapter start="1:02,5" title=" \xdcber\n uns " href="https://x.org/" image="a.jpg"><x/></p:chapter>
        <p:chapter title="no start"/><p:chapter start="-1" title="x"/><p:chapter start="7.25"/></p:chapters>
        <p:chapter start="9"/></item><item><p:chapters><p:chapter start="3"/></p:chapters></item></rss>"""
    assert read_chapters_file(data, "feed.xml", "feed.xml", report=found.append) == (
        Chapter(at(7.25), ""),
        Chapter(at(62.5), "Über uns", url="https://x.org/", image="a.jpg"),
    )
    assert [problem.where for problem in found] == ["feed.xml: chapter 2", "feed.xml: chapter 3"]
    assert read("<chapters><chapter start='0' title='x'/></chapters>", "a.txt") == (Chapter(at(0), "x"),)
    assert read("<chapters/>".encode("utf-16"), "a.psc") == ()


def test_lines_are_read_leniently() -> None:
    found: list[Problem] = []
    data = "\ufeffOur chapters\n[0:00] Hello\r\n(1:02) – Next: one\n1:00:00,5\n\n00:02:00.250\t10:30 news\n1:99:x\n"
    assert read_chapters_file(data.encode(), "x.txt", "x.txt", report=found.append) == (
        Chapter(at(0), "Hello"),
        Chapter(at(62), "Next: one"),
        Chapter(at(120.25), "10:30 news"),
        Chapter(at(3600.5), ""),
    )
    assert [problem.where for problem in found] == ["x.txt: line 1", "x.txt: line 7"]


def test_labels_are_read_leniently() -> None:
    found: list[Problem] = []
    data = "0,500000\t1,000000\tHello\x07\r\n\\\t100.0\t200.0\n2\t1\nx\t1\ty\n"
    assert read_chapters_file(data.encode(), "x.txt", "x.txt", report=found.append) == (
        Chapter(at(0.5), "Hello", at(1)),
        Chapter(at(2), ""),
    )
    assert [problem.where for problem in found] == ["x.txt: line 4"]


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><chapters><chapter start="0" title="&b;"/></chapters>'


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.psc", b"", TruncatedInput),
        ("a.psc", b"<chapters><chapter start='0'", TruncatedInput),
        ("a.psc", b"<chapters><chapter start='0'/>", TruncatedInput),
        ("a.psc", b"<chapters></x>", FormatError),
        ("a.psc", b"<html/>", FormatError),
        ("a.psc", b"<?xml version='1.0' encoding='klingon'?><chapters/>", FormatError),
        ("a.psc", BOMB, FormatError),
        ("a.psc", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><chapters/>', FormatError),
        ("a.psc", b"<a>" * 300, LimitExceeded),
        ("a.psc", b"<chapters>" + b"<chapter/>" * 10_001 + b"</chapters>", LimitExceeded),
        ("a.psc", b" " * (5 * 1024 * 1024 + 1), LimitExceeded),
        ("a.txt", b"only words", FormatError),
        ("a.txt", b" ", TruncatedInput),
        ("a.txt", b"\0\0", FormatError),
        ("a.txt", b"0:01 x\n" * 10_001, LimitExceeded),
        ("a.txt", b"1\t2\tx\n" * 10_001, LimitExceeded),
    ],
)
def test_what_holds_no_chapters_says_so_and_where(name: str, data: bytes, error: type[FormatError]) -> None:
    with pytest.raises(error) as caught:
        read_chapters_file(data, name, f"ward-rounds/{name}")
    assert caught.value.where == f"ward-rounds/{name}"
    if error is FormatError:
        assert not isinstance(caught.value, TruncatedInput | LimitExceeded)


@given(st.binary(max_size=200) | st.text("<chapter s='0:1.'/>\t\n[]{}-x\x1b", max_size=200).map(str.encode))
def test_nothing_but_our_errors_leaves(data: bytes) -> None:
    for name in ("a.psc", "a.txt", "a.json"):
        try:
            found = read(data, name)
        except FormatError:
            continue
        assert list(found) == sorted(found, key=lambda chapter: chapter.start)
