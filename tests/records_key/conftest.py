"""A ceremony that was held, and its custodians' pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from encryption.keypairs import PublicKey
from records_key import ceremony, shares
from records_key.recovering import key_of
from records_key.shares import Share, set_code_of
from records_key.splitting import split
from tests.custodians import lines_on

NAMES = [f"Custodian Number {number}" for number in range(1, 6)]


@dataclass(frozen=True)
class Held:
    """A ceremony: its folder, the key's public half, and the five pages as custodians would type them."""

    folder: Path
    public: PublicKey
    typed: dict[int, str]

    def shares(self, custodians: Iterable[int]) -> list[Share]:
        """Read the pages of these custodians."""
        return [shares.read(self.typed[custodian]) for custodian in custodians]

    def files(self, folder: Path, custodians: Iterable[int]) -> list[str]:
        """Write pages into files, and give the arguments that name them."""
        folder.mkdir(exist_ok=True)
        arguments = []
        for custodian in custodians:
            path = folder / f"typed-{custodian}.txt"
            path.write_text(self.typed[custodian])
            arguments += ["--share", str(path)]
        return arguments


def pages_of(seed: bytes) -> dict[int, Share]:
    """Split a seed and give the pages, without a ceremony around it."""
    code = set_code_of(key_of(seed).key_id)
    return {custodian: Share(code, custodian, values) for custodian, values in split(seed).items()}


@pytest.fixture
def held(tmp_path: Path) -> Held:
    """A ceremony whose pages were printed; the lines are read off the pages, as people do."""
    made = ceremony.make(tmp_path / "ceremony", agency="Example Department", custodians=NAMES)
    typed = {number: lines_on(page) for number, page in enumerate(made.pages, start=1)}
    return Held(tmp_path / "ceremony", made.public, typed)
