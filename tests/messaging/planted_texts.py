"""Texts for hypothesis to choose from: harmless, personal, and with a value of any kind planted in them."""

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from bench.texts import phrases
from bench.texts.rewrites import REWRITES
from bench.texts.values import VALUES, social_security
from screening import screen

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


def _in_phrase(written: tuple[str, str], seed: int) -> Text:
    label, phrase = written
    value = VALUES[label](random.Random(seed))  # noqa: S311
    return Text(phrase.replace("{}", value), "restricted", value)


def _said(sentence: str, cents: int) -> Text:
    words = sentence.format(amount=f"${cents / 100:,.2f}")
    return Text(words, "restricted", words)


_WRITTEN = [(label, phrase) for label, written in phrases.PHRASES.items() for phrase in written]
INNOCENT = st.lists(
    st.sampled_from(["Please", "come", "in", "on", "Monday", "with", "form", "twelve", "soon", "\n"]),
    min_size=1,
    max_size=8,
).map(lambda words: Text(" ".join(words)))
# How much is recognised is asked elsewhere; here, that nothing of what is recognised leaves.
PLANTED = st.one_of(
    st.builds(_rewritten, st.sampled_from(sorted(REWRITES)), _SEEDS),
    st.builds(_in_phrase, st.sampled_from(_WRITTEN), _SEEDS),
    st.builds(_said, st.sampled_from(phrases.RETURN_INFORMATION), st.integers(10_000, 99_999_999)),
).filter(lambda text: screen(text.words).strength == "restricted")
TEXTS = st.one_of(INNOCENT, st.sampled_from(PERSONAL).map(lambda words: Text(words, "personal")), PLANTED)
