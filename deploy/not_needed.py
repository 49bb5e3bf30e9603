"""Print the packages of this Python that no dependency in pyproject.toml needs: an image does without."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distributions, requires
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def needed(requirements: list[str], extra: str = "") -> set[str]:
    """Name what these requirements bring along, by the markers that hold here."""
    found: set[str] = set()
    waiting = [(text, extra) for text in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        text, of_extra = waiting.pop()
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": of_extra}):
            continue
        name = _plain(requirement.name)
        found.add(name)
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                waiting += [(text, wanted) for text in _requirements_of(name)]
    return found


def not_needed() -> list[str]:
    """Name what is installed beyond that."""
    dependencies = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["dependencies"]
    installed = {_plain(distribution.metadata["Name"]) for distribution in distributions()}
    return sorted(installed - needed(dependencies))


def _requirements_of(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        # Of another system or Python.
        return []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    print("\n".join(not_needed()))
