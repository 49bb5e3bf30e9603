"""The intake in a process of its own, which dies where a test says so: `python -m … DIES`."""

import os
import signal
import sys
from typing import Any

import django
from django.core.management import call_command

MOMENTS = ("never", "before it is stored", "before it says 250")


def serve(dies: str) -> None:
    """Take mail as `manage.py receive_mail` does, and die as a machine does."""
    from comments.mail_in import lmtp
    from comments.mail_in.services.taking import take

    def take_and_die(arrived: Any) -> bool:
        is_new = dies != "before it is stored" and take(arrived)
        if dies != "never":
            os.kill(os.getpid(), signal.SIGKILL)
        return is_new

    vars(lmtp)["take"] = take_and_die
    call_command("receive_mail")


if __name__ == "__main__":
    django.setup()
    serve(sys.argv[1])
