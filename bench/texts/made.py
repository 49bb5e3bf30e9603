"""Sets of texts that are made up: values planted in phrases, rewritten numbers, and texts without any."""

import random
from collections.abc import Iterator

from bench.texts import phrases
from bench.texts.labelled import Row, Span
from bench.texts.rewrites import REWRITES
from bench.texts.values import VALUES, social_security


def planted(seed: int, *, of_each: int = 3) -> Iterator[Row]:
    """Yield texts with one value, `of_each` for every phrase of its label."""
    chance = _chance(seed)
    for label, written in phrases.PHRASES.items():
        for phrase in written:
            for number in range(of_each):
                value = VALUES[label](chance)
                yield _around(chance, f"{label}-{phrase}-{number}", label.split()[0], phrase, value)
    for phrase in phrases.RETURN_INFORMATION:
        amount = f"${chance.randrange(100, 9_999_999) / 100:,.2f}"
        yield _around(chance, phrase, "RETURN_INFORMATION", "{}", phrase.format(amount=amount))


def rewritten(seed: int, *, of_each: int = 20) -> Iterator[tuple[str, Row]]:
    """Yield the name of a rewrite and a text with a Social Security number that is written so."""
    chance = _chance(seed)
    for name, rewrite in REWRITES.items():
        for number in range(of_each):
            value = rewrite(social_security(chance))
            yield name, _around(chance, f"{name}-{number}", "US_SSN", "We have {} here", value)


def ordinary(seed: int, *, texts: int = 300) -> Iterator[Row]:
    """Yield texts as an agency writes them to everybody."""
    chance = _chance(seed)
    for number in range(texts):
        sentences = chance.sample(phrases.ORDINARY, chance.randrange(1, 6))
        yield Row(f"ordinary-{number}", " ".join(sentences).format(year=chance.randrange(1990, 2026)))


def number_heavy(seed: int, *, texts: int = 300) -> Iterator[Row]:
    """Yield texts full of numbers of which none is anybody's."""
    chance = _chance(seed)
    for number in range(texts):
        lines = chance.choices(phrases.NUMBERS, k=chance.randrange(2, 7))
        text = "\n".join(lines)
        digits = (str(chance.randrange(10)) if each == "9" else each for each in text)
        yield Row(f"numbers-{number}", "".join(digits))


def _around(chance: random.Random, name: str, label: str, phrase: str, value: str) -> Row:
    before = chance.choice(phrases.BEFORE) + phrase.partition("{}")[0]
    text = before + value + phrase.partition("{}")[2] + chance.choice(phrases.AFTER)
    return Row(name, text, (Span(len(before), len(before) + len(value), label),))


def _chance(seed: int) -> random.Random:
    # The same texts in every run; nothing here is a secret.
    return random.Random(seed)  # noqa: S311
