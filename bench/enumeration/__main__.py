"""Ask in turns about somebody who is there and somebody who is not, and write the times as JSON.

`python -m bench.enumeration 1000` asks everything so often, in a VAR of its own.
"""

import json
import os
import sys
import time

import django


def main() -> None:
    """Found the agency, ask, and print {question: {whom: [milliseconds, ...]}}."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.enumeration.settings"
    django.setup()
    from bench.agency import founding
    from bench.enumeration.knocking import questions

    founding.found_once()
    times: dict[str, dict[str, list[float]]] = {}
    for question in questions():
        asked = {"there": question.there, "also there": question.also_there, **question.others}
        seen: dict[str, list[float]] = {whom: [] for whom in asked}
        looks = set()
        for turn in range(-10, int(sys.argv[1])):
            # In another order each time, so that nobody always comes first.
            for whom in sorted(asked, key=lambda name: hash((name, turn))):
                began = time.perf_counter()
                answer = question.ask(asked[whom])
                milliseconds = 1000 * (time.perf_counter() - began)
                looks.add((answer.status_code, tuple(sorted(answer.headers)), len(answer.content)))
                if turn >= 0:
                    seen[whom].append(milliseconds)
        if len(looks) > 1:
            raise RuntimeError(f"{question.name}: answers look different: {looks}")
        times[question.name] = seen
    print(json.dumps(times))


main()
