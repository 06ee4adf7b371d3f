"""Which addresses are asked, and where the connection really goes."""

import pytest

from confkit.domain.errors import AddressRefused, ConfkitError, FetchError
from confkit.web import FetchLimits, fetch
from confkit.web.gate import admitted, follow, is_public, read_address
from tests.web.conftest import PUBLIC, Internet
from tests.web.server import Server


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "127.8.9.10",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
        ),
        *("198.18.0.1", "192.0.2.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"),
        *(
            "[::1]",
            "[::]",
            "[fd00::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:10.0.0.1]",
        ),
        *("[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2002:0a00:0001::]", "[::127.0.0.1]"),
        *("[2001:db8::1]", "[3fff::1]", "[100::1]", "[2001::7f00:1]"),
        *("2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0x7f000001", "localhost", "LocalHost", "①②⑦.0.0.1"),
    ],
)
def test_nothing_but_the_public_web_is_asked(host: str, server: Server) -> None:
    with pytest.raises(AddressRefused) as caught:
        fetch(f"http://{host}:{server.server_port}/secret")
    assert caught.value.fix
    assert server.asked == []


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1", "192.0.0.9"]
)
def test_public_addresses_pass(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize("ip", ["", "nonsense", "8.8.8.8.8", "fe80::1%eth0"])
def test_what_is_no_address_is_not_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://example.org/", "file:///etc/passwd", "gopher://example.org", "data:text/plain,x", "example.org", ""),
        *("javascript:alert(1)", "//example.org/", "http:/example.org", "https://", "https:///path", "http://?x"),
        *("http://user:geheim@example.org/", "http://user@example.org/", "http://:geheim@example.org/", "http://@a.b/"),
        *("http://a.example\\@b.example/", "http://a b.example/", "http://exa\tmple.org/", "http://a.example/\r\nX: y"),
        *(
            "http://[::1",
            "http://[nonsense]/",
            "http://[fe80::1%25eth0]/",
            "http://a..b/",
            "http://.a/",
            "http://a%00.b/",
        ),
        *(
            "http://a.example:99999/",
            "http://a.example:x/",
            "http://a.example:0/",
            "http://a.example:22/",
            "http://a:-1/",
        ),
        *(f"http://{'a' * 64}.example/", f"http://{'a.' * 200}example/", "http://a.example/" + "x" * 9000),
        *("http://\ud800.example/", "http://a\x00b/", "http://a.example/\ud800", "http://\u202eexample.org/"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        read_address(address, private=False)
    assert "geheim" not in str(caught.value)
    assert str(caught.value).isprintable() or "\n  → " in str(caught.value)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://Example.ORG", "https://example.org/"),
        (" HTTP://example.org:80/a?b=c#d ", "http://example.org/a?b=c"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("https://example.org?q", "https://example.org/?q"),
        ("https://exämple.org/ä b%20c?ü=[1]", "https://xn--exmple-cua.org/%C3%A4%20b%20c?%C3%BC=[1]"),
        ("http://[2606:4700:0:0::1111]:8080/x", "http://[2606:4700::1111]:8080/x"),
        ("https://under_score.example.org./", "https://under_score.example.org./"),
    ],
)
def test_addresses_are_asked_in_their_plain_form(address: str, asked: str) -> None:
    target = read_address(address, private=False)
    assert target.address == asked
    assert read_address(target.address, private=False) == target


def test_messages_hold_no_query() -> None:
    assert read_address("https://a.example/feed?token=geheim", private=False).shown == "https://a.example/feed?…"


def test_low_ports_are_open_where_private_addresses_are() -> None:
    assert read_address("http://a.example:81/", private=True).port == 81


class TestRedirects:
    origin = read_address("https://a.example/x/y?z", private=False)

    @pytest.mark.parametrize(
        ("location", "leads"),
        [
            ("w", "https://a.example/x/w"),
            ("/w?v", "https://a.example/w?v"),
            ("//b.example/", "https://b.example/"),
            ("https://b.example:444" + "3/", "https://b.example:4443/"),
            ("/\xc3\xa4", "https://a.example/%C3%A4"),
            ("/\xe4", "https://a.example/%C3%A4"),
        ],
    )
    def test_lead_on(self, location: str, leads: str) -> None:
        assert follow(self.origin, location, private=False).address == leads

    @pytest.mark.parametrize(
        "location",
        ["http://a.example/", "ftp://a.example/", "https://u:p@a.example/", "https://[", "file:///etc/passwd"],
    )
    def test_pass_the_gate_again(self, location: str) -> None:
        with pytest.raises(AddressRefused):
            follow(self.origin, location, private=True)


def test_the_private_ones_among_several_answers_are_left_out() -> None:
    target = read_address("https://a.example/", private=False)
    found = ["10.0.0.1", "8.8.8.8", "::1", "8.8.8.8"]
    assert admitted(target, found, private=False) == ("8.8.8.8",)
    assert admitted(target, found, private=True) == ("10.0.0.1", "8.8.8.8", "::1")
    with pytest.raises(AddressRefused, match=r"a\.example \(10\.0\.0\.1\)"):
        admitted(target, ["10.0.0.1"], private=False)


def test_a_name_that_leads_home_is_refused(server: Server, internet: Internet) -> None:
    internet.names["innocent.example"] = ["127.0.0.1"]
    with pytest.raises(AddressRefused):
        fetch(server.address("/", "innocent.example"))
    assert internet.connected == []


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(server: Server, internet: Internet) -> None:
    """DNS rebinding: what the name server says the second time is never heard."""
    internet.names["rebinding.example"] = ["203.1.113.7", "127.0.0.1"]
    with pytest.raises(FetchError, match="no connection"):
        fetch(server.address("/", "rebinding.example"))
    assert internet.asked == ["rebinding.example"]
    assert internet.connected == [("203.1.113.7", server.server_port)]
    assert server.asked == []


def test_each_redirect_is_looked_up_and_checked_anew(server: Server, internet: Internet) -> None:
    internet.names["rebinding.example"] = [PUBLIC, "127.0.0.1"]
    server.routes["/"] = lambda request: request.answer(status=302, location="/again")
    server.routes["/again"] = lambda request: request.answer(b"secret")
    with pytest.raises(AddressRefused):
        fetch(server.address("/", "rebinding.example"))
    assert [request.path for request in server.asked] == ["/"]


@pytest.mark.parametrize(
    "inside", ["127.0.0.1", "localhost", "[::1]", "2130706433", "169.254.169.254", "inside.example"]
)
def test_a_public_server_cannot_send_us_inside(inside: str, server: Server, internet: Internet) -> None:
    internet.names["inside.example"] = ["10.1.2.3"]
    server.routes["/"] = lambda request: request.answer(status=302, location=server.address("/secret", inside))
    with pytest.raises(AddressRefused):
        fetch("http://public.example/")
    assert [request.path for request in server.asked] == ["/"]
    assert internet.connected == [(PUBLIC, 80)]


def test_the_server_is_told_the_name_and_not_the_number(server: Server, internet: Internet) -> None:
    server.routes["/x"] = lambda request: request.answer(b"hello")
    assert fetch("http://public.example/x?y").data == b"hello"
    assert server.asked[0].headers["Host"] == "public.example"
    assert server.asked[0].path == "/x?y"
    assert server.asked[0].headers["User-Agent"].startswith("confkit/")


def test_the_next_address_is_tried_where_one_does_not_answer(
    server: Server, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/"] = lambda request: request.answer(b"hello")
    monkeypatch.setattr("confkit.web.watch.look_up", lambda host, port: ["203.1.113.7", PUBLIC])
    assert fetch("http://public.example/").data == b"hello"
    assert internet.connected == [("203.1.113.7", 80), (PUBLIC, 80)]


def test_proxies_of_the_environment_are_not_used(
    server: Server, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    server.routes["/"] = lambda request: request.answer(b"hello")
    assert fetch("http://public.example/").data == b"hello"


def test_an_unknown_name_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise OSError(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    with pytest.raises(FetchError, match=r"no server named nowhere\.example"):
        fetch("https://nowhere.example/")


def test_a_name_server_that_does_not_answer_is_left_behind(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: server.over.wait(20) and [])
    with pytest.raises(ConfkitError, match=r"longer than 0\.2 seconds"):
        fetch("https://slow.example/", limits=FetchLimits(seconds=0.2))
