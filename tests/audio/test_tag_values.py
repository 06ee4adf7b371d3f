"""The rules that turn words of a tag into fields, without files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.audio.languages import language_tag
from confkit.audio.media import media_type
from confkit.audio.tag_values import build_tags, iso_date
from confkit.domain.bridge import date_of_tag
from confkit.domain.person import Credit
from confkit.domain.text import clean_text

HOSTILE = "[bold]\x1b[31mred\x1b[0m [/] \u202eevil\u202c \x00nul \ud800 \x9b2Jc1 end"


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("deu", "de"),
        ("ger", "de"),
        ("ENG", "en"),
        ("en", "en"),
        ("pt-br", "pt-BR"),
        ("zh_hant_tw", "zh-Hant-TW"),
        ("de-1996", "de-1996"),
        ("gsw", "gsw"),
        ("German", "de"),
        ("XXX", ""),
        ("und", ""),
        ("", ""),
        ("klingon of the north", ""),
        ("e\0n", ""),
    ],
)
def test_languages(code: str, tag: str) -> None:
    assert language_tag(code) == tag


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2027", "2027"),
        ("2027-04", "2027-04"),
        ("2027-4-9", "2027-04-09"),
        ("20270409", "2027-04-09"),
        ("2027/04/09 10:00", "2027-04-09T10:00:00"),
        ("2027-04-09T10:00:01.5+02:00", "2027-04-09T10:00:01+02:00"),
        ("2027-04-09T25:00", "2027-04-09"),
        ("2027-02-30", "2027"),
        ("0000", ""),
        ("9 April 2027", ""),
        ("", ""),
    ],
)
def test_dates(value: str, date: str) -> None:
    assert iso_date(value) == date


@given(st.text())
def test_a_date_is_one_that_the_domain_can_read(value: str) -> None:
    date = iso_date(value)
    assert date == "" or date_of_tag(date) is not None


@pytest.mark.parametrize(
    ("raw", "number"), [("3/12", 3), ("003", 3), (" 7", 7), ("0", None), ("-1", None), ("x", None), ("9" * 5000, None)]
)
def test_numbers(raw: str, number: int | None) -> None:
    assert build_tags({"TRACKNUMBER": [raw]}).number == number


def test_hostile_text_keeps_what_can_be_printed() -> None:
    tags = build_tags({"TITLE": [HOSTILE], "DESCRIPTION": [HOSTILE + "\nnext"], "ARTIST": [HOSTILE]})
    assert tags.title == "[bold]red [/] evil nul \ufffd c1 end"
    assert tags.description == "[bold]red [/] evil nul \ufffd c1 end\nnext"
    assert tags.people == (Credit("[bold]red [/] evil nul \ufffd c1 end"),)


def test_ten_thousand_characters_stay() -> None:
    long = "äb " * 3_333 + "z"
    assert build_tags({"TITLE": [long]}).title == long


@given(
    st.dictionaries(st.sampled_from(["TITLE", "ARTIST", "DATE", "LANGUAGE", "LINK", "COPYRIGHT"]), st.lists(st.text()))
)
def test_whatever_is_written_comes_out_clean(raw: dict[str, list[str]]) -> None:
    tags = build_tags(raw, slash_joins=True)
    for value in (tags.title, tags.date, tags.language, tags.link, tags.licence, *(one.name for one in tags.people)):
        assert clean_text(value) == value
        assert "\n" not in value


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("show/001.mp3", "audio/mpeg"),
        ("show/001.MP3", "audio/mpeg"),
        ("show/a.b.m4a", "audio/x-m4a"),
        ("show/a.opus", "audio/ogg; codecs=opus"),
        ("show/a.ogg", "audio/ogg"),
        ("show/a.flac", "audio/flac"),
        ("show/a.wav", "audio/wav"),
        ("show/a.mp4", "video/mp4"),
        ("show/.mp3", None),
        ("show.mp3/notes", None),
        ("show/cover.jpg", None),
    ],
)
def test_media_types(path: str, kind: str | None) -> None:
    assert media_type(path) == kind
