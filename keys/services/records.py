"""The records key's successor: pinned, and every unit asked for a key that is sealed to it."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from encryption.keypairs import PublicKey
from keys import records
from keys.models import EpochDue, UnitKey


@transaction.atomic(durable=True)
def replace_records_key(path: Path) -> PublicKey:
    """Pin the public half in `path`, as the person at the server's console; raises NoRecordsKey.

    The file is written last: an epoch that is made in between is sealed to the key before, and stays due.
    """
    units = UnitKey.objects.values_list("unit", flat=True).distinct()
    due = [EpochDue(unit=unit, since=timezone.now()) for unit in units]
    EpochDue.objects.bulk_create(due, ignore_conflicts=True)
    before = records.records_key()
    public = records.replace(path)
    audit.record(
        Action.RECORDS_KEY_REPLACED,
        actor=None,
        details={"key_id": public.key_id, "previous": before.key_id, "units": len(due)},
    )
    return public
