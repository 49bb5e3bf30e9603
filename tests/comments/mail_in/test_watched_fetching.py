"""Whatever watches the process that fetches mail hears when it looks into the mailbox no more."""

import os
import time
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command

from comments.mail_in import fetched


def is_well() -> bool:
    try:
        call_command("healthy", "fetch", verbosity=0)
    except CommandError:
        return False
    return True


def test_it_is_well_for_as_long_as_the_mailbox_was_looked_into_lately(settings: Any, tmp_path: Path):
    settings.VAR = tmp_path
    said = [is_well()]

    fetched.note()
    said.append(is_well())
    [sign] = tmp_path.iterdir()
    long_ago = time.time() - 3600 - settings.IMAP_SECONDS
    os.utime(sign, (long_ago, long_ago))
    said.append(is_well())
    fetched.note()

    assert [*said, is_well()] == [False, True, False, True]
