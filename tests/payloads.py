"""Write every line of a file wherever people write, and look at each page with a real browser.

`python -m tests.payloads FILE` takes one payload a line, such as a public list of scripts; each takes some
seconds. Without a file it takes tests/browser/payloads.txt, of which the tests look at many together.
"""

import os
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent / "browser"


def main(arguments: list[str]) -> int:
    """Run the tests of payloads with a file's own lines; gives the exit code."""
    os.environ["PAYLOADS"] = str(Path(arguments[0] if arguments else TESTS / "payloads.txt").resolve())
    files = [str(TESTS / name) for name in ("test_payloads.py", "test_payloads_of_forms.py")]
    return pytest.main(["-q", *files, *arguments[1:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
