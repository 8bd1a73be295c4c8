"""Finds words and phrases in text as OCR leaves it: letters confused, words broken, spaced out or cut at the line's end.

The texts are tokens of `tokens.tokenise`, in which the letters that OCR confuses are one letter already. Such a token may be a known word
exactly, a short one in which a letter was taken for one of its shape or doubled, or one of six letters and more with one letter wrong,
missing or too many, unless it is a word of its own (`lookalikes`: « facture » is no « fracture »). A digit within or beside it may be a
letter misread or written on purpose (« Tuts1 », « Hu7u »), or none of it (« Hutu1 »).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from chalicelib.analysis.sensitivity.tokens import merge_look_alikes, tokenise
from chalicelib.text.letters import deletions, distance

Rule = tuple[str, str]
"""A kind of content and the part that a phrase has in it."""

SHORT, LONG = 4, 6
"""Letters from which a letter of the same shape is forgiven, and from which any one slip is."""
INITIALS = 3
"""Letters from which single letters with blanks between them are an acronym: `C N L`."""
INSIDE = 7
"""Letters from which a word is found inside a longer one, where OCR lost the blank between them."""
SMALL = 2
"""Letters of a token that may be a particle misread: « qe » for « de »."""
PHRASE_GAPS = 3
"""Small words that may stand between two words of a phrase."""

_SAME_SHAPE: tuple[str, ...] = ("hnbk", "tirf", "ceo", "uvny", "aoe", "mn", "do")
"""Letters that OCR takes for each other in a short word."""
_DIGITS = "0123456789"
_LEET = str.maketrans("34679", "eagtg")
"""Letters for which digits are written on purpose; those that OCR confuses too are merged by `tokens`."""
_LEET_FROM = 4
"""Letters and digits from which such digits are read as letters: « B4 » is a code."""
_RUNS = re.compile(r"(.)\1+")
_BREAKS = frozenset(".-_")
"""Signs that may stand between the pieces of a broken word: « C.N.L. », « H_u_t_u »."""
_UPSIDE_DOWN = str.maketrans("atuvwmpd", "vinamwdp")
_SMALL_WORDS = frozenset("a au aux d de des du en et i ia ie ies un une y w ry rya mu mw - . , / :".split())  # noqa: SIM905 - a list of words reads as words
_PARTICLES = frozenset("au aux de des du en et ia ie ies un une mu mw".split())  # noqa: SIM905 - likewise
"""Never a prefix after hyphenation: « de pression » is no « dépression »."""


class Sighting(NamedTuple):
    """A known phrase on a page."""

    start: int
    """Index of its first token on the page."""
    end: int
    """Index of the token behind its last."""
    kind: str
    """Kind of content, as `religion`."""
    part: str
    """What it takes for the phrase to seal, as `context` lists it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordParts:
    """Words and endings that decide what a token may be, beside the phrases."""

    endings: Mapping[str, Rule]
    """Endings of words that are not listed one by one, each with its rule."""
    lookalikes: Iterable[str]
    """Words that are never an error for another."""
    carriers: Iterable[str]
    """Words to which names of files and bad readings glue a known one: « listehutu »."""


