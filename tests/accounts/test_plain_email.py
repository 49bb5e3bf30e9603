"""Who lets a unit answer by plain e-mail, and that nobody does by accident."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.errors import NotPermitted
from accounts.models import Unit
from accounts.services import set_plain_email
from audit.models import AuditEvent


def events() -> list[tuple[str, object]]:
    return list(
        AuditEvent.objects.filter(action__startswith="accounts.plain_email")
        .order_by("pk")
        .values_list("action", "actor")
    )


def test_no_unit_allows_it_from_the_start(unit):
    assert not unit.allows_plain_email


def test_an_administrator_allows_and_stops_it_and_each_change_is_one_event(administrator, unit):
    for is_allowed in (True, True, False):
        set_plain_email(actor=administrator.person, unit=unit, is_allowed=is_allowed)
        unit.refresh_from_db()
        assert unit.allows_plain_email is is_allowed

    actor = administrator.person.public_id
    assert events() == [("accounts.plain_email.allowed", actor), ("accounts.plain_email.stopped", actor)]


@pytest.mark.parametrize("role", ["officer", "supervisor", "auditor", "taxpayer"])
def test_nobody_else_may(request, unit, role):
    person = request.getfixturevalue(role).person

    with pytest.raises(NotPermitted):
        set_plain_email(actor=person, unit=unit, is_allowed=True)

    assert not Unit.objects.filter(allows_plain_email=True).exists()
    assert events() == []


def test_the_command_names_the_unit_and_says_what_follows(unit):
    said = StringIO()

    call_command("plain_email", "allow", "--unit", unit.name, stdout=said)
    call_command("plain_email", "stop", "--unit", unit.name, stdout=said)

    allowed, stopped = said.getvalue().splitlines()
    assert "may choose plain e-mail" in allowed
    assert "goes through the portal" in stopped
    assert [action for action, _ in events()] == [
        "accounts.plain_email.allowed",
        "accounts.plain_email.stopped",
    ]


def test_the_command_knows_no_unit_that_is_not_there(unit):
    with pytest.raises(CommandError, match="Income Tax"):
        call_command("plain_email", "allow", "--unit", "Nobody")
