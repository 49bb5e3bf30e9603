"""Paper from an earlier release: each three of its pages open what was sealed then."""

from itertools import combinations
from pathlib import Path

import pytest

from encryption.fingerprints import six_words
from encryption.statements import DRILL, read_statement
from records_key import documents, shares
from records_key.bundles import Bundle
from records_key.drilling import drill
from records_key.recovering import recover
from records_key.splitting import CUSTODIANS
from tests.custodians import lines_on

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "records_key"
WORDS = "mumip vuson vuvam jahuh tidak farun"


@pytest.mark.parametrize("quorum", list(combinations(CUSTODIANS, 3)))
def test_each_three_frozen_pages_open_the_frozen_bundle(quorum: tuple[int, ...]) -> None:
    pages = [shares.read(lines_on(SAMPLE / f"custodian-{number}.html")) for number in quorum]

    drilled = drill(Bundle(SAMPLE / "test_bundle.jsonl"), recover(pages))

    public = documents.read_public_half(SAMPLE / "records_key.json")
    assert six_words(public) == WORDS
    assert (drilled.opened, drilled.failed) == (1, [])
    assert read_statement(drilled.document, DRILL, public)["epochs"] == 1
