"""Finds words and phrases in text as scanners leave it: no accents, letters taken for digits, broken, spaced, cut at the line's end.

A word is folded before it is looked up, so that what a reader confuses is one letter: O and 0; I, l, 1 and |; S and 5; rn and m. Then
it may be a known word exactly, a short one in which a letter was taken for one of its shape, or one of six letters and more with one
letter wrong, missing or too many, unless it is a word of its own (`lookalikes`: « facture » is no « fracture »).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from unicodedata import normalize

from chalicelib.text.letters import deletions, distance

Rule = tuple[str, str]
"""A kind of content and the part that a phrase has in it."""

SHORT, LONG = 4, 6
"""Letters from which a letter of the same shape is forgiven, and from which any one is."""
INSIDE = 7
"""Letters from which a word is found inside a longer one, where the reader lost the blank between them."""
SMALL = 2
"""Letters of a word that may be a small one misread: « qe » for « de »."""
PHRASE_GAPS = 3
"""Small words that may stand between two words of a phrase."""

_TOKEN = re.compile(r"[^\W_]+(?:[|!$€][^\W_]+)*|[:;.?%+=/,()\[\]\u2610\u2611\u2612\u25a1\u25a0_\u2026-]")
_HUMP = re.compile(r"(?<=[a-zà-ÿ]{3})(?=[A-ZÀ-Þ])")
_SHAPES = str.maketrans({"0": "o", "1": "i", "l": "i", "|": "i", "!": "i", "5": "s", "$": "s", "8": "b", "€": "e", "œ": "oe", "æ": "ae"})
_ALIKE: tuple[str, ...] = ("hnbk", "tirf", "ceo", "uvny", "aoe", "mn", "do")
_TURNED = str.maketrans("atuvwmpd", "vinamwdp")
_KEPT = re.compile(r"[^\W_]|[|!$€]").match
_SMALL = frozenset("a au aux d de des du en et i ia ie ies un une y w ry rya mu mw - . , / :".split())  # noqa: SIM905 - a list of words reads as words

_PARTICLES = frozenset("au aux de des du en et ia ie ies un une mu mw".split())  # noqa: SIM905
"""They begin no broken word: « de pression » is no « dépression »."""


class Sighting(NamedTuple):
    """A phrase that was found."""

    start: int
    """Its first token on the page."""
    end: int
    """The token behind its last."""
    kind: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconTokens:
    """A page's words and signs, folded, in reading order."""

    texts: tuple[str, ...]
    lines: tuple[int, ...]
    """On which line each stands, from 0."""


def fold(word: str) -> str:
    """Fold what readers confuse; a number stays a number.

    >>> fold("Ídinl"), fold("HUTU"), fold("M0DERNE"), fold("1962")
    ('idini', 'hutu', 'modeme', '1962')
    """
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(filter(_KEPT, normalize("NFKD", plain)))
    return plain if plain.isdigit() else plain.translate(_SHAPES).replace("rn", "m").replace("vv", "w")


def split(lines: Iterable[str]) -> LexiconTokens:
    """Cut lines into folded words and signs; a word that is cut at the end of its line is made whole.

    >>> split(["l'Éth-", "nie : Hutu"]).texts
    ('i', 'ethnie', ':', 'hutu')
    """
    texts: list[str] = []
    places: list[int] = []
    cut, known = False, dict[str, str]()
    for number, line in enumerate(lines):
        words = _TOKEN.findall(_HUMP.sub(" ", normalize("NFC", line)))
        glued = cut and bool(words) and words[0][0].isalpha()
        for position, word in enumerate(words):
            folded = known.get(word)
            if folded is None:
                folded = known[word] = (fold(word) or word) if word[0].isalnum() else word
            if glued and position == 0:
                texts[-1:] = [texts[-1] + folded]
            else:
                texts.append(folded)
                places.append(number)
        cut = len(words) > 1 and words[-1] == "-" and words[-2].isalpha() and line.rstrip()[-2:-1].isalpha()
        if cut:
            texts.pop()
            places.pop()
    return LexiconTokens(texts=tuple(texts), lines=tuple(places))


