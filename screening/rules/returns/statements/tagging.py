"""Tell each word of a text what part of a sentence it is."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from screening.rules.returns.statements import english, parts, portuguese, spanish
from screening.rules.writing import word_set

# Its first character is matched before anything is looked at around it: so the text is gone through quickly.
_TOKEN: Final = re.compile(
    r"([a-z\d$,;:()\u2013-](?:(?<=[a-z])[a-z]*+(?:'[a-z]{1,3}+(?![a-z]))?|(?<=\d)(?:[\d.,]*\d)?"
    r"|(?<=[$])\d(?:[\d.,]*\d)?|(?<=[,;:()\u2013])|(?<=\s-)(?=\s)))"
)
INDEFINITE: Final = frozenset({"a", "an", "un", "una", "um", "uma"})


class Token(NamedTuple):
    """Hold one word, number or sign in lower case, and where it stands in the reading."""

    word: str
    start: int
    end: int


class Language:
    """Hold the words of one language by their part, and how its words end."""

    def __init__(
        self, words: Mapping[str, str], endings: Mapping[str, str], forms: Mapping[str, str]
    ) -> None:
        """Take the words of a language; a word that stands twice has the part that is named first.

        endings: of plurals and genders, and what stands there in the word that is written down.
        forms: endings of verbs that are not written down, and their part; "-ed" is of what was done.
        """
        self.words: dict[str, str] = {}
        self._phrases: dict[str, str] = {}
        for part, written in words.items():
            single, *phrases = written.split("|")
            for word in single.split():
                self.words.setdefault(word, part)
            for phrase in phrases:
                self._phrases.setdefault(" ".join(phrase.split()), part)
        # How many words the phrases have that begin with a word, the longest first.
        self.beginnings: dict[str, list[int]] = {}
        for phrase in self._phrases:
            first, *others = phrase.split()
            for word in (first, f"{first}s"):
                self.beginnings[word] = sorted(
                    {*self.beginnings.get(word, ()), 1 + len(others)}, reverse=True
                )
        for word, part in list(self.words.items()):
            if part == parts.WENT:
                # "Eliminó", and not "elimina", which is a rule.
                continue
            # "They cancel", but "it cancels".
            inflected = parts.DECIDES if part == parts.DECIDE else part
            for ending, singular in endings.items():
                if len(word) > 2 and word.endswith(singular):
                    self.words.setdefault(word.removesuffix(singular) + ending, inflected)
        self._forms = forms

    def part_of(self, word: str) -> str:
        """Tell the part of one word, in the plural and any gender too."""
        if part := self.words.get(word):
            return part
        if len(word) < 4 or not word.endswith(tuple(self._forms)):
            return parts.OTHER
        return next((part for ending, part in self._forms.items() if word.endswith(ending)), parts.OTHER)

    def phrase_at(self, tokens: list[Token], index: int) -> tuple[int, str]:
        """Tell how many words the phrase has that begins at `index`, and its part; nothing without one.

        The word there has to be one of `beginnings`.
        """
        for length in self.beginnings[tokens[index].word]:
            if index + length > len(tokens):
                continue
            words = [token.word for token in tokens[index : index + length]]
            for phrase in (" ".join(words), " ".join(map(self._singular, words))):
                if part := self._phrases.get(phrase):
                    return length, part
        return 0, ""

    def _singular(self, word: str) -> str:
        return word.removesuffix("s")


ENGLISH: Final = Language(
    english.WORDS,
    {"ies": "y", "es": "", "s": ""},
    {"eed": parts.OTHER, "ed": parts.DONE, "thing": parts.OTHER, "ing": parts.GOING},
)
_ROMANCE: Final = {"as": "o", "a": "o", "os": "o", "s": ""}
SPANISH: Final = Language(
    spanish.WORDS,
    {"iones": "ion", "es": "", **_ROMANCE},
    {
        "remos": parts.WILL,
        **dict.fromkeys(("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"), parts.DONE),
        **dict.fromkeys(("aron", "ieron", "amos", "imos"), parts.WENT),
        **dict.fromkeys(("ando", "iendo", "yendo"), parts.DOING),
    },
)
PORTUGUESE: Final = Language(
    portuguese.WORDS,
    {"oes": "ao", "es": "", **_ROMANCE},
    {
        "remos": parts.WILL,
        **dict.fromkeys(("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"), parts.DONE),
        **dict.fromkeys(("ou", "eu", "iu", "ei", "aram", "eram", "iram", "amos", "emos", "imos"), parts.WENT),
        **dict.fromkeys(("ando", "endo", "indo"), parts.DOING),
    },
)
_LANGUAGES: Final = (ENGLISH, SPANISH, PORTUGUESE)

# Of a possessive, whose it is: of whom one speaks so, beside those who have a name.
_PEOPLE: Final = frozenset(
    {"taxpayer", "tp", "client", "claimant", "husband", "wife", "spouse", "ex", "partner", "son", "daughter"}
)
_IN_HASTE: Final = word_set("cant dont wont isnt arent didnt hasnt hadnt wasnt werent doesnt havent couldnt")
_NAMED_TWICE: Final = re.compile(
    rf"(?:{parts.WHOSE}{parts.OTHER}{{1,2}}|{parts.PERSON}){parts.PAUSE}{parts.PERSON}{parts.PAUSE}"
)
_CONTRACTED: Final = {
    "s": parts.IS, "re": parts.IS, "ve": parts.HAS, "ll": parts.WILL, "d": parts.MAY, "m": parts.IS,
}  # fmt: skip


def language_of(tokens: list[Token]) -> Language:
    """Tell whose words most of the tokens are."""
    # Numbers and signs are words of none.
    words = [token.word for token in tokens if token.word >= "a"]
    if not words:
        return ENGLISH
    return max(_LANGUAGES, key=lambda language: sum(map(language.words.__contains__, words)))


def tagged(tokens: list[Token], people: Mapping[int, int]) -> tuple[str, list[Token]]:
    """Tell the parts of one sentence, a letter for each word, beside the words; phrases are one word.

    people: where names of somebody start, and where they end.
    """
    language = language_of(tokens)
    # Forms and lists say the same words again and again.
    letters_of: dict[str, str] = {}
    letters: list[str] = []
    kept: list[Token] = []
    following = 0
    beginnings = language.beginnings
    for index, token in enumerate(tokens):
        if index < following:
            continue
        word, start, _ = token
        if word in beginnings or start in people:
            length, part = _name_or_phrase_at(tokens, index, people, language)
            if length:
                following = index + length
                letters.append(part)
                kept.append(Token(word, start, tokens[following - 1].end))
                continue
        told = letters_of.get(word)
        if told is None:
            told = letters_of[word] = _letters_of(token, language)
        letters.append(told)
        if len(told) == 1:
            kept.append(token)
        else:
            kept += (token,) * len(told)
    return _without_appositions("".join(letters), kept)


def _without_appositions(letters: str, kept: list[Token]) -> tuple[str, list[Token]]:
    """Say in one part who is named twice: "your former wife, Ms. Ng, has not paid"."""
    if parts.PERSON not in letters:
        return letters, kept
    told: list[Token] = []
    cursor = 0
    for named in _NAMED_TWICE.finditer(letters):
        whole = Token(kept[named.start()].word, kept[named.start()].start, kept[named.end() - 2].end)
        told += [*kept[cursor : named.start()], whole]
        cursor = named.end()
    return _NAMED_TWICE.sub(parts.PERSON, letters), told + kept[cursor:]


def _name_or_phrase_at(
    tokens: list[Token], index: int, people: Mapping[int, int], language: Language
) -> tuple[int, str]:
    """Tell how many tokens from `index` on are a name or a phrase, and its part; nothing without one."""
    end = people.get(tokens[index].start)
    if end is None:
        return language.phrase_at(tokens, index)
    last = index
    while last + 1 < len(tokens) and tokens[last + 1].start < end:
        last += 1
    return last + 1 - index, parts.WHOSE if tokens[last].word.endswith("'s") else parts.PERSON


def _letters_of(token: Token, language: Language) -> str:
    """Tell the part of one token; a contraction has two, also where it is written in haste, as "didnt"."""
    if not token.word[0].isalpha():
        return parts.NUMBER if token.word[-1].isdigit() or token.word[0] == "$" else parts.PAUSE
    written = f"{token.word[:-1]}'t" if token.word in _IN_HASTE else token.word
    word, _, contracted = written.partition("'")
    if contracted and written in language.words:
        return language.words[written]
    if contracted == "t":
        return language.part_of(word.removesuffix("n")) + parts.NOT
    if contracted == "s" and word in _PEOPLE:
        return parts.WHOSE
    part = language.part_of(word)
    if not contracted:
        return part
    if contracted == "s" and part not in {parts.PERSON, parts.THERE, parts.THAT}:
        if part in {parts.MATTER, parts.THING}:
            return part + parts.IS
        return parts.IS if word in {"it", "here"} else parts.OTHER
    return part + _CONTRACTED.get(contracted, "")


def sentences_of(text: str, ends: list[int]) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence of `text`, which ends at ascending `ends`."""
    # Every second piece is a token.
    pieces = _TOKEN.split(text)
    edges = list(accumulate(map(len, pieces)))
    starts = edges[:-1:2]
    tokens = list(map(Token, pieces[1::2], starts, edges[1::2]))
    first = 0
    for stop in (*ends, len(text)):
        last = bisect_left(starts, stop, first)
        if last > first:
            yield tokens[first:last]
        first = last


def is_any_of(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the word at `index` is an article of any: "a" is, but not before a Portuguese noun."""
    if tokens[index].word not in INDEFINITE or tokens[index].word != "a" or index + 1 == len(tokens):
        return tokens[index].word in INDEFINITE
    noun = tokens[index + 1].word
    return noun not in PORTUGUESE.words or noun in ENGLISH.words


def is_plural(word: str) -> bool:
    """Tell whether an English, Spanish or Portuguese word speaks of several."""
    return word.endswith("s") and "'" not in word
