"""Make the frozen sample of a ceremony: five pages, the public half, and a bundle that each three must open.

Ran once, from the root of the repository: `python -m tests.samples.make_records_key`. It never overwrites:
paper lasts longer than releases, so what is in custodians' safes must be read by every later one. The key was
made for this and opens nothing else.
"""

import sys
from pathlib import Path

from records_key import ceremony

FOLDER = Path(__file__).parent / "records_key"
NAMES = [f"Custodian {number} of the sample" for number in range(1, 6)]


def main() -> None:
    """Hold a ceremony, and keep all five pages in one place, as nobody ever should."""
    if FOLDER.exists():
        sys.exit(f"{FOLDER} is frozen.")
    ceremony.make(FOLDER, agency="Sample of a ceremony", custodians=NAMES)


if __name__ == "__main__":
    main()
