"""What each role may do, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.services.invitations import INVITED_ROLES

WORDS: Mapping[Role, Promise] = {
    Role.OFFICER: _("Reads and answers what people write to their units. Does not manage people."),
    Role.SUPERVISOR: _(
        "Does what an officer does, proposes members of their own units, and looks after notices that could "
        "not be sent."
    ),
    Role.AUDITOR: _("Reads the audit log and the status page. Reads no message and belongs to no unit."),
    Role.ADMINISTRATOR: _("Manages people, units and topics. Reads no message and belongs to no unit."),
    Role.RECORDS_OFFICER: _("Has nothing to do in this release."),
}


@dataclass(frozen=True)
class RoleChoice:
    """Name a role for a list of radio buttons, with what it may do."""

    name: str
    description: str


def every_role() -> list[tuple[str, RoleChoice]]:
    """List the roles that a member of staff may have."""
    return [(role.value, RoleChoice(str(role.label), str(words))) for role, words in WORDS.items()]


def role_choices() -> list[tuple[str, RoleChoice]]:
    """List the roles that somebody may be invited to."""
    return [(role.value, RoleChoice(str(role.label), str(WORDS[role]))) for role in INVITED_ROLES]
