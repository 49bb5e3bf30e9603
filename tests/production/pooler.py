"""A PgBouncer of one's own before the tests' PostgreSQL, in transaction mode, with few connections."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field

import psycopg

from tests.portal.serving import wait_until
from tests.real_servers import become, free_port, listens, unprivileged_folder

# Two for all: whoever asks twice is hardly given the same one.
SERVER_CONNECTIONS = 2


@dataclass
class PgBouncer:
    """A pooler, started by `with`. program: pgbouncer. user, far_port: of the database behind it."""

    program: str
    user: str
    far_port: int
    port: int = field(default_factory=free_port)

    @property
    def keeps_statements(self) -> bool:
        """Tell whether it knows statements that clients prepare, as it does from 1.21 on."""
        said = subprocess.run([self.program, "--version"], capture_output=True, text=True, check=True).stdout
        major, minor = re.findall(r"[0-9]+", said)[:2]
        return (int(major), int(minor)) >= (1, 21)

    def __enter__(self) -> "PgBouncer":
        self.folder = unprivileged_folder("pgbouncer")
        (self.folder / "users").write_text(f'"{self.user}" ""\n', encoding="utf-8")
        (self.folder / "pgbouncer.ini").write_text(self._configuration(), encoding="utf-8")
        self.process = subprocess.Popen(
            [self.program, self.folder / "pgbouncer.ini"], stderr=subprocess.DEVNULL, cwd="/", **become()
        )
        assert wait_until(lambda: listens(self.port) or self.process.poll() is not None)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)

    def statistics(self, table: str) -> list[dict[str, object]]:
        """Ask its console for one of its tables, such as STATS."""
        address = f"postgresql://{self.user}@127.0.0.1:{self.port}/pgbouncer"
        with psycopg.connect(address, autocommit=True, row_factory=psycopg.rows.dict_row) as console:
            return console.execute(f"SHOW {table}").fetchall()

    def _configuration(self) -> str:
        lines = {
            "listen_addr": "127.0.0.1",
            "listen_port": self.port,
            "unix_socket_dir": "",
            "auth_type": "trust",
            "auth_file": self.folder / "users",
            "admin_users": self.user,
            "pool_mode": "transaction",
            "default_pool_size": SERVER_CONNECTIONS,
            **({"max_prepared_statements": 200} if self.keeps_statements else {}),
        }
        chosen = "\n".join(f"{name} = {value}" for name, value in lines.items())
        return f"[databases]\n* = host=127.0.0.1 port={self.far_port}\n[pgbouncer]\n{chosen}\n"
