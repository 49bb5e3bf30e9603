"""What each role may do, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role

WORDS: Mapping[Role, Promise] = {
    Role.OFFICER: _("Reads and answers what people write to their units. Does not manage people."),
    Role.SUPERVISOR: _(
        "Does what an officer does, proposes members of their own units, and looks after notices that could "
        "not be sent."
    ),
    Role.AUDITOR: _("Reads the audit log and the status page. Reads no message and belongs to no unit."),
    Role.ADMINISTRATOR: _("Manages people, units and topics. Reads no message and belongs to no unit."),
    Role.RECORDS_OFFICER: _(
        "Will look after holds, requests and retention. So far has the page of their own account, and "
        "nothing else."
    ),
}


@dataclass(frozen=True)
class RoleInDetail:
    """Say of a role in sentences what it may do, and what it may never do."""

    name: Promise | str
    may: tuple[Promise, ...]
    may_not: tuple[Promise, ...]


_READS_NOTHING = _("read a message, its subject, or the name of who wrote it")
_JOINS_NO_UNIT = _("belong to a unit, or hold a unit's key")
_MANAGES_NOBODY = _("invite, disable or reset anybody")
_OF_OFFICERS = (
    _("read and answer what people write to their own units, and nothing of other units"),
    _("invite somebody who has no code, and write to them first"),
    _("let in a representative, when the unit has a signed form"),
    _("confirm who somebody is who has lost everything, and give their threads back"),
    _("let another member in to the unit's key, but nobody whom they proposed themselves"),
    _("release a colleague's answer by plain e-mail, but never their own"),
    _("mark a conversation as restricted, so that it opens only after a second factor"),
    _("look at e-mail that became no conversation by itself, and make one of it or put it away"),
    _("agree that a topic of their unit goes to another one, or keep it"),
)
_DETAILS: Mapping[Role, tuple[tuple[Promise, ...], tuple[Promise, ...]]] = {
    Role.OFFICER: (_OF_OFFICERS, (_MANAGES_NOBODY, _("propose members of a unit"))),
    Role.SUPERVISOR: (
        (
            *_OF_OFFICERS,
            _("propose members of their own units, and end memberships there"),
            _("see what could not be sent, and try it again"),
            _("see how often something was found by mistake, or could not be checked"),
        ),
        (_MANAGES_NOBODY, _("let in whom they proposed")),
    ),
    Role.AUDITOR: (
        (_("read the whole audit log"), _("read the status page")),
        (_READS_NOTHING, _JOINS_NO_UNIT, _MANAGES_NOBODY),
    ),
    Role.ADMINISTRATOR: (
        (
            _("invite people, change their roles, disable them, end their sessions and start a reset"),
            _(
                "find an account of the public by its whole address, start a reset of it, sign its owner out "
                "and disable it"
            ),
            _("make units and topics, propose members, and say how units send"),
            _("see who represents whom, without a word of what is written, and end it"),
            _("see what could not be sent, by its number, and read the status page"),
            _("see how often something was found by mistake, or could not be checked"),
        ),
        (
            _READS_NOTHING,
            _JOINS_NO_UNIT,
            _("set or see a password, or let anybody in to a unit's key"),
            _("make another administrator alone, once there are two"),
        ),
    ),
    Role.RECORDS_OFFICER: (
        (_("see the page of their own account"),),
        (_READS_NOTHING, _JOINS_NO_UNIT, _MANAGES_NOBODY),
    ),
}


def roles_in_detail() -> list[RoleInDetail]:
    """List every role of the agency with what it may do and what not."""
    return [RoleInDetail(role.label, *_DETAILS[role]) for role in WORDS]


@dataclass(frozen=True)
class RoleChoice:
    """Name a role for a list of radio buttons, with what it may do."""

    name: str
    description: str


def every_role() -> list[tuple[str, RoleChoice]]:
    """List the roles that a member of staff may have, or be invited to."""
    return [(role.value, RoleChoice(str(role.label), str(words))) for role, words in WORDS.items()]
