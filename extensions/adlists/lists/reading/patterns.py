"""The shapes of identifiers, and of what is taken for one and is none, as regular expressions."""

from __future__ import annotations

from typing import Final

# Letters and marks that show nothing, beside those whose category says so.
FILLERS: Final = (
    r"\x{034f}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180b}-\x{180f}\x{2800}\x{3164}"
    r"\x{fe00}-\x{fe0f}\x{ffa0}\x{e0100}-\x{e01ef}"
)
AROUND: Final = rf"[\p{{Z}}\p{{Cc}}\p{{Cf}}{FILLERS}]+"
INVISIBLE: Final = (
    rf"[\p{{Cf}}{FILLERS}\x{{a0}}\x{{1680}}\x{{2000}}-\x{{200a}}\x{{2028}}\x{{2029}}\x{{202f}}"
    r"\x{205f}\x{3000}]"
)
CONTROL: Final = r"[\x00-\x1f\x7f-\x{9f}]"
DAMAGED: Final = r"\x{fffd}"
QUOTES: Final = r"[\x{2018}-\x{201f}\x{2039}\x{203a}\x{ab}\x{bb}\x{2032}\x{2033}\x{ff02}\x{ff07}]"
ADDRESS: Final = (
    r"(?i)[^\s][@\x{ff20}\x{fe6b}][^\s]|%40|&#0*64;|&#x0*40;|&commat;|[\[({]at[\])}]|^mailto:"
)
NUMBER: Final = (
    r"[+-]?[0-9]+[.,][0-9]*|[+-]?[.,][0-9]+|[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-][0-9]+"
    r"|[+-]?[0-9]+[.,][0-9]+[eE][0-9]+"
)

# Shape, not existence: dotted atoms, an at sign, a dotted domain that ends in a word. In two: what
# it is made of, and how that is put together. Each time that all letters of Unicode are named in
# a pattern takes longer to plan than a small file to read.
LETTER: Final = r"\p{L}\p{M}\p{N}"
_SIGNS: Final = "!#$%&'*+/=?^_`{|}~@."
EMAIL_LETTERS: Final = rf"[{LETTER}{_SIGNS}-]+"
_LABEL: Final = rf"[^{_SIGNS}-](?:[^{_SIGNS}]*[^{_SIGNS}-])?"
EMAIL: Final = (
    rf"[^.@'=][^.@]*(?:\.[^.@]+)*@(?:{_LABEL}\.)+"
    rf"[^{_SIGNS}-]*[\p{{L}}\p{{M}}](?:[^{_SIGNS}]*[^{_SIGNS}-])?"
)
CLEAN_EMAIL: Final = (
    r"[A-Za-z0-9_][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9_+-]+)*"
    r"@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,}"
)
DISPLAY: Final = r".*<[^<>@]+@[^<>@]+>"

UUID: Final = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
CLEAN_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NOBODY: Final = "00000000-0000-0000-0000-000000000000"

PHONE: Final = "[1-9][0-9]{6,14}"
CLEAN_PHONE: Final = r"\+[1-9][0-9]{6,14}"
WRITTEN: Final = r"\(?\+?\(?[0-9][0-9\p{Zs}()./\p{Pd}]*"
FLOAT: Final = r"[+-]?[1-9][0-9]*[.,][0-9]{0,2}|[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+"

BUNDLE: Final = r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+"
STORE_ID: Final = "[1-9][0-9]{4,18}|B0[0-9A-Z]{8}"
APPLE: Final = (
    r"(?i)(?:[a-z-]+://)?(?:apps|itunes|geo\.itunes)\.apple\.com/"
    r"(?:[^?#]*/)?(?:id|[^?#]*\?(?:[^#]*&)?id=)([0-9]{5,19})(?:[/?&#].*)?"
)
GOOGLE: Final = (
    r"(?i)(?:(?:https?://)?play\.google\.com/store/apps/details/?|market://details/?)"
    r"\?(?:[^#]*&)?id=([A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+)(?:[&#].*)?"
)
ID: Final = "(?i)id([0-9]{5,19})"
FILE: Final = r"(?i).*\.(?:csv|tsv|txt|parquet|pq|jsonl|ndjson|json|xlsx?|gz|zip|zst|bz2|xml|log)"

WORD: Final = rf"[{LETTER}!#$%&()*+./:=?\\^_|~-]+"
CLEAN_WORD: Final = "[A-Za-z0-9_-]*[A-Za-z][A-Za-z0-9_-]{15,}"
