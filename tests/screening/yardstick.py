"""What a second of a quiet machine is worth here and now.

A machine that is slow, or has others on it, takes longer for everything: a promise in seconds is held against
a piece of work that never changes, and has none of our code in it.
"""

import re
from time import process_time
from typing import Final

_WORDS: Final = re.compile(r"(?<![a-z])(?P<word>[a-z]{2,12})(?:[ ](?=[a-z])|[,.]|(?=\d))")
_TEXT: Final = "the quick brown fox jumps over 13 lazy dogs, and nobody saw it. " * 1_500
_ROUNDS: Final = 4
# Measured on two processors that had nothing else to do, and no neighbours.
_QUIET_SECONDS: Final = 0.03


def a_second() -> float:
    """Tell how many seconds of a processor are worth one of a quiet machine; never fewer than one."""
    began = process_time()
    for _ in range(_ROUNDS):
        for match in _WORDS.finditer(_TEXT):
            match["word"].upper()
    return max((process_time() - began) / _QUIET_SECONDS, 1)
