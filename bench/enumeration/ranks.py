"""Whether two samples come from one distribution."""

import math
from collections.abc import Sequence


def p_value(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Compute how likely two samples of one distribution rank at least as differently as these do.

    Mann and Whitney's test, two-sided, by the normal approximation, which does from 20 values a side; equal
    values share their ranks. Source: H. B. Mann, D. R. Whitney, Ann. Math. Statist. 18 (1947), 50-60.
    """
    marked = sorted([(value, True) for value in ours] + [(value, False) for value in theirs])
    rank_sum, at = 0.0, 0
    while at < len(marked):
        end = at
        while end < len(marked) and marked[end][0] == marked[at][0]:
            end += 1
        shared_rank = (at + 1 + end) / 2
        rank_sum += shared_rank * sum(is_ours for _value, is_ours in marked[at:end])
        at = end
    m, n = len(ours), len(theirs)
    wins = rank_sum - m * (m + 1) / 2
    deviation = math.sqrt(m * n * (m + n + 1) / 12)
    return math.erfc(abs(wins - m * n / 2) / deviation / math.sqrt(2))
