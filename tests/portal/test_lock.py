"""What is installed is exactly what was looked at."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


def _versions() -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in PINNED.findall(LOCK)}


def test_the_lock_names_no_index_and_no_file() -> None:
    for part in ("://", "--index-url", "--extra-index-url", "--find-links", " @ ", "file:"):
        assert part not in LOCK


def test_every_package_of_the_lock_has_a_version_and_hashes() -> None:
    entries = [entry for entry in re.split(r"\n(?=\S)", LOCK.strip()) if not entry.startswith("#")]

    for entry in entries:
        assert PINNED.match(entry), entry[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:60]


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    versions = _versions()

    for requirement in map(Requirement, asked):
        version = versions[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), requirement
