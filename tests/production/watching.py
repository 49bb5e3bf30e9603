"""Hears everything that is said to a broker, and reads everything that it keeps."""

import base64
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import redis

from tests.real_servers import Redis

# As Celery sends a task: a body in base64 within a message in JSON, whose quotes the broker escapes.
_BODY = re.compile(r'body\\*": \\*"([A-Za-z0-9+/=]+)\\*"')


@dataclass
class Watch:
    """What was said to a broker so far; `kept` reads what it holds at this moment."""

    client: redis.Redis
    said: list[str] = field(default_factory=list)

    def bodies(self) -> list[list[Any]]:
        """Decode every task that was sent: arguments, named arguments, and what Celery adds."""
        found = [base64.b64decode(body) for body in _BODY.findall("\n".join(self.said))]
        return [json.loads(body) for body in found]

    def kept(self) -> list[bytes]:
        """Read every key and all that is under it."""
        keys: list[bytes] = list(self.client.scan_iter())
        return [key + b" " + repr(self._read(key)).encode() for key in keys]

    def _read(self, key: bytes) -> object:
        client: Any = self.client
        readers = {
            b"string": lambda: client.get(key),
            b"list": lambda: client.lrange(key, 0, -1),
            b"hash": lambda: client.hgetall(key),
            b"set": lambda: client.smembers(key),
            b"zset": lambda: client.zrange(key, 0, -1, withscores=True),
        }
        kind = client.type(key)
        # Between listing and reading, a key may have gone.
        return readers[kind]() if kind in readers else kind


@contextmanager
def watching(server: Redis) -> Iterator[Watch]:
    """Listen as long as the block runs."""
    # A broker may have nothing to say for long.
    with redis.Redis(port=server.port, socket_timeout=None) as client, client.monitor() as monitor:
        watch = Watch(client)

        def listen() -> None:
            try:
                while True:
                    watch.said.append(monitor.next_command()["command"])
            except (redis.RedisError, OSError, ValueError):
                # The end of the block closes what this reads from.
                return

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        yield watch
        assert listener.is_alive(), "the broker was not heard to the end"
