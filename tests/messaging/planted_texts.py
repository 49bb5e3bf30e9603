"""Texts for hypothesis to choose from: harmless, personal, and with a value of any kind planted in them.

How strong a text is says its label, never screening: what screening misses has to show as mail that left.
"""

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from bench.texts import phrases
from bench.texts.rewrites import REWRITES
from bench.texts.values import VALUES, social_security

PERSONAL = ("You were born in 1970", "I am 67 years old.", "Tengo 67 años.", "Nasci em 1950.")


@dataclass(frozen=True)
class Text:
    """Hold a text; strength: what the written policy says of it. planted: what of it must never leave."""

    words: str
    strength: str = "clean"
    planted: str = ""


# The numbers that values are made from are chosen by hypothesis, so that it can make them simpler.
_SEEDS = st.integers(0, 10_000)


def _rewritten(name: str, seed: int) -> Text:
    value = REWRITES[name](social_security(random.Random(seed)))  # noqa: S311
    return Text(f"We have {value} here.", "restricted", value)


def _in_sentence(written: tuple[str, str], seed: int) -> Text:
    label, sentence = written
    value = VALUES[label](random.Random(seed))  # noqa: S311
    return Text(sentence.replace("{}", value), "restricted", value)


def _said(sentence: str, cents: int) -> Text:
    words = sentence.format(amount=f"${cents / 100:,.2f}")
    return Text(words, "restricted", words)


# Each says plainly what it is, in formats that letters have: none may ever be missed. How much of the rest is
# found, the tests and benchmarks of screening measure.
PLAINLY = (
    ("US_SSN", "Your Social Security number is {}."),
    ("US_SSN", "Su número de Seguro Social es {}."),
    ("US_SSN", "O seu número de segurança social é {}."),
    ("US_SSN bare", "Your Social Security number is {}."),
    ("US_ITIN", "Your ITIN is {}."),
    ("US_EIN", "The EIN is {}."),
    ("BANK_ACCOUNT", "Account number {}"),
    ("BANK_ACCOUNT", "Número de cuenta: {}"),
    ("BANK_ROUTING", "Routing number {}"),
    ("IBAN", "IBAN {}"),
    ("CREDIT_CARD", "Visa {}"),
    ("DRIVER_LICENSE", "Massachusetts driver's license no. {}"),
    ("PASSPORT", "Passport number {}"),
    ("DATE_OF_BIRTH", "Date of birth: {}"),
    ("DATE_OF_BIRTH", "Fecha de nacimiento: {}"),
    ("TAX_ACCOUNT", "Account ID: {}"),
)
INNOCENT = st.lists(
    st.sampled_from(["Please", "come", "in", "on", "Monday", "with", "form", "twelve", "soon", "\n"]),
    min_size=1,
    max_size=8,
).map(lambda words: Text(" ".join(words)))
PLANTED = st.one_of(
    st.builds(_rewritten, st.sampled_from(sorted(REWRITES)), _SEEDS),
    st.builds(_in_sentence, st.sampled_from(PLAINLY), _SEEDS),
    st.builds(_said, st.sampled_from(phrases.RETURN_INFORMATION), st.integers(10_000, 99_999_999)),
)
TEXTS = st.one_of(INNOCENT, st.sampled_from(PERSONAL).map(lambda words: Text(words, "personal")), PLANTED)
