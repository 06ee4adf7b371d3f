"""Descriptions on pages: a little Markdown, and nothing that could do harm."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.publish.prose import prose


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        (
            "[here](https://a.example/?x=1&y=2)",
            '<p><a href="https://a.example/?x=1&amp;y=2" rel="noopener noreferrer">here</a></p>',
        ),
        ("# No heading", "<p># No heading</p>"),
        ("[bold]no[/] markup", "<p>[bold]no[/] markup</p>"),
        ("<b>tag</b> & more", "<p>&lt;b&gt;tag&lt;/b&gt; &amp; more</p>"),
    ],
)
def test_prose(text: str, html: str) -> None:
    assert prose(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "<javascript:alert(1)>",
        '[a](https://x "onclick=alert(1)")',
        "![picture](https://tracker.example/x.png)",
        "[a]: javascript:x\n\n[a]",
    ],
)
def test_harm_is_text(text: str) -> None:
    html = prose(text)
    assert not re.search(r"<(?!/?(?:p|a|em|strong|ul|ol|li|code|br)\b)", html)
    assert not re.search(r'href="(?!https?:)', html)
    assert not re.search(r"<[^>]*\son\w+=", html)


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("*_[]()<>!`-\n#&\"':/ "), max_size=200))
def test_any_text_gives_only_the_few_elements(text: str) -> None:
    tags = set(re.findall(r"</?([a-zA-Z][^\s/>]*)", prose(text)))
    assert tags <= {"p", "ul", "ol", "li", "em", "strong", "a", "code", "br"}


def test_a_very_long_text_is_shown_as_it_was_typed() -> None:
    html = prose("*" * 30_000 + "\n\n<b>")
    assert html == f"<p>{'*' * 30_000}</p>\n<p>&lt;b&gt;</p>"
