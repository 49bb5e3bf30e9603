"""A command that takes mail in, in a process that dies where a test says so: `python -m … COMMAND DIES`."""

import os
import signal
import sys
from typing import Any

import django
from django.core.management import call_command

MOMENTS = ("never", "before it is stored", "before it acknowledges")


def run(command: str, dies: str) -> None:
    """Take mail as `manage.py` does with that command, and die as a machine does."""
    from comments.mail_in import imap, lmtp
    from comments.mail_in.services.taking import take

    def take_and_die(arrived: Any) -> bool:
        is_new = dies != "before it is stored" and take(arrived)
        if dies != "never":
            os.kill(os.getpid(), signal.SIGKILL)
        return is_new

    for module in (imap, lmtp):
        vars(module)["take"] = take_and_die
    call_command(command)


if __name__ == "__main__":
    django.setup()
    run(*sys.argv[1:])
