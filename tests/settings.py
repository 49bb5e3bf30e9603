"""Settings of the tests: a folder of their own, and a password KDF with small numbers."""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.real_servers import free_port

_folder = tempfile.mkdtemp(prefix="sealpost-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["VAR"] = _folder
os.environ["SEALPOST_DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
# Each process of the tests has a broker of its own, which tests may empty and kill; see tests/conftest.py.
os.environ["SEALPOST_REDIS_URL"] = (
    f"redis://127.0.0.1:{free_port()}/0" if os.environ["SEALPOST_DATABASE_URL"] else ""
)
# Outside the embedded way to run neither has a default.
os.environ["SEALPOST_SECRET_KEY"] = secrets.token_urlsafe(48)
os.environ["SEALPOST_SITE_URL"] = "http://localhost:8000"

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, VAR  # noqa: E402

# A real password KDF with small numbers; every other settings module that tries this is refused at start.
ALLOW_WEAK_KDF = True
PASSWORD_KDF = {"algorithm": "argon2id", "memory_kib": 64, "iterations": 1, "lanes": 1}

EMAIL_USE_TLS = False
EMAIL_TIMEOUT = 5
# Each test that breaks the mail server waits for nothing; those of the pauses set their own.
MAIL_PAUSE_SECONDS = 0
# The portal's own engines, whose flush between tests may also clear the audit log.
ENGINE = f"tests.audit.clearing.{str(DATABASES['default']['ENGINE']).rpartition('.')[2]}"
DATABASES["default"]["ENGINE"] = ENGINE
# A file, not memory: tests with threads and processes need the same database as everybody.
if ENGINE.endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR) / "test.sqlite3")}
    # What is thrown away need not survive a crash of the machine.
    options: Any = DATABASES["default"]["OPTIONS"]
    options["init_command"] += " PRAGMA synchronous=OFF;"
(VAR / "static").mkdir()

# Staff of the tests sign in by password alone, so that each test takes one step and not three. What it means
# that they need a second factor is asked in tests/whole_site/test_second_factor_of_staff.py, with this on.
STAFF_NEED_SECOND_FACTOR = False
