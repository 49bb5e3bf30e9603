"""The records key out of its seed, and the seed out of custodians' pages."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from encryption.boxes import derive_key
from encryption.contexts import ctx
from encryption.keypairs import PrivateKey
from encryption.profiles import HYBRID
from records_key.errors import CannotRecover
from records_key.shares import Share, set_code_of
from records_key.splitting import QUORUM, combine


def key_of(seed: bytes) -> PrivateKey:
    """Make the records key out of its seed: the seed itself opens (X-Wing), one derived from it signs."""
    return PrivateKey(HYBRID, seed, derive_key(seed, info=ctx("records-signing")))


def recover(shares: Sequence[Share]) -> PrivateKey:
    """Recover the records key from three pages or more; every three of them have to agree.

    Raises CannotRecover, which says why.
    """
    _require_one_set(shares)
    custodians = [share.custodian for share in shares]
    twice = sorted({custodian for custodian in custodians if custodians.count(custodian) > 1})
    if twice:
        raise CannotRecover(
            f"The page of custodian {twice[0]} was given twice. Give pages of different custodians."
        )
    if len(shares) < QUORUM:
        raise CannotRecover(f"It takes the pages of {QUORUM} custodians; {len(shares)} were given.")
    keys = {three: _combined(three) for three in combinations(shares, QUORUM)}
    fitting = {three: key for three, key in keys.items() if set_code_of(key.key_id) == shares[0].set_code}
    if len(fitting) < len(keys):
        raise CannotRecover(_who_does_not_fit(shares, fitting))
    return next(iter(fitting.values()))


def _combined(three: Iterable[Share]) -> PrivateKey:
    return key_of(combine({share.custodian: share.values for share in three}))


def _require_one_set(shares: Sequence[Share]) -> None:
    codes = {share.set_code for share in shares}
    if len(codes) > 1:
        pages = ", ".join(f"custodian {share.custodian}: {share.set_code}" for share in shares)
        raise CannotRecover(
            f"These pages are of different records keys ({pages}). "
            "The code behind SET has to be the same on all."
        )


def _who_does_not_fit(shares: Sequence[Share], fitting: Iterable[tuple[Share, ...]]) -> str:
    good = {share.custodian for three in fitting for share in three}
    bad = [str(share.custodian) for share in shares if share.custodian not in good]
    if good and bad:
        return f"The page of custodian {', '.join(bad)} does not fit the others. Use the other pages."
    return (
        "These pages do not give the records key that they name. Use the page of another custodian as well."
    )
