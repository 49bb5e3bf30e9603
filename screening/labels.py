"""Labels: the words, in English, Spanish and Portuguese, that say what a number near them is.

A blank in a word stands for a blank, dash, underscore, dot, line break or nothing ("dateOfBirth", "date_of_birth").
A word ends where its letters end, unless it closes with a star. Accents and case are gone before labels are sought.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from screening.tables import Tables
from screening.verdicts import Kind

_WORDS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.ITIN: ("itins?", "individual tax*"),
    Kind.EIN: (
        "f?eins?", "employer id*", "employer tax id*", "federal id*", "federal tax id*",
        "identificacion (?:del |de )?(?:empleador|patronal)*", "identificacao (?:do |de )?empregador*",
    ),
    Kind.SSN: (
        "ssns?", "s s n", "ss ?#", "ss no", "ss num*", "social sec*", "soc sec*", "my social", "your social",
        "socials?(?= ?(?:is|#|:|number))", "tins?", "tax id*", "taxpayer id*", "tax payer id*",
        "seguro social", "seguridad social", "nss", "seguranca social", "previdencia social",
        "identificacion (?:del |de )?contribuyente", "identificacao (?:do |de )?contribuinte",
    ),
    Kind.ROUTING_NUMBER: (
        "routing*", "aba", "rtn", "transit n*", "(?:numero |codigo )?de ruta*", "roteamento",
    ),
    Kind.IBAN: ("iban", "international bank account*"),
    Kind.BANK_ACCOUNT: (
        "acc(?:oun)?ts?", "account n*", "acc n*", "a/c", "checking*", "chequing*", "savings*", "deposit",
        "cuentas?", "contas?",
    ),
    Kind.PAYMENT_CARD: (
        "cards?", "card n*", "creditcards?", "credit", "debit", "cc", "cvv", "visa", "mastercard", "amex",
        "american express", "discover", "tarjetas?", "cartao", "cartoes",
    ),
    Kind.DATE_OF_BIRTH: (
        "d o b", "births?", "births? ?da*", "born", "b day", "nacimientos?", "nacid[oa]s?", "naci", "nacio",
        "cumpleanos", "fecha de nac*", "nascimentos?", "nascid[oa]s?", "nasci", "nasceu", "data de nasc*",
        "aniversario",
    ),
    Kind.DRIVERS_LICENCE: (
        "driver'?s?'? licen[cs]es?", "driver'?s?'? lic", "driving licen[cs]es?", "licen[cs]e n*", "licen[cs]es?",
        "licen[cs]e ?#", "dl", "d l", "dln", "licencia*", "carteira (?:de |nacional )", "carta de conducao",
        "habilitacao", "cnh",
    ),
    Kind.PASSPORT: ("passports?", "passport n*", "pasaportes?", "passaportes?"),
}  # fmt: skip


_GAP: Final = r"[ _.\n-]{0,2}"


def _compile_words(words: tuple[str, ...]) -> str:
    """Write words as one alternation, longest first, so that a label reaches as far as it can."""
    spellings = []
    for word in sorted(words, key=len, reverse=True):
        pattern = re.sub(" [?]?", lambda _: _GAP, word.removesuffix("*"))
        spellings.append(pattern + ("[a-z]*+" if word.endswith("*") else "(?![a-z])"))
    return "|".join(spellings)


_LABEL: Final = re.compile(
    "(?<![a-z])(?:"
    + "|".join(f"(?P<{kind.name}>{_compile_words(words)})" for kind, words in _WORDS.items())
    + ")"
)


class Label(NamedTuple):
    """Place one label in a reading."""

    start: int
    end: int
    kind: Kind


def kinds_in(text: str) -> frozenset[Kind]:
    """Tell which kinds the labels in a heading name."""
    return frozenset(label.kind for label in _find(text))


def _find(text: str) -> Iterator[Label]:
    for match in _LABEL.finditer(text):
        yield Label(match.start(), match.end(), Kind[match.lastgroup or ""])


class Labels:
    """Hold the labels of one reading, and answer which of them a number belongs to."""

    def __init__(self, text: str, heading: frozenset[Kind]) -> None:
        """Find every label of `text`; `heading` names the kinds that stand over the whole text."""
        self._text = text
        self._heading = heading
        self._labels = tuple(_find(text))
        self._starts = [label.start for label in self._labels]

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self._text, self._starts)

    def before(self, start: int, kinds: frozenset[Kind], reach: int) -> Label | None:
        """Find the nearest label of one of `kinds` that ends at most `reach` characters before `start`."""
        index = bisect_left(self._starts, start) - 1
        while index >= 0 and self._labels[index].end >= start - reach:
            if self._labels[index].kind in kinds:
                return self._labels[index]
            index -= 1
        return None

    def after(self, end: int, kinds: frozenset[Kind], reach: int) -> Label | None:
        """Find the nearest label of one of `kinds` that starts at most `reach` characters after `end`."""
        index = bisect_left(self._starts, end)
        while index < len(self._labels) and self._labels[index].start <= end + reach:
            if self._labels[index].kind in kinds:
                return self._labels[index]
            index += 1
        return None

    def kind_of(
        self, start: int, end: int, kinds: frozenset[Kind], *, before: int, after: int = 0
    ) -> Kind | None:
        """Tell which of `kinds` a number from `start` to `end` is called by the words around it.

        In order: the head of its table column, the nearest label before it, the nearest after it, the heading.
        """
        for head in self._tables.heads_over(start):
            if (label := self._labels[head]).kind in kinds:
                return label.kind
        if label := self.before(start, kinds, before) or self.after(end, kinds, after):
            return label.kind
        return next((kind for kind in _WORDS if kind in kinds and kind in self._heading), None)

    def mention(self, kind: Kind) -> bool:
        """Tell whether the text or its heading names `kind` anywhere."""
        return kind in self._heading or kind in self._kinds

    @cached_property
    def _kinds(self) -> frozenset[Kind]:
        return frozenset(label.kind for label in self._labels)