class Lexicon:
    """Phrases, each with the parts it has; made once, asked for every page."""

    def __init__(
        self,
        phrases: Mapping[str, Iterable[Rule]],
        *,
        endings: Mapping[str, Rule] | None = None,
        lookalikes: Iterable[str] = (),
        whole: Callable[[Rule], bool] | None = None,
        turned: Callable[[Rule], bool] | None = None,
    ) -> None:
        """Learn phrases.

        Args:
            phrases: each with its rules.
            endings: of words that are not listed one by one.
            lookalikes: words that are never an error for another.
            whole: whose words are known within a longer one.
            turned: whose words are known upside down and backwards too.
        """
        self._tree: dict[str, Any] = {}
        self._words: dict[str, str] = {}
        self._turned: set[str] = set()
        self._lookalikes = frozenset(map(fold, lookalikes))
        for phrase, rules in phrases.items():
            self._learn(_bones(phrase), list(rules), turned)
        for ending, rule in (endings or {}).items():
            self._tree["*" + fold(ending)] = {"": [rule]}
        self._ending = re.compile(rf"\w{{3,}}({'|'.join(map(fold, endings or ())) or '(?!)'})s?")
        exact = [word for word in self._words if word not in self._turned]
        self._holes = _holes(exact)
        for word in exact:
            self._learn_shapes(word)
        alone = ((word, self._tree.get(word, {}).get("", ())) for word in exact if len(word) >= INSIDE)
        inside = sorted((word for word, rules in alone if whole and any(map(whole, rules))), key=len, reverse=True)
        self._inside = re.compile("|".join(map(re.escape, inside)) or "(?!)")

    def _learn(self, words: list[str], rules: list[Rule], turned: Callable[[Rule], bool] | None) -> None:
        node = self._tree
        for word in words:
            self._words[word] = word
            node = node.setdefault(word, {})
        node.setdefault("", []).extend(rule for rule in rules if rule not in node.get("", []))
        if turned and len(words) == 1 and len(words[0]) >= SHORT and any(map(turned, rules)):
            for other in (words[0][::-1], words[0][::-1].translate(_TURNED)):
                self._tree.setdefault(other, {"": list(rules)})
                self._words.setdefault(other, other)
                self._turned.add(other)

    def _learn_shapes(self, word: str) -> None:
        """Learn a short word with one letter taken for another of its shape."""
        if not SHORT <= len(word) < LONG:
            return
        for place, letter in enumerate(word):
            for other in {other for group in _ALIKE if letter in group for other in group} - {letter}:
                noisy = word[:place] + other + word[place + 1 :]
                if noisy not in self._lookalikes:
                    self._words.setdefault(noisy, word)

    def find(self, texts: Sequence[str], spelled: dict[str, str | None]) -> list[Sighting]:
        """Find every phrase of a page, in order.

        Args:
            texts: the page's tokens.
            spelled: what other pages' tokens stand for; it is added to.
        """
        for text in set(texts).difference(spelled):
            spelled[text] = self._spell(text)
        found: list[Sighting] = []
        for start, text in enumerate(texts):
            word = spelled[text]
            if word is not None and word in self._tree:
                self._walk(self._tree[word], texts, start, start + 1, spelled, found)
            if self._may_join(texts, start):
                self._join(texts, start, spelled, found)
        return found

    def _walk(  # noqa: PLR0913, PLR0917 - the place of a walk
        self, node: dict[str, Any], texts: Sequence[str], start: int, end: int, spelled: Mapping[str, str | None], found: list[Sighting]
    ) -> None:
        """Follow a phrase as far as the text does."""
        found.extend(Sighting(start, end, *rule) for rule in node.get("", ()))
        for gap in range(PHRASE_GAPS + 1):
            if end + gap >= len(texts):
                return
            word = spelled[texts[end + gap]]
            if word is not None and word in node:
                self._walk(node[word], texts, start, end + gap + 1, spelled, found)
                return
            for pieces in (2, 3):
                broken = "".join(texts[end + gap : end + gap + pieces]).replace(".", "")
                if broken and broken in node:
                    self._walk(node[broken], texts, start, end + gap + pieces, spelled, found)
                    return
            if texts[end + gap] not in _SMALL and len(texts[end + gap]) > SMALL:
                return

    def _may_join(self, texts: Sequence[str], start: int) -> bool:
        """Whether it is worth a look: nearly always two whole words follow each other."""
        text, following = texts[start], texts[start + 1] if start + 1 < len(texts) else ""
        return len(text) == 1 or following in {".", "-"} or (text + following) in self._tree

    def _join(self, texts: Sequence[str], start: int, spelled: Mapping[str, str | None], found: list[Sighting]) -> None:
        """Put a broken or a spaced word together: `eth nie`, `H U T U`, `P.V.V.`."""
        joined, end, dotted = texts[start], start + 1, False
        if not joined.isalpha() or joined in _PARTICLES:
            return
        spaced = len(joined) == 1
        while end < len(texts) and len(joined) <= 2 * INSIDE:
            text = texts[end]
            end += 1
            if text in {".", "-"}:
                dotted = True
                continue
            if not text.isalnum() or (spaced and dotted and len(text) > 1):
                return
            joined = (joined + text).replace("vv", "w")
            if joined in self._tree and len(joined) >= (2 if dotted and spaced else SHORT):
                self._walk(self._tree[joined], texts, start, end, spelled, found)
            if not spaced or len(text) > 1:
                return

    def _spell(self, text: str) -> str | None:
        """The known word that a text stands for."""
        word = self._words.get(text)
        if word is not None or len(text) < LONG - 1 or text in self._lookalikes or text.isdigit():
            return word
        near = self._near(text)
        if near is not None or len(text) < INSIDE + 2:
            return near
        ending = self._ending.fullmatch(text)
        if ending:
            return "*" + ending[1]
        within = self._inside.search(text)
        return within.group() if within and within.group() + "s" != text else None

    def _near(self, text: str) -> str | None:
        """The long word that is one letter away; a plural is another word."""
        for hole in deletions(text):
            for word in self._holes.get(hole, ()):
                if (word[-1] == "s" or word + "s" != text) and (text[-1] == "s" or text + "s" != word) and distance(word, text, 1) <= 1:
                    return word
        return None


def _bones(phrase: str) -> list[str]:
    """A phrase's words, without the small ones where two others remain."""
    words = [word for word in split([phrase]).texts if word.isalnum() or word == "%"]
    large = [word for word in words if word not in _SMALL]
    return large if len(large) > 1 else words


def _holes(words: Iterable[str]) -> dict[str, list[str]]:
    """Every long word, and all that is left of it when one letter is taken out."""
    holes: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= LONG:
            for hole in set(deletions(word)):
                holes.setdefault(hole, []).append(word)
    return holes
