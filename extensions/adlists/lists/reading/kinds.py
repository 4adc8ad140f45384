"""What is known of identifiers, as tables: kinds, column names, nothings, reasons.

A document names its types as it likes (`x-lists`, `identifiers`). A type of a known kind gets
that kind's shape; any other is a token. Nothing here knows a service.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, Literal, get_args

import attrs

from adlists.contract.list_steps import IdentifierType
from adlists.errors import ArgumentError

Shape = Literal["email", "phone", "device", "app", "token"]
HashMode = Literal["none", "md5", "sha1", "sha256", "sha512", "md5-sha256"]

HASH_MODES: Final[tuple[HashMode, ...]] = get_args(HashMode)

#: How many hexadecimal digits a digest of each mode has.
DIGITS: Final[Mapping[str, int]] = {
    "md5": 32, "sha1": 40, "sha256": 64, "sha512": 128, "md5-sha256": 64,
}  # fmt: skip

STEPS: Final = ("trim", "lower", "upper", "digits", "plus", "no-zeros", "gmail")

#: What a row is counted under whose identifier is to be left out.
EXCLUDED: Final = "excluded"

#: What a rejected row is counted under, and what it means.
REASONS: Final[Mapping[str, str]] = {
    "blank": "there is nothing in it",
    "comment": "it begins with #",
    "placeholder": "it is what programs write for nothing, or a row of totals",
    "column-name": "it is the name of a column",
    "line-break": "it holds a line break or another control character",
    "damaged": "it holds the mark of a letter that was lost when the text was converted",
    "invisible": "it holds a character that cannot be seen",
    "quotes": "typographic quotes stand in it or around it",
    "spreadsheet": "it begins with the ' or = of a spreadsheet",
    "number": "it is a number with decimals or an exponent, as spreadsheets and frames write ids",
    "too-long": "it is longer than such an identifier can be",
    "address": "an address stands in it, which must not leave under this type",
    "already-hashed": "it looks like a hash; say that it is prehashed",
    "display-name": "it is a name with an address in angle brackets",
    "not-an-email": "it has not the shape of an email",
    "no-country-code": "it has no country code; write it as +49 170 1234567",
    "not-a-phone": "it has not the shape of a phone number",
    "not-a-hash": "it has not the shape of a hash",
    "hash-of-nothing": "it is the hash of an empty text or of a placeholder",
    "all-zeros": "it is the advertising id of those who declined to have one",
    "not-a-uuid": "it has not the shape of a UUID",
    "file-name": "it is the name of a data file",
    "store-url": "it is an address in a store, which was not to be accepted",
    "not-an-app": "it is neither a package name nor a number of a store",
    "not-a-token": "it holds a blank or a quote, or is no plain text",
    EXCLUDED: "it is among those to leave out",
}
#: What is dropped without being worth a line in a rejects file.
IGNORED: Final = frozenset({"blank", "comment"})

#: What is read as another spelling of an identifier without doubt, and counted.
CONVERSIONS: Final[Mapping[str, str]] = {
    "store-url": "an address in a store became the app's id",
    "id-prefix": "id123 became 123",
    "undashed": "a device id without dashes got them",
    "braced": "a device id lost its braces",
    "no-plus": "a number without + or 00 was taken for an international one",
}

LONGEST_EMAIL: Final = 254  # RFC 5321, section 4.5.3.1.3, with the erratum 1690
LONGEST_TOKEN: Final = 1024  # ours: nothing longer is known, and a wrong file shows


@attrs.frozen
class Kind:
    """A family of types: what its values look like, and how columns of them are named.

    `aliases` and `columns` are lower-case letters and digits alone, see `folded`.
    """

    name: str
    shape: Shape
    aliases: frozenset[str]
    columns: frozenset[str]
    normalize: tuple[str, ...] = ("trim",)
    hash: tuple[str, ...] = ()
    personal: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ALL_MODES: Final = tuple(HASH_MODES)

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "email",
        "email",
        _words("email emails emailaddress mail hem"),
        _words(
            "email emails mail mails emailaddress emailaddresses mailaddress useremail"
            " customeremail contactemail primaryemail workemail emailhash hashedemail hem emailmd5"
            " emailsha1 emailsha256 emailsha512 md5email sha1email sha256email emailhashed hash"
            " hashes md5 sha1 sha256 sha512 emailadresse adressemail correo correoelectronico"
        ),
        ("trim", "lower"),
        _ALL_MODES,
        personal=True,
    ),
    Kind(
        "phone",
        "phone",
        _words("phone phones phonenumber phonenumbers msisdn mobilephone telephone"),
        _words(
            "phone phones phonenumber phonenumbers telephone tel mobile mobilephone mobilenumber"
            " cell cellphone msisdn telefon handy phonehash hashedphone phonemd5 phonesha256 hash"
            " hashes md5 sha1 sha256 sha512"
        ),
        ("trim", "digits"),
        _ALL_MODES,
        personal=True,
    ),
    Kind(
        "madid",
        "device",
        _words(
            "madid madids maid maids idfa gaid aaid adid mobileid mobileids deviceid deviceids"
            " mobileadvertisingid advertisingid mobiledeviceid"
        ),
        _words(
            "madid madids maid maids idfa gaid aaid adid advertisingid deviceid deviceids"
            " mobileadvertisingid mobileid mobileids idforadvertising androidid"
        ),
    ),
    Kind(
        "identityLink",
        "token",
        _words("identitylink identitylinks rampid idl"),
        _words("identitylink identitylinks rampid rampids idl idls liveramp"),
    ),
    Kind(
        "gum",
        "token",
        _words("gum gumid gumcookie"),
        _words("gum gums gumid gumids gumcookie gumcookieid cookieid"),
    ),
    Kind(
        "app",
        "app",
        _words("app apps appid appids application applications bundle bundleid packagename"),
        _words(
            "app apps appid appids application applicationid applications bundle bundleid"
            " bundleids bundles package packages packagename externalappid storeid"
        ),
    ),
    Kind(
        "externalId",
        "token",
        _words("externalid userid customerid crmid contactid visitorid partnerid useridentifier"),
        _words("externalid userid customerid customer crmid contactid visitorid partnerid uid"),
    ),
    Kind(
        "cookie",
        "token",
        _words("cookie cookies cookieid"),
        _words("cookie cookies cookieid cookieids"),
    ),
)

#: Names of a column that may hold identifiers of any type.
ANY_COLUMN: Final = frozenset({"id", "ids", "identifier", "identifiers", "value", "values"})


def folded(name: str) -> str:
    """Return a name's letters and digits in lower case: `E-Mail Address` is `emailaddress`."""
    return re.sub(r"[\W_]", "", name.casefold())


