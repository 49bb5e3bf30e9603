"""Carry over who made sure of whom, how and when, without the reasons.

Those of re-grants stood in clear. Sealing them later, when a member next opens their unit's key, would leave
them readable for as long as none comes by; so they are not kept, and later migrations take them away.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, ClassVar

from django.db import migrations
from django.db.models import Q

BATCH = 500
MEANS = {"called_back": "call", "in_person": "in_person", "by_letter": "letter"}


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Make a vouching of each re-grant that a member gave, and of each lost code that one replaced."""
    database = schema_editor.connection.alias
    vouchings = apps.get_model("messaging", "Vouching").objects.using(database)
    for rows in (_of_regrants(apps, database), _of_invitations(apps, database)):
        vouchings.bulk_create((vouchings.model(**row) for row in rows), batch_size=BATCH)


def _of_regrants(apps: Any, database: str) -> Iterator[dict[str, Any]]:
    regrants = apps.get_model("messaging", "Regrant").objects.using(database)
    given = regrants.filter(outcome="granted", ended_by__isnull=False).exclude(way="").order_by("pk")
    columns = given.values_list("unit", "person", "ended_by", "ended_at", "way")
    for unit, person, member, ended_at, way in columns.iterator(BATCH):
        yield _row(unit, person, member, ended_at, way)


def _of_invitations(apps: Any, database: str) -> Iterator[dict[str, Any]]:
    """An invitation has no unit: that of a thread which the person began, the inviter's own before others."""
    invitations = apps.get_model("accounts", "Invitation").objects.using(database).exclude(proof="")
    units_of_threads = _units_of_threads(apps, database, invitations)
    units_of_members: dict[int, set[int]] = defaultdict(set)
    memberships = apps.get_model("accounts", "Membership").objects.using(database)
    for member, unit in memberships.values_list("person", "unit"):
        units_of_members[member].add(unit)
    columns = ("person", "person__public_id", "invited_by", "made_at", "proof")
    for person, began, member, made_at, proof in invitations.order_by("pk").values_list(*columns):
        units = [*units_of_threads[person], *units_of_threads[began]]
        own = [unit for unit in units if unit in units_of_members[member]]
        # Without a thread there is no unit to read it; the audit log has it, as of all of them.
        for unit in (own or units)[:1]:
            yield _row(unit, person, member, made_at, MEANS[proof])


def _units_of_threads(apps: Any, database: str, invitations: Any) -> dict[Any, list[int]]:
    """Find the units of threads by their taxpayer and by who handed them over, in one pass over the table."""
    threads = apps.get_model("messaging", "Thread").objects.using(database)
    of_them = Q(taxpayer__in=invitations.values("person"))
    handed_over = Q(predecessor_id__in=invitations.values("person__public_id"))
    units: dict[Any, list[int]] = defaultdict(list)
    found = threads.filter(of_them | handed_over).order_by("pk")
    for taxpayer, began, unit in found.values_list("taxpayer", "predecessor_id", "unit"):
        units[taxpayer].append(unit)
        units[began].append(unit)
    return units


def _row(unit: int, person: int, member: int, vouched_at: Any, means: str) -> dict[str, Any]:
    named = {"unit_id": unit, "person_id": person, "member_id": member}
    return {**named, "vouched_at": vouched_at, "means": means, "sealed": b""}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("messaging", "0013_vouchings")]
    # Which takes away what is read here.
    run_before: ClassVar = [("accounts", "0023_invitations_hold_no_reason")]

    operations: ClassVar = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
