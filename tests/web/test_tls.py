"""The certificate is asked for the name, although the connection goes to a number."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from confkit.domain.errors import AddressRefused, FetchError
from confkit.web import FetchLimits, fetch
from tests.web.conftest import Internet
from tests.web.server import Server, serving

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate with openssl")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        f" -keyout {file} -out {file}.crt -subj /CN=public.example -addext subjectAltName=DNS:public.example"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def server() -> Iterator[Server]:
    """One of its own, as it speaks TLS from now on."""
    with serving() as server:
        yield server


@pytest.fixture
def secure(server: Server, internet: Internet, certificate: Path) -> Server:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.routes["/"] = lambda request: request.answer(b"hello")
    return server


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.mark.usefixtures("trusted", "secure")
def test_a_server_that_proves_its_name_is_read(internet: Internet) -> None:
    internet.names["public.example."] = internet.names["public.example"]
    assert fetch("https://public.example/").data == b"hello"
    assert fetch("https://public.example./").data == b"hello"


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_name_is_not_taken(secure: Server, internet: Internet) -> None:
    internet.names["other.example"] = internet.names["public.example"]
    with pytest.raises(FetchError, match=r"certificate of other\.example can't be trusted"):
        fetch("https://other.example/")
    assert secure.asked == []


def test_a_certificate_that_nobody_vouches_for_is_not_taken(secure: Server) -> None:
    with pytest.raises(FetchError, match="can't be trusted"):
        fetch("https://public.example/")
    assert secure.asked == []


@pytest.mark.usefixtures("trusted")
def test_the_way_back_to_http_is_closed(secure: Server) -> None:
    secure.routes["/"] = lambda request: request.answer(status=301, location="http://public.example/")
    with pytest.raises(AddressRefused, match="from https to http://public"):
        fetch("https://public.example/")


@pytest.mark.usefixtures("internet")
def test_a_server_that_speaks_no_tls(server: Server) -> None:
    with pytest.raises(FetchError):
        fetch("https://public.example/", limits=FetchLimits(seconds=5))
