"""Processes forked from the one that loaded Django, before it had a thread or a database connection."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

import structlog

log = structlog.get_logger(__name__)

# From <sys/prctl.h>: the signal that this process gets when its parent dies.
PR_SET_PDEATHSIG = 1


def fork(name: str, run: Callable[[], None]) -> int:
    """Start `run` in a process of its own, which ends with it and never outlives this one; gives its id.

    The child leads a process group: Ctrl-C reaches only the parent, which stops its children in order.
    """
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _be_child(name, run, parent)
    # Here and in the child, for either may come first: whoever knows the child may end its whole group.
    with suppress(ProcessLookupError):
        os.setpgid(child, child)
    return child


def _be_child(name: str, run: Callable[[], None], parent: int) -> NoReturn:
    # Never returns into the parent's code, whatever happens: that would be a second supervisor.
    code = 1
    try:
        os.setpgid(0, 0)
        end_with(parent)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException as error:
        if explanation := getattr(error, "explanation", ""):
            print(explanation, file=sys.stderr)
        else:
            log.exception("portal.process.failed", process=name)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def end_with(parent: int) -> None:
    """Have this process asked to stop as soon as its parent is gone, however that died."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # The parent died before the line above.
        os._exit(1)
