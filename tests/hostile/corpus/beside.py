"""Files beside the audio: chapters and transcripts, each named so that it belongs to the good episode."""

import json
from collections.abc import Callable

from tests.hostile.corpus.id3 import EVIL
from tests.hostile.entry import Door, Entry, sparse, written
from tests.hostile.parts import MIB

PSC = "http://podlove.org/simple-chapters"
_TEXT = EVIL.decode()


def _chapters(
    name: str, suffix: str, why: str, make: Callable[[], bytes], problem: bool | None = True, *, slow: bool = False
) -> Entry:
    return Entry(f"chapters: {name}", Door.SHOW, written(f"good.chapters.{suffix}", make), why, problem, slow)


def _transcript(
    name: str, suffix: str, why: str, make: Callable[[], bytes], problem: bool | None = True, *, slow: bool = False
) -> Entry:
    return Entry(f"transcript: {name}", Door.SHOW, written(f"good.{suffix}", make), why, problem, slow)


def _listed(*chapters: str) -> bytes:
    return ('{"version": "1.2.0", "chapters": [' + ",".join(chapters) + "]}").encode()


def laughs(root: str) -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f"<!DOCTYPE x [{entities}]><{root}>&a11;</{root}>".encode()


def _psc(inside: str) -> bytes:
    return f'<psc:chapters xmlns:psc="{PSC}" version="1.2">{inside}</psc:chapters>'.encode()


