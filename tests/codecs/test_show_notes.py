import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.codecs import show_notes
from confkit.codecs.show_notes import description_html, notes_html
from confkit.codecs.xml_text import Html

ALLOWED = {"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"}


def tree(markup: str) -> ET.Element:
    """The markup as XML, which holds only if every element is closed and every character escaped."""
    return ET.fromstring("<div>" + markup.replace("<br>", "<br/>").replace("<hr>", "<hr/>") + "</div>")


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        (" \n ", ""),
        ("Plain & simple < 5", "<p>Plain &amp; simple &lt; 5</p>\n"),
        ('"Quoted"\nnext\n\nlast', '<p>"Quoted"<br>\nnext</p>\n<p>last</p>\n'),
        ("*Very* **good**", "<p><em>Very</em> <strong>good</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("See https://x.org/a_b.", '<p>See <a href="https://x.org/a_b">https://x.org/a_b</a>.</p>\n'),
        ("Edit file.py or ask x.org", "<p>Edit file.py or ask x.org</p>\n"),
        ("[x](https://x.org)", '<p><a href="https://x.org">x</a></p>\n'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[bold]text[/]", "<p>[bold]text[/]</p>\n"),
        ("# Title", "<h1>Title</h1>\n"),
        ("Use the <b> tag & <script>", "<p>Use the &lt;b&gt; tag &amp; &lt;script&gt;</p>\n"),
        (
            'By <a href="https://x.org" rel="nofollow" target="_blank">them</a>, <i>here</i>',
            '<p>By <a href="https://x.org">them</a>, &lt;i&gt;here&lt;/i&gt;</p>\n',
        ),
        ("<p>Made <b>there</b></p><script>x</script><p onclick='x'>b</p>", "<p>Made <b>there</b></p><p>b</p>"),
        ("\x1b[31mred\x00\ud800\u202e", "<p>red\ufffd</p>\n"),
    ],
)
def test_text_becomes_html(text: str, markup: str) -> None:
    assert notes_html(text) == markup


words = st.sampled_from(
    ["word", "é", "&", "a-b", '"', "'", ".", " ", "  ", "\n", "\n\n", "\n \n", "1", "x.org", "\t", "%", "ß"]
)


@given(st.lists(words, max_size=12).map("".join))
def test_a_plain_text_is_what_markdown_makes_of_it(text: str) -> None:
    assert notes_html(text) == show_notes._harmless(show_notes._markdown().render(text.strip()))


pieces = st.sampled_from(
    [
        "*",
        "**",
        "_",
        "`",
        "# ",
        "- ",
        "1. ",
        "> ",
        "\n",
        "\n\n",
        "[a](https://x.org)",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "&amp;",
    ]
)
markdown = st.lists(pieces | st.text(max_size=20), max_size=20).map("".join)


@given(markdown, st.integers(100, 400))
def test_a_description_is_small_closed_and_of_few_tags(text: str, limit: int) -> None:
    notes = notes_html(text)
    description = description_html(notes, limit=limit)
    assert len(description.encode()) <= limit
    assert {element.tag for element in tree(description).iter()} <= ALLOWED | {"div"}
    everything = description_html(notes, limit=100_000)
    shown, whole = ("".join(tree(part).itertext()) for part in (description, everything))
    if len(everything.encode()) <= limit - 3:
        assert description == everything
    assert whole.startswith(shown.rstrip().removesuffix("…").rstrip())


@pytest.mark.parametrize(
    ("notes", "limit", "description"),
    [
        ("<p>one two three</p>\n", 100, "<p>one two three</p>\n"),
        ("<p>one two three</p>\n", 18, "<p>one two…</p>"),
        ("<p>one two three</p>\n", 12, "<p>…</p>"),
        ("<p>one two three</p>\n", 5, ""),
        ("<p>AT&amp;T</p>", 14, "<p>…</p>"),
        ("<p>a<br>\nb</p>\n", 100, "<p>a</p><p>\nb</p>\n"),
        ("<ul>\n<li>a<br>\nb</li>\n</ul>\n", 100, "<ul>\n<li>a \nb</li>\n</ul>\n"),
        ("<h2>Title</h2>\n<blockquote><p>a <code>b</code></p></blockquote><hr>", 100, "<p>Title</p>\n<p>a b</p>"),
        ('<p>See <a href="https://x.org/">all of this</a></p>', 48, '<p>See <a href="https://x.org/">all…</a></p>'),
        ("<ul>\n<li><b>one two</b></li>\n</ul>", 33, "<ul>\n<li><b>one…</b></li></ul>"),
        ("<p>a</p><p>b</p>", 15, "<p>a</p>"),
    ],
)
def test_descriptions(notes: str, limit: int, description: str) -> None:
    assert description_html(Html(notes), limit=limit) == description


def test_a_long_plain_description_uses_its_room() -> None:
    description = description_html(notes_html("Wörter und noch mehr davon. " * 1000))
    assert 3_960 < len(description.encode()) <= 4_000
    assert description.endswith("…</p>")


@pytest.mark.parametrize(
    "part", ["*", "[", "](", "`", "<", "_a", "> ", "- ", "https://", "&", "\n", "*a **", "<a ", "&#", "<p>"]
)
def test_no_text_takes_too_long(part: str) -> None:
    text = part * (10_000 // len(part))
    assert len(description_html(notes_html(text)).encode()) <= 4_000


def test_a_text_beyond_all_reason_is_shown_as_it_was_typed() -> None:
    assert notes_html("*a* " * 20_000).startswith("<p>*a* *a*")


def test_a_plain_text_loads_no_markdown() -> None:
    code = (
        "import sys; from confkit.codecs.show_notes import *\n"
        "description_html(notes_html('Plain text, with 3 numbers & \"quotes\".\\n\\nAnd more – of it.'))\n"
        "assert not {'markdown_it', 'nh3', 'linkify_it'} & set(sys.modules)\n"
        "notes_html('*a*'); assert 'markdown_it' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