def kind_of(name: str) -> Kind:
    """Return the kind that a type's name speaks of; one of tokens for a name nobody knows."""
    plain = folded(name)
    for kind in KINDS:
        if plain in kind.aliases or plain == folded(kind.name):
            return kind
    for kind in KINDS[:3]:  # emailSha256, hashed_phone, IDFA_MD5
        if any(alias in plain for alias in kind.aliases if len(alias) > 3):
            return kind
    return Kind(name, "token", frozenset({plain}), frozenset({plain, f"{plain}s"}))


def type_of(identifier: IdentifierType | str) -> IdentifierType:
    """Return the type itself, or the usual one of that name.

    Raises:
        ArgumentError: it is neither, or names a step or a mode that is not known.
    """
    if isinstance(identifier, IdentifierType):
        unknown = [step for step in identifier.normalize if step not in STEPS]
        unknown += [mode for mode in identifier.hash if mode not in HASH_MODES]
        if unknown:
            msg = f"the type {identifier.name!r} names what is not known: {', '.join(unknown)}."
            raise ArgumentError(msg)
        return identifier
    if type(identifier) is not str or not identifier.strip():
        msg = "identifier is the name of a type, such as 'email', or an IdentifierType."
        raise ArgumentError(msg)
    kind = kind_of(identifier)
    return IdentifierType(
        name=identifier, value=identifier, normalize=kind.normalize, hash=kind.hash
    )


