"""Take walks that nobody has taken before: `python -m tests.random_walks NUMBER`, about two of them a second.

Each presses whatever can be pressed, in any order, and looks for what must not have left. The one that fails
is shown as short as it can be made.
"""

import os
import sys

import pytest

if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    os.environ["NEW_WALKS"] = sys.argv[1]
    sys.exit(pytest.main(["-q", "tests/messaging/test_random_walks.py"]))
