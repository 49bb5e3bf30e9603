"""How long `serve` takes until it answers."""

from collections.abc import Iterator

from bench.figures import Figure
from bench.processes import Server, free_port
from bench.stand import Stand

MOST_SECONDS = 3.0


def measure(stand: Stand) -> Iterator[Figure]:
    """Start a demo twice: the first start founds its agency, the second is the one with a bar."""
    first, second = (_start(stand) for _ in range(2))
    yield Figure(
        "Second start", f"{second:.1f} s (the first: {first:.1f} s)", "at most 3 s", second <= MOST_SECONDS
    )


def _start(stand: Stand) -> float:
    chosen = {"VAR": str(stand.folder / "demo"), "PORT": str(free_port()), "SEALPOST_DEMO": "1"}
    chosen["SEALPOST_SMTP_CATCHER_PORT"] = str(free_port())
    server = Server(["manage.py", "serve", "--demo"], chosen, log=stand.folder / "demo.log")
    try:
        return server.wait_until_ready()
    finally:
        server.stop()
