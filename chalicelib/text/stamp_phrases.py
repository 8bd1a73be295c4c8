"""Phrases that mark a day as one of a stamp: printed, scanned, faxed, received, certified. All patterns take plain text (`letters.plain`).

Such a day tells what happened to the paper later, so it neither dates the act nor contradicts the day that does.
"""

import re
from typing import Final

_HANDLED: Final = (
    r"(?:(?:imprim|edit|tir|gener|export|telecharg|sauvegard|scann|numeris|photocopi|telecopi|fax|enregistr|notifi|envoy|expedi|affich|publi"
    r"|class|archiv|consult|modifi|cre|vis|arriv|appos|decharg|valid|legalis|extrait certifi)ee?"
    r"|remise?|sortie?|mise? en ligne|saisie?|impression|edition|tirage|numerisation|fax|copie conforme|certifiee? conforme|recue?"
    r"|reception|courrier|entree|transmise?|modification|version|extraction|mise? a jour|visa|print(?:ed)?|scanned|received|page\s?\d)"
)
_MADE: Final = r"\b(?:fait|donne|signe|delivre|dresse|etabli|clos|arrete)\s?(?:a|en|le)\b"
_STAMPED: Final = re.compile(rf"\b{_HANDLED}(?![a-z])(?:(?!{_MADE}|\b(?:19|20)\d\d\b).)*$")
_CERTIFIED: Final = re.compile(r"\bconformes?(?: (?:a l'|aux? )?orig\w+)?\W*$|^\W*vu\b.{0,30}\blegalisation\b")
"""The line above the day of who certified a copy or a signature."""
_GLUED: Final = re.compile(r"(?:^|\s)(?:imprime|edite|tire|scanne|numerise|recu|genere)e?le\W*$")
_CLOCK: Final = r"\d{1,2}\s?(?:[:h]\s?\d{2}){1,2}"
_TIMED: Final = re.compile(rf"^\s?(?:[-,;]|a)?\s?{_CLOCK}(?!\d)|^\W*page\s?\d")
_TIMED_BEFORE: Final = re.compile(rf"(?:^|\s){_CLOCK}\W{{0,3}}$")


def is_stamped(before: str, after: str) -> bool:
    """Say whether a day belongs to a stamp, by the words before it on its line, or on the line above where it stands alone, or by a clock.

    >>> is_stamped("imprime le ", ""), is_stamped("", " 10:22 de : secretariat"), is_stamped("fait a gitega, le ", "")
    (True, True, False)
    """
    *above, line = before.split("\n")
    if above and _CERTIFIED.search(above[-1]):
        return True
    if re.search(_MADE, line):
        return _STAMPED.search(line) is not None
    if above and not re.search(r"\w", line):
        line = above[-1]
    return (_STAMPED.search(line) or _GLUED.search(line) or _TIMED.search(after) or _TIMED_BEFORE.search(line)) is not None
