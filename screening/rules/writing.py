"""How sentences are written here: patterns of whole words, laid out for whoever reads them."""

import re


def one_of(pattern: str) -> str:
    """Write alternatives as one group; they stand between bars or on lines, which are for the reader only.

    A line that is indented deeper goes on with the one before it, after a blank unless it begins with a bar.
    """
    joined = re.sub(r"\n {8}\s*(?=\|)", "", pattern)
    lines = re.sub(r"\n {8}\s*", " ", joined).splitlines()
    alternatives = (each.strip() for line in lines for each in line.strip().split(" | "))
    return "(?:" + "|".join(filter(None, alternatives)) + ")"


def whole_words(pattern: str) -> re.Pattern[str]:
    """Compile alternatives that begin and end with whole words."""
    return re.compile(rf"(?=[a-z])(?<![a-z]){one_of(pattern)}(?![a-z])")


def word_set(text: str) -> frozenset[str]:
    """Give the words of a list; they stand in rows, which are read and changed more easily than strings."""
    return frozenset(text.split())


def up_to(most: int) -> str:
    """Match so many words or fewer, amounts among them, and no end of a sentence."""
    return rf"(?:\$?[a-z\d'-]+(?:[.,]\d+)* ){{0,{most}}}?"