def mode_of(
    identifier: IdentifierType,
    mode: str | None,
    *,
    prehashed: bool,
) -> HashMode:
    """Return how identifiers leave: the mode that was chosen, or the only one there is.

    Raises:
        ArgumentError: there is a choice and none was made, or one that is not offered.
    """
    name, offered = identifier.name, identifier.hash
    if mode is not None and mode not in HASH_MODES:
        msg = f"{mode!r:.40} is no hash mode. Choose one of {', '.join(offered or HASH_MODES)}."
        raise ArgumentError(msg)
    hashes = [item for item in offered if item != "none"]
    if prehashed:
        if not hashes:
            msg = f"{name} identifiers are never hashed; they leave as they are."
            raise ArgumentError(msg)
        if mode not in {None, "none"}:
            msg = f"what is prehashed cannot be hashed again with {mode}. Drop one of both."
            raise ArgumentError(msg)
        return "none"
    if not hashes:
        if mode not in {None, "none"}:
            msg = f"{name} identifiers are not hashed; they leave as they are. Drop the hash."
            raise ArgumentError(msg)
        return "none"
    if mode is None and len(offered) > 1:
        msg = (
            f"how {name} identifiers leave is yours to say: choose a hash, one of"
            f" {', '.join(offered)}, or say that they are prehashed."
        )
        raise ArgumentError(msg)
    if mode is not None and mode not in offered:
        msg = f"{name} identifiers do not leave as {mode}. Choose one of {', '.join(offered)}."
        raise ArgumentError(msg)
    chosen = offered if mode is None else (mode,)
    return next(known for known in HASH_MODES if known in chosen)


#: What databases, frames, spreadsheets, scripts and people write where there is nothing, and
#: the labels of rows that sum up. Compared without regard to case.
PLACEHOLDERS: Final = (
    "null", "(null)", "[null]", "<null>", "nil", "none", "(none)", "<none>", "nan", "-nan", "+nan",
    "na", "n/a", "n.a.", "n.a", "n/k", "k.a.", "k. a.", "#n/a", "#n/a n/a", "#na", "#nv", "n\\a",
    "<na>", "<n/a>", "nat", "\\n", "\\\\n", "undefined", "undef", "[object object]", "1.#ind",
    "-1.#ind", "1.#qnan", "-1.#qnan", "inf", "-inf", "+inf", "infinity", "-infinity", "true",
    "false", "yes", "no", "0", "0.0", "-1", "blank", "(blank)", "(leer)", "leer", "empty",
    "(empty)", "unknown", "(unknown)", "missing", "(missing)", "not available", "not applicable",
    "not set", "(not set)", "not provided", "not found", "deleted", "anonymous", "void", "tbd",
    "keine", "kein", "unbekannt", "inconnu", "vide", "total", "totals", "grand total", "subtotal",
    "sub total", "sum", "count", "summe", "gesamt", "gesamtergebnis", "ergebnis", "somme",
    "total general", "{}", "[]", "()", "''", '""', '"', "'", "``", "`", ",", ";", "|", ":", "'-",
)  # fmt: skip

# Also what is one mark over and over, and the errors of spreadsheets in any language: #REF!
_PATTERNS: Final = (
    r"-+",
    r"_+",
    r"\.+",
    r"\?+",
    r"\*+",
    r"#+",
    "0+",
    "x+",
    "~+",
    "/+",
    r"#[^\s]+[!?]",
)

PLACEHOLDER: Final = "(?i:{})".format(
    "|".join([*(re.sub(r"([^\w\s])", r"\\\1", word) for word in PLACEHOLDERS), *_PATTERNS])
)

_NOTHINGS: Final = ("", " ", "  ", "\t", "\n", "\r\n", "\\N", "-", "--", "?", ".", "@", "x", "xxx")
_HEADERS: Final = ("email", "e-mail", "mail", "email_address", "emailaddress", "phone", "hash")
_DIGESTS: Final[Mapping[str, Callable[[bytes], str]]] = {
    "md5": lambda text: hashlib.md5(text, usedforsecurity=False).hexdigest(),
    "sha1": lambda text: hashlib.sha1(text, usedforsecurity=False).hexdigest(),
    "sha256": lambda text: hashlib.sha256(text).hexdigest(),
    "sha512": lambda text: hashlib.sha512(text).hexdigest(),
    "md5-sha256": lambda text: hashlib.sha256(
        hashlib.md5(text, usedforsecurity=False).hexdigest().encode()
    ).hexdigest(),
}


def digest(mode: str, text: str) -> str:
    """Return the digest of a text as hexadecimal digits, as SQL makes it."""
    return _DIGESTS[mode](text.encode())


@cache
def digests_of_nothing() -> frozenset[str]:
    """Return the digests of empty texts, placeholders and headers: every mode, usual cases."""
    words = {*_NOTHINGS, *_HEADERS, *PLACEHOLDERS}
    spelt = {form for word in words for form in (word, word.upper(), word.title(), word.lower())}
    spelt |= {"NaN", "<NA>", "N/a", "NaT", "-NaN"}
    return frozenset(digest(mode, word) for mode in _DIGESTS for word in spelt)
