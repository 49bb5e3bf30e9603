"""Take in every file of a folder as a mail, and say what came of each: `python -m tests.mail_corpus FOLDER`.

Each goes through LMTP and a worker, into a database of its own. It fails when one is lost, is not settled,
takes longer than a minute, or makes the reading fail in a way that nobody foresaw.
"""

import os
import sys

import pytest

if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__)
    os.environ["MAIL_CORPUS"] = os.path.abspath(sys.argv[1])
    sys.exit(
        pytest.main(["-q", "tests/comments/mail_in/test_mail_corpora.py", "-k", "every_file_of_a_folder"])
    )