class Lexicon:
    """Phrases with their rules, indexed for search: built once, used for every page."""

    def __init__(
        self,
        phrases: Mapping[str, Iterable[Rule]],
        around: WordParts,
        *,
        found_inside: Callable[[Rule], bool],
        mirrored: Callable[[Rule], bool],
        exact: Callable[[Rule], bool],
    ) -> None:
        """Index phrases.

        Args:
            phrases: each with its rules.
            around: words and endings that no phrase lists.
            found_inside: rules whose words are also found inside a longer token, behind a carrier, and with letters doubled.
            mirrored: rules whose words are also found upside down and backwards.
            exact: rules of ordinary words, one letter from other ordinary words: no slip is forgiven.
        """
        self._tree: dict[str, Any] = {}
        self._words: dict[str, str] = {}
        self._mirrored: set[str] = set()
        self._lookalikes = frozenset(map(merge_look_alikes, around.lookalikes))
        forgiving = set[str]()
        for phrase, listed in phrases.items():
            words, rules = _significant_words(phrase), list(listed)
            self._learn(words, rules, mirrored)
            if not all(map(exact, rules)):
                forgiving.update(words)
        for ending, rule in around.endings.items():
            self._tree["*" + merge_look_alikes(ending)] = {"": [rule]}
        self._ending = re.compile(rf"\w{{3,}}({'|'.join(map(merge_look_alikes, around.endings)) or '(?!)'})s?")
        self._by_deletion = _by_deletion(sorted(forgiving))
        for word in sorted(forgiving):
            self._learn_shapes(word)
        alone = ((word, self._tree.get(word, {}).get("", ())) for word in sorted(forgiving) if len(word) >= SHORT)
        self._alone = frozenset(word for word, rules in alone if any(map(found_inside, rules)))
        self._undoubled = {_RUNS.sub(r"\1", word): word for word in sorted(self._alone, key=len, reverse=True)}
        inside = sorted((word for word in self._alone if len(word) >= INSIDE), key=len, reverse=True)
        carrying = "|".join(sorted(map(merge_look_alikes, around.carriers), key=len, reverse=True)) or "(?!)"
        self._carried = re.compile(rf"(?:{carrying})+(\w{{{SHORT},}})")
        self._inside = re.compile("|".join(map(re.escape, inside)) or "(?!)")

    def _learn(self, words: list[str], rules: list[Rule], mirrored: Callable[[Rule], bool]) -> None:
        node = self._tree
        for word in words:
            self._words[word] = word
            node = node.setdefault(word, {})
        node.setdefault("", []).extend(rule for rule in rules if rule not in node.get("", []))
        if len(words) == 1 and len(words[0]) >= SHORT and any(map(mirrored, rules)):
            for other in (words[0][::-1], words[0][::-1].translate(_UPSIDE_DOWN)):
                self._tree.setdefault(other, {"": list(rules)})
                self._words.setdefault(other, other)
                self._mirrored.add(other)

    def _learn_shapes(self, word: str) -> None:
        """Index a short word with each letter taken for another of its shape."""
        if not SHORT <= len(word) < LONG:
            return
        for place, letter in enumerate(word):
            for other in {other for group in _SAME_SHAPE if letter in group for other in group} - {letter}:
                noisy = word[:place] + other + word[place + 1 :]
                if noisy not in self._lookalikes:
                    self._words.setdefault(noisy, word)

    def find(self, texts: Sequence[str], spelled: dict[str, str | None]) -> list[Sighting]:
        """Find every known phrase of a page, in order.

        Args:
            texts: the page's tokens.
            spelled: the known word that each token stands for, shared by the pages of a text; new tokens are added.
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

    def _walk(  # noqa: PLR0913, PLR0917 - the state of a recursion
        self, node: dict[str, Any], texts: Sequence[str], start: int, end: int, spelled: Mapping[str, str | None], found: list[Sighting]
    ) -> None:
        """Follow the tree of phrases as far as the tokens do."""
        found.extend(Sighting(start, end, *rule) for rule in node.get("", ()))
        for gap in range(PHRASE_GAPS + 1):
            if end + gap >= len(texts):
                return
            word = spelled[texts[end + gap]]
            if word is not None and word in node:
                self._walk(node[word], texts, start, end + gap + 1, spelled, found)
                if texts[end + gap] not in _SMALL_WORDS:
                    return
            for pieces in (2, 3):
                broken = "".join(texts[end + gap : end + gap + pieces]).replace(".", "")
                if broken and broken in node:
                    self._walk(node[broken], texts, start, end + gap + pieces, spelled, found)
                    return
            if texts[end + gap] not in _SMALL_WORDS and len(texts[end + gap]) > SMALL:
                return

    def _may_join(self, texts: Sequence[str], start: int) -> bool:
        """Say whether a token may be the beginning of a broken word: of nearly all pairs of tokens, both are whole words."""
        text, following = texts[start], texts[start + 1] if start + 1 < len(texts) else ""
        return len(text) == 1 or following in _BREAKS or (text + following) in self._tree

    def _join(self, texts: Sequence[str], start: int, spelled: Mapping[str, str | None], found: list[Sighting]) -> None:
        """Find a word that is broken or spaced out: `eth nie`, `H U T U`, `P.V.V.`, `H_u_t_u`."""
        joined, end, dotted = texts[start], start + 1, False
        if not joined.isalpha() or joined in _PARTICLES:
            return
        spaced = len(joined) == 1
        while end < len(texts) and len(joined) <= 2 * INSIDE:
            text = texts[end]
            end += 1
            if text in _BREAKS or (spaced and not text.isalnum()):
                dotted = True
                continue
            if not text.isalnum() or (spaced and dotted and len(text) > 1):
                return
            joined = merge_look_alikes(joined + text.translate(_LEET))
            if joined in self._tree and len(joined) >= (2 if dotted and spaced else INITIALS if spaced else SHORT):
                self._walk(self._tree[joined], texts, start, end, spelled, found)
            if not spaced or len(text) > 1:
                return

    def _spell(self, text: str) -> str | None:
        """Give the known word that a token stands for."""
        word = self._words.get(text)
        if word is not None or text.isalpha() or text.isdigit():
            return word or self._spell_letters(text)
        return next(filter(None, map(self._spell_letters, _readings(text))), None)

    def _spell_letters(self, text: str) -> str | None:
        """Give the known word that a token of letters stands for."""
        word = self._words.get(text)
        if word is not None or len(text) < LONG - 1 or text in self._lookalikes or text.isdigit():
            return word
        near = self._undoubled.get(_RUNS.sub(r"\1", text)) or self._near(text)
        carried = self._carried.fullmatch(text)
        if near is None and carried and carried[1] in self._alone:
            return carried[1]
        if near is not None or len(text) < INSIDE + 2:
            return near
        ending = self._ending.fullmatch(text)
        if ending:
            return "*" + ending[1]
        within = self._inside.search(text)
        return within.group() if within and within.group() + "s" != text else None

    def _near(self, text: str) -> str | None:
        """Give the long word that is one slip away; a plural is another word."""
        for rest in deletions(text):
            for word in self._by_deletion.get(rest, ()):
                if (word[-1] == "s" or word + "s" != text) and (text[-1] == "s" or text + "s" != word) and distance(word, text, 1) <= 1:
                    return word
        return None


def _readings(text: str) -> Iterator[str]:
    """Give what a token of letters and digits may say: its digits as letters, then its letters alone."""
    yield merge_look_alikes(text)
    if len(text) >= _LEET_FROM:
        yield merge_look_alikes(text.translate(_LEET))
    bare = text.strip(_DIGITS)
    if len(bare) > SMALL and bare != text:
        yield bare


def _significant_words(phrase: str) -> list[str]:
    """List a phrase's words, without the small ones where two others remain."""
    words = [word for word in tokenise([phrase]).texts if word.isalnum() or word == "%"]
    large = [word for word in words if word not in _SMALL_WORDS]
    return large if len(large) > 1 else words


def _by_deletion(words: Iterable[str]) -> dict[str, list[str]]:
    """Index every long word by itself and by what is left of it without each of its letters."""
    index: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= LONG:
            for rest in set(deletions(word)):
                index.setdefault(rest, []).append(word)
    return index
