"""The ceremony: make the records key, split it, and read back what was printed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from uuid import uuid4

from encryption.epochs import Head, SealedEpoch, bundle_lines, seal_epoch
from encryption.fingerprints import six_words
from encryption.keypairs import PublicKey, generate
from encryption.statements import public_document
from records_key import documents, log, pages
from records_key.errors import CannotRecover, CeremonyError
from records_key.recovering import key_of, recover
from records_key.shares import Share, set_code_of
from records_key.splitting import CUSTODIANS, QUORUM, SEED_BYTES, split

PUBLIC_HALF = "records_key.json"
TEST_BUNDLE = "test_bundle.jsonl"


@dataclass(frozen=True)
class Made:
    """Say what a ceremony made: the public half with its file, and the pages of the custodians."""

    public: PublicKey
    public_half: Path
    pages: list[Path]


def page_path(folder: Path, custodian: int) -> Path:
    """Name the file of a custodian's page."""
    return folder / f"custodian-{custodian}.html"


def make(folder: Path, *, agency: str, custodians: Sequence[str]) -> Made:
    """Make a records key; writes its public half, a page for each custodian and a bundle to test it with.

    The seed itself is never written. folder: should lie in memory, for the pages are secret.
    Raises BadFile; CeremonyError unless five people are named.
    """
    if len(set(custodians)) != len(CUSTODIANS):
        raise CeremonyError(f"Name {len(CUSTODIANS)} custodians; each of them is another person.")
    seed = secrets.token_bytes(SEED_BYTES)
    public = key_of(seed).public
    code = set_code_of(public.key_id)
    shares = [Share(code, custodian, values) for custodian, values in split(seed).items()]
    # Before anything is printed: a page that does not open is worse than none.
    read_back(shares, public)

    documents.write_json(folder / PUBLIC_HALF, public_document(public), mode=0o444)
    made = []
    for share, name in zip(shares, custodians, strict=True):
        made.append(page_path(folder, share.custodian))
        made_on = datetime.now(UTC).date()
        documents.write_new(made[-1], pages.page(share, public, agency=agency, name=name, made_on=made_on))
    _write_test_bundle(folder / TEST_BUNDLE, public)
    digests = {str(share.custodian): share.digest for share in shares}
    names = {str(share.custodian): name for share, name in zip(shares, custodians, strict=True)}
    log.note(folder, "made", agency=agency, key_id=public.key_id, names=names, page_digests=digests)
    return Made(public, folder / PUBLIC_HALF, made)


def read_back(shares: Sequence[Share], public: PublicKey) -> list[tuple[int, ...]]:
    """Recover the key from every three of the five pages; lists the threes that were tried.

    Raises CannotRecover when a page is missing or any three give another key.
    """
    missing = sorted(set(CUSTODIANS) - {share.custodian for share in shares})
    if missing:
        raise CannotRecover(f"The page of custodian {missing[0]} was not read. Read all five pages back.")
    threes = list(combinations(sorted(shares, key=lambda share: share.custodian), QUORUM))
    for three in threes:
        recovered = recover(three).public
        if recovered != public:
            raise CannotRecover(
                f"These pages give the key “{six_words(recovered)}”, not “{six_words(public)}”. "
                "They are of another ceremony."
            )
    # With all at once too, so that a page that was given twice is told of.
    recover(shares)
    return [tuple(share.custodian for share in three) for three in threes]


def _write_test_bundle(path: Path, public: PublicKey) -> None:
    """Seal a pretended unit's key, which nobody keeps, so that opening can be rehearsed without a portal."""
    private, unit = generate(signs=False), uuid4()
    sealed = seal_epoch(private, public, unit=unit, epoch=1)
    one = SealedEpoch(unit, 1, private.key_id, public.key_id, sealed)
    head = Head(bundle=str(uuid4()), site="rehearsal", exported_at=log.now())
    documents.write_new(path, "".join(bundle_lines(head, [one])))
