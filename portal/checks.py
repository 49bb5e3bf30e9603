"""What every command looks at before it begins."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import OperationalError, connections

from portal.demo import marker


def no_demo_in_earnest(**_options: object) -> list[CheckMessage]:
    """Refuse to work on the demo's agency, whose passwords everybody knows, in any process but the demo's."""
    try:
        marker.refuse_demo_agency()
    except marker.NotTheDemo as error:
        return [Error(error.explanation, id="portal.E001")]
    return []


def agency_is_named(**_options: object) -> list[CheckMessage]:
    """Warn where pages and notices would name an example's agency, or nobody to ask."""
    unsaid = " and ".join(settings.AGENCY_UNSAID)
    if not unsaid:
        return []
    return [Warning(f"Set {unsaid}: until then pages and notices say an example's.", id="portal.W001")]


def work_is_fast(**_options: object) -> list[CheckMessage]:
    """Warn where PostgreSQL is and Redis is not: sound, but slower, and without Celery's workers."""
    if settings.EMBEDDED or settings.REDIS_URL:
        return []
    sentence = "Set SEALPOST_REDIS_URL: without it `manage.py work` asks the database each second for work."
    return [Warning(sentence, id="portal.W002")]


def commits_are_kept(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Refuse a PostgreSQL that says "committed" before it has written: a crash would lose what was promised.

    A database that does not answer says nothing; the status page tells of it.
    """
    found: list[CheckMessage] = []
    for alias in databases or []:
        if connections[alias].vendor == "postgresql" and _setting_of(alias, "synchronous_commit") == "off":
            sentence = (
                "PostgreSQL has synchronous_commit=off: a crash would lose messages that were acknowledged."
            )
            found.append(Error(sentence, hint="Set it to on.", id="portal.E002"))
    return found


def _setting_of(alias: str, name: str) -> str:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_setting(%s)", [name])
            return str(cursor.fetchone()[0])
    except OperationalError:
        return ""
