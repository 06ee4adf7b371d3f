import tomllib
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.codecs.toml_text import SIZE_LIMIT, TomlWriter, moment_value, parse_toml, text_value, toml_value
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput

texts = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from('"\\\n\r\t \x00\x1b\u2028\u202e\ufeff'))
scalars = (
    texts
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.datetimes(timezones=st.integers(-1439, 1439).map(lambda n: timezone(timedelta(minutes=n))))
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), inner),
    max_leaves=12,
)


@pytest.mark.slow
@given(values)
def test_the_standard_library_reads_what_we_write(value: object) -> None:
    writer = TomlWriter("a comment")
    writer.table("[table]")
    writer.put("key", value)
    assert tomllib.loads(writer.finish().decode()) == {"table": {"key": value}}


@given(texts)
def test_no_invisible_character_stands_in_a_document_as_it_is(text: str) -> None:
    written = text_value(text)
    assert written.isprintable() or not set(written) & set("\r\x00\x1b\x7f\x85\u2028\u202e\ufeff")


def test_text_with_lines_is_written_as_lines() -> None:
    assert text_value('One "quoted"\nTwo """\n') == '"""\nOne "quoted"\nTwo \\"""\n"""'
    assert text_value('ends with "\n"') == '"""\nends with "\n\\""""'


def test_white_space_at_the_end_of_a_line_is_kept_from_editors() -> None:
    assert text_value("one \ntwo") == '"one \\ntwo"'
    assert text_value("one\ntwo\t") == '"one\\ntwo\\t"'


def test_lines_that_look_like_an_endless_key_are_not_written_as_lines() -> None:
    text = "one\n" + "a." * 100
    assert "\n" not in text_value(text)
    assert parse_toml(f"k = {text_value(text)}".encode(), "x.toml") == {"k": text}


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    assert text_value("a\ud800b") == '"a\ufffdb"'


def test_short_lists_stand_on_one_line_and_long_ones_on_several() -> None:
    assert toml_value(("mic", "screen")) == '["mic", "screen"]'
    assert toml_value([{"a": 1}, {"a": 2}]) == "[\n    { a = 1 },\n    { a = 2 },\n]"
    assert toml_value(["x" * 60, "y" * 60]).count("\n") == 3
    assert toml_value({}) == "{}"


def test_moments() -> None:
    assert moment_value(datetime(2027, 4, 9, 10, 0)) == "2027-04-09 10:00:00"
    assert moment_value(datetime(2027, 4, 9, 10, 0, tzinfo=UTC)) == "2027-04-09 10:00:00Z"
    assert moment_value(datetime(2027, 4, 9, 10, tzinfo=timezone(timedelta(hours=2)))) == "2027-04-09 10:00:00+02:00"
    # Berlin until 1893; TOML offsets are in minutes.
    odd = timezone(timedelta(minutes=53, seconds=28))
    assert moment_value(datetime(1890, 1, 1, 12, 0, tzinfo=odd)) == "1890-01-01 11:06:32Z"
    assert toml_value(date(2027, 4, 9)) == "2027-04-09"
    assert toml_value(time(4)) == "04:00:00"


def test_defaults_and_nothing_are_left_out() -> None:
    writer = TomlWriter()
    writer.table("[t]")
    writer.put("a", None)
    writer.put("b", "x", unless="x")
    writer.put("c", 0, unless=1)
    assert writer.finish() == b"\n[t]\nc = 0\n"


def test_what_toml_has_no_form_for_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="timedelta"):
        toml_value(timedelta(1))


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"x" * (SIZE_LIMIT + 1), LimitExceeded, "larger than 20 MiB"),
        (b"a = " + b"[" * 100_000, LimitExceeded, "nested too deeply"),
        (b"a." * 1_000_000 + b"a = 1", LimitExceeded, "nested too deeply"),
        (b"[" + b" 'a' ." * 1_000_000 + b"a]", LimitExceeded, "nested too deeply"),
        (b'a = "caf\xe9"', FormatError, "not UTF-8"),
        (b"a = [1, 2", TruncatedInput, "end of document"),
        (b'a = """text', TruncatedInput, "not valid TOML"),
        (b"[event]\ntitle = Summit\n", FormatError, "line 2"),
        (b"a = " + b"9" * 5000, FormatError, "not valid TOML"),
        (b"a = 2027-02-30", FormatError, "not valid TOML"),
    ],
)
def test_what_is_not_toml_is_told(data: bytes, kind: type[FormatError], message: str) -> None:
    with pytest.raises(kind, match=message) as caught:
        parse_toml(data, "events/x.toml")
    assert caught.value.where == "events/x.toml"
    assert caught.value.fix


def test_a_byte_order_mark_is_no_text() -> None:
    assert parse_toml("\ufeffa = 1".encode(), "x.toml") == {"a": 1}


@given(st.binary(max_size=200))
def test_any_bytes_give_a_table_or_a_format_error(data: bytes) -> None:
    result: object
    try:
        result = parse_toml(data, "x.toml")
    except FormatError as error:
        result = error
    assert isinstance(result, dict) or str(result).startswith("x.toml: ")
