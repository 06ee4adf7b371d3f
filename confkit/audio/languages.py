"""Language codes of tags (ISO 639-2, English names) as the BCP 47 tags that feeds and pages need (RFC 5646)."""

import re

# ISO 639-2, both the bibliographic and the terminological code where they differ, for languages with a two-letter code.
_CODES = """
afr:af alb:sq sqi:sq amh:am ara:ar arm:hy hye:hy aze:az bak:ba baq:eu eus:eu bel:be ben:bn bos:bs bre:br bul:bg
bur:my mya:my cat:ca ces:cs cze:cs chi:zh zho:zh cos:co cym:cy wel:cy dan:da deu:de ger:de dut:nl nld:nl ell:el
gre:el eng:en epo:eo est:et fao:fo fas:fa per:fa fin:fi fra:fr fre:fr fry:fy geo:ka kat:ka gla:gd gle:ga glg:gl
guj:gu hat:ht hau:ha heb:he hin:hi hrv:hr hun:hu ibo:ig ice:is isl:is ind:id ita:it jav:jv jpn:ja kan:kn kaz:kk
khm:km kin:rw kir:ky kor:ko kur:ku lao:lo lat:la lav:lv lin:ln lit:lt ltz:lb mac:mk mkd:mk mal:ml mao:mi mri:mi
mar:mr may:ms msa:ms mlg:mg mlt:mt mon:mn nep:ne nno:nn nob:nb nor:no oci:oc pan:pa pol:pl por:pt pus:ps que:qu
roh:rm ron:ro rum:ro rus:ru san:sa sin:si slk:sk slo:sk slv:sl som:so spa:es srp:sr sun:su swa:sw swe:sv tam:ta
tat:tt tel:te tgk:tg tgl:tl tha:th tir:ti tuk:tk tur:tr uig:ug ukr:uk urd:ur uzb:uz vie:vi wol:wo xho:xh yid:yi
yor:yo zul:zu
"""
_TWO_LETTERS = dict(pair.split(":") for pair in _CODES.split())
_NAMES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "italiano": "it",
    "dutch": "nl",
    "nederlands": "nl",
    "portuguese": "pt",
    "português": "pt",
    "polish": "pl",
    "russian": "ru",
    "chinese": "zh",
    "japanese": "ja",
    "arabic": "ar",
}
# Undetermined, several, no language; ID3v2 writes an unknown one as XXX.
_NONE = frozenset({"und", "mul", "zxx", "mis", "xxx"})
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)


def language_tag(text: str) -> str:
    """Return the BCP 47 tag for a code or name of a language, empty where it says nothing usable."""
    text = text.strip().replace("_", "-")
    if name := _NAMES.get(text.casefold()):
        return name
    if not _TAG.fullmatch(text):
        return ""
    primary, *rest = text.split("-")
    primary = primary.lower()
    if primary in _NONE:
        return ""
    # RFC 5646 §2.1.1: regions in capitals, scripts with one.
    spelled = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in rest]
    return "-".join([_TWO_LETTERS.get(primary, primary), *spelled])