ENTRIES = (
    _chapters("JSON 100,000 deep", "json", "recursion", lambda: b'{"chapters":' + b"[" * 100_000),
    _chapters(
        "JSON 900 deep", "json", "just within the depth that Python parses", lambda: _listed("[" * 900 + "]" * 900)
    ),
    _chapters(
        "JSON of strange numbers",
        "json",
        "infinity, no number, 5,000 digits",
        lambda: _listed('{"startTime": 1e400}', '{"startTime": NaN}', '{"startTime": -Infinity}', '{"startTime": 5}'),
    ),
    _chapters(
        "JSON of a number of 5,000 digits",
        "json",
        "Python refuses to read it",
        lambda: _listed('{"startTime": ' + "9" * 5000 + "}"),
    ),
    _chapters(
        "JSON of a number of 4,000 digits",
        "json",
        "Python reads it, and can't make it a float",
        lambda: _listed('{"startTime": ' + "9" * 4000 + "}"),
    ),
    _chapters(
        "JSON with keys twice",
        "json",
        "which of them counts?",
        lambda: b'{"chapters": 5, "chapters": [{"startTime": 1, "startTime": 0, "title": "x"}]}',
        False,
    ),
    _chapters(
        "JSON of 1,600,000 empty lists", "json", "five mebibytes become a hundred", lambda: _listed(*["[]"] * 1_600_000)
    ),
    _chapters(
        "JSON of 30,000 chapters",
        "json",
        "nobody uses them",
        lambda: _listed(*['{"startTime": 1, "title": "x"}'] * 30_000),
    ),
    _chapters(
        "JSON of wrong types",
        "json",
        "nothing is what it should be",
        lambda: _listed('{"startTime": {}, "title": []}', "null", "true", '"x"', '{"startTime": true}'),
    ),
    _chapters(
        "JSON with scripts",
        "json",
        "markup in titles, addresses that run",
        lambda: _listed(
            json.dumps({"startTime": 0, "title": _TEXT, "url": "javascript:alert(1)", "img": "file:///etc/passwd"})
        ),
        None,
    ),
    _chapters("PSC of laughing entities", "psc", "three gigabytes of ha", lambda: laughs("chapters")),
    _chapters("PSC 100,000 deep", "psc", "recursion in the parser", lambda: b"<a>" * 100_000),
    _chapters(
        "PSC with 50,000 attributes",
        "psc",
        "expat compares each with each other",
        lambda: _psc("<psc:chapter start='0' " + " ".join(f"a{n}='x'" for n in range(50_000)) + "/>"),
        None,
    ),
    _chapters(
        "PSC of an attribute of 4 MiB",
        "psc",
        "a title",
        lambda: _psc(f'<psc:chapter start="0" title="{"x" * 4_000_000}"/>'),
        None,
    ),
    _chapters(
        "PSC in UTF-7",
        "psc",
        "an encoding that hides markup",
        lambda: b'<?xml version="1.0" encoding="utf-7"?>+ADw-x+AD4-',
    ),
    _chapters(
        "PSC with an external file",
        "psc",
        "would read /etc/passwd",
        lambda: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _psc("&e;"),
    ),
    _chapters("labels of Audacity without end", "txt", "300,000 of them", lambda: b"1.0\t2.0\tx\n" * 300_000),
    _chapters(
        "labels beyond every length",
        "txt",
        "times of 10^8 seconds, and backwards",
        lambda: b"99999999.0\t1.0\tx\n5.0\t1.0\ty\n",
    ),
    _chapters("lines of colons", "txt", "the beginnings of times", lambda: b"1:" * 1_000_000 + b"\n00:00:01 x\n"),
    _chapters("lines of NUL", "txt", "no text at all", lambda: bytes(4 * MIB)),
    _chapters(
        "lines with escapes",
        "txt",
        "terminal commands for titles",
        lambda: b"00:00:00 " + EVIL + b"\n00:00:01 - " + EVIL,
        None,
    ),
    _transcript(
        "VTT at 10^12 hours",
        "vtt",
        "beyond every clock",
        lambda: b"WEBVTT\n\n999999999999:00:00.000 --> 999999999999:00:01.000\nx\n\n00:00.000 --> 00:01.000\ny\n",
    ),
    _transcript(
        "VTT of angle brackets",
        "vtt",
        "a tag that never ends, for a regular expression to try again",
        lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n<" + b"a" * 5_000_000 + b"\n",
        None,
    ),
    _transcript(
        "VTT of a million angle brackets",
        "vtt",
        "each might begin a tag",
        lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"<a" * 1_000_000 + b"\n",
        None,
    ),
    _transcript(
        "VTT of arrows",
        "vtt",
        "every line is a time that is none",
        lambda: b"WEBVTT\n\n" + b"--> --> -->\n\n" * 100_000,
    ),
    _transcript(
        "VTT of 120,000 cues",
        "vtt",
        "more than a day of talk",
        lambda: b"WEBVTT\n\n" + b"00:00.000 --> 00:01.000\nx\n\n" * 120_000,
    ),
    _transcript(
        "VTT of voices",
        "vtt",
        "200,000 turns in a cue",
        lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"<v A>x</v>" * 200_000,
    ),
    _transcript(
        "VTT with escapes",
        "vtt",
        "terminal commands and scripts, in words and names",
        lambda: (
            b"WEBVTT\n\n00:00.000 --> 00:01.000\n<v " + EVIL.replace(b">", b"&gt;").replace(b"<", b"&lt;") + b">" + EVIL
        ),
        None,
    ),
    _transcript(
        "VTT of one emoji and 9 MiB",
        "vtt",
        "a letter that makes all others four bytes wide",
        lambda: "WEBVTT\n\n00:00.000 --> 00:01.000\n😀".encode() + b"x " * (9 * MIB // 2),
        None,
        slow=True,
    ),
    _transcript(
        "SRT of one line of 9 MiB",
        "srt",
        "a cue without an end",
        lambda: b"1\n00:00:00,000 --> 00:00:01,000\n" + b"word " * (9 * MIB // 5),
        None,
        slow=True,
    ),
    _transcript(
        "SRT of braces",
        "srt",
        "styles that are never closed",
        lambda: b"1\n00:00:00,000 --> 00:00:01,000\n" + b"{\\a" * 500_000 + b"<b " * 500_000,
        None,
    ),
    _transcript(
        "SRT that is cut off",
        "srt",
        "in the middle of a time",
        lambda: b"1\n00:00:00,000 --> 00:00:01,000\nx\n\n2\n00:00:01,000 --",
    ),
    _transcript("JSON 100,000 deep", "json", "recursion", lambda: b'{"segments":' + b"[" * 100_000),
    _transcript(
        "JSON of 3 million empty objects",
        "json",
        "10 MiB become a quarter of a gigabyte",
        lambda: b'{"segments": [' + b"{}," * 3_000_000 + b"{}]}",
        slow=True,
    ),
    _transcript(
        "JSON of 2 million numbers",
        "json",
        "and not one is a segment",
        lambda: b'{"segments": [' + b"1.25," * 2_000_000 + b"0]}",
        slow=True,
    ),
    _transcript(
        "JSON of strange times",
        "json",
        "infinity and no number",
        lambda: (
            b'{"segments": [{"startTime": 1e999, "body": "x"}, {"startTime": -5, "body": "y"}, '
            b'{"startTime": 1, "endTime": 1e308, "body": "z"}]}'
        ),
    ),
    _transcript(
        "HTML of tables 100,000 deep",
        "html",
        "recursion",
        lambda: b"<html>" + b"<table><tr><td>" * 100_000 + b"x",
        None,
    ),
    _transcript("HTML of comments that never end", "html", "each might", lambda: b"<html>" + b"<!-- " * 300_000),
    _transcript(
        "HTML of a million ampersands",
        "html",
        "each might be a character",
        lambda: b"<html><p>" + b"&" * 1_000_000 + b"&#x110000;&#0;&#xd800;",
        None,
    ),
    _transcript(
        "HTML with scripts",
        "html",
        "none of it is to be passed on",
        lambda: b"<html><p>Hello " + EVIL + b"<img src=x onerror=alert(1)><svg/onload=alert(1)></p>",
        None,
    ),
    _transcript("HTML of times", "html", "120,000 of them", lambda: b"<html>" + b"<time>0:00</time><p>x</p>" * 120_000),
    _transcript(
        "text in UTF-16 without its end",
        "txt",
        "half a character",
        lambda: b"\xff\xfe" + "Hello".encode("utf-16-le") + b"\0",
        None,
    ),
    _transcript(
        "text of lines", "txt", "five million of them, all empty but one", lambda: b"\n" * 5_000_000 + b"x", None
    ),
    _transcript("text of 100,000 paragraphs and more", "txt", "each a passage", lambda: b"x\n\n" * 150_000),
    _transcript("text of names", "txt", "A B C D: without end", lambda: b"A " * 4_000_000 + b": x", None),
    Entry("transcript: VTT of ten gigabytes of nothing", Door.SHOW, sparse("good.vtt", 10 << 30), "a sparse file"),
    Entry(
        "chapters: JSON of ten gigabytes of nothing", Door.SHOW, sparse("good.chapters.json", 10 << 30), "a sparse file"
    ),
    Entry("transcript: text of 9 MiB of nothing", Door.SHOW, sparse("good.txt", 9 * MIB), "NULs, which are no text"),
)
