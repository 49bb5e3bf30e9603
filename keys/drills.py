"""How long ago the records key was tried, out of what custodians signed and not of what a column says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from encryption.errors import EncryptionError
from encryption.keypairs import PublicKey
from encryption.statements import DRILL, read_statement
from keys import records
from keys.errors import NoRecordsKey
from keys.models import DrillResult, UnitKey

RESULTS_LOOKED_AT = 20


@dataclass(frozen=True)
class DrillState:
    """Say what is known of the records key.

    can_sign: the pinned key can; one from before there was a ceremony cannot. passed_at: when the bundle left
    of which everything opened; None for never. failed: how many epochs did not open in the newest drill.
    """

    is_pinned: bool
    can_sign: bool
    passed_at: datetime | None
    failed: int


def drill_state() -> DrillState:
    """Tell when every epoch was last opened in a drill; two SQL queries.

    Each of the records keys that epochs are sealed to has to have signed, about the same bundle, but for
    those that cannot sign: the chain of a newer epoch opens what is sealed to them.
    """
    try:
        pinned = records.records_keys()
    except NoRecordsKey:
        return DrillState(False, False, None, 0)
    current = next(iter(pinned.values()))
    needed = {
        key_id: since
        for key_id, since in UnitKey.objects.values_list("records_key_id").annotate(Min("valid_from"))
        if key_id not in pinned or pinned[key_id].signing is not None
    }
    opened, failed = _opened(pinned)
    passed = [
        exported_at
        for exported_at, key_ids in opened.items()
        if key_ids >= {key_id for key_id, since in needed.items() if since <= exported_at}
    ]
    return DrillState(True, current.signing is not None, max(passed, default=None), failed)


def _opened(pinned: Mapping[str, PublicKey]) -> tuple[dict[datetime, set[str]], int]:
    """Map the moments at which bundles left to the records keys that opened all of them; and newest failures.

    What is signed counts: a row that was written by somebody else, or moved to another drill, is none.
    """
    opened: dict[datetime, set[str]] = {}
    newest, failures = None, 0
    results = DrillResult.objects.order_by("-drill__exported_at", "-pk")[:RESULTS_LOOKED_AT]
    for result in results:
        try:
            statement = read_statement(result.document, DRILL, pinned[result.records_key_id])
            exported_at = datetime.fromisoformat(statement["exported_at"])
            failed = len(statement["failed"])
        except (KeyError, TypeError, ValueError, EncryptionError):
            continue
        newest = newest or exported_at
        if exported_at == newest:
            failures += failed
        opened.setdefault(exported_at, set())
        if not failed:
            opened[exported_at].add(result.records_key_id)
    return opened, failures
