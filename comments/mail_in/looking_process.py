"""The program that takes the text out of the files of one mail; `looking` starts it, nobody imports it.

Input: a line of JSON with the name and the length in bytes of each, then their contents, one behind the
other. Output: a line of JSON for each, its text, or null for what could not be read. Where lines are missing,
the program was ended before it came to them.
"""

import json
import resource
import sys
from pathlib import Path

PROCESSOR_SECONDS = 15
MEMORY_BYTES = 1024 * 1024 * 1024
MOST_CHARACTERS = 4_000_000


def limit_oneself() -> None:
    """Give up time, memory and files. Processes not: a PDF is read in one of its own, which may do less."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    """Read file after file, and say what stands in it."""
    limit_oneself()
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from screening.files import attachment_of

    left = MOST_CHARACTERS
    for name, length in json.loads(sys.stdin.buffer.readline()):
        text = attachment_of(name, sys.stdin.buffer.read(length)).text
        if text is not None and len(text) > left:
            text = None
        left -= len(text or "")
        print(json.dumps(text), flush=True)


if __name__ == "__main__":
    main()
