"""The image holds what the portal needs to run, and nothing that only tests need."""

import os
import re
import subprocess
import sys
from pathlib import Path

from deploy.not_needed import needed, not_needed
from tests.deploy.files import DOCKERFILE, OURS, ROOT, SERVICES

WITHOUT = """
import sys
from importlib.metadata import packages_distributions
from deploy.not_needed import not_needed

left_out = set(not_needed())
known = packages_distributions()
blocked = {top for top, owners in known.items() if {owner.lower().replace("_", "-") for owner in owners} <=
left_out}

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Blocker())
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check"])
import gunicorn.app.base, notices.tasks, portal.celery, portal.serving.web, psycopg
"""


def test_the_image_is_made_in_two_stages_of_one_version_and_run_by_nobody_special():
    stages = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(stages) == 2
    assert len(set(stages)) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", stages[0])
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert all(SERVICES[name]["user"] == "10001:10001" for name in OURS)
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert "HEALTHCHECK" in DOCKERFILE
    assert not re.search(r"^(ARG|ADD) ", DOCKERFILE, re.MULTILINE)


def test_the_user_of_the_image_has_a_group_and_may_read_what_it_runs():
    made, run = DOCKERFILE.split("FROM")[1:]

    # collectstatic makes files that only their owner reads, as everything that manage.py makes.
    assert made.index("collectstatic") < made.index("chmod -R a+rX /build")
    assert "groupadd --system --gid 10001 " in run
    assert "useradd --system --uid 10001 --gid 10001 " in run


def test_what_the_image_copies_is_there():
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
        for source in line.split()
    ]

    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []


def test_the_image_does_without_what_only_tests_need():
    left_out = set(not_needed())

    assert left_out >= {"pytest", "mypy", "ruff", "playwright", "pip"}
    assert not left_out & {
        "django",
        "celery",
        "redis",
        "psycopg",
        "psycopg-binary",
        "cryptography",
        "aiosmtpd",
    }
    assert needed(["django-axes[ipware]"]) >= {"django-axes", "django-ipware", "django"}


def test_the_portal_runs_without_them(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
