"""Licences, by whatever name people give them."""

import pytest

from confkit.domain.licence import KNOWN_LICENCES, licence_named


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        (" cc-by-4.0 ", "CC-BY-4.0"),
        ("CC BY-SA 3.0", "CC-BY-SA-3.0"),
        ("Creative Commons Attribution-NoDerivatives 4.0", "CC-BY-ND-4.0"),
        ("https://creativecommons.org/licenses/by-nc/4.0/", "CC-BY-NC-4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0/deed.de", "CC-BY-NC-SA-3.0"),
        ("https://www.creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
        ("creativecommons.org/publicdomain/zero/1.0", "CC0-1.0"),
        ("cc0-1.0", "CC0-1.0"),
    ],
)
def test_known(text: str, id_: str) -> None:
    licence = licence_named(text)
    assert licence is not None
    assert licence.id == id_


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "all rights reserved",
        "CC-BY",
        "https://creativecommons.org/",
        "https://creativecommons.org/licenses/by/5.0/",
    ],
)
def test_unknown(text: str) -> None:
    assert licence_named(text) is None


@pytest.mark.parametrize("key", KNOWN_LICENCES)
def test_each_is_found_by_identifier_title_and_address(key: str) -> None:
    licence = KNOWN_LICENCES[key]
    assert licence_named(licence.id) is licence_named(licence.title) is licence_named(licence.url) is licence
    assert licence.id.lower() == key
