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


def waits_end_in_order(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Warn where PostgreSQL gives up a lock or a statement later than a page gives up waiting for it.

    What a page asked would then go on, and hold its locks, for nobody. Whoever owns the tables may take long.
    """
    found: list[CheckMessage] = []
    for alias in databases or []:
        if connections[alias].vendor != "postgresql" or _owns_tables(alias):
            continue
        lock, statement = (_milliseconds_of(alias, name) for name in ("lock_timeout", "statement_timeout"))
        # 0 is no limit.
        if not 0 < lock < statement < settings.DATABASE_ANSWER_SECONDS * 1000:
            sentence = (
                "Give the portal's role a lock_timeout below its statement_timeout, and both below "
                f"SEALPOST_DATABASE_ANSWER_SECONDS, which is {settings.DATABASE_ANSWER_SECONDS}."
            )
            found.append(Warning(sentence, id="portal.W003"))
    return found


def _owns_tables(alias: str) -> bool:
    of_others = (
        "SELECT count(*) FROM pg_class"
        " WHERE relname = 'django_migrations' AND pg_get_userbyid(relowner) <> current_user"
    )
    return not _asked(alias, of_others, default=0)


def _milliseconds_of(alias: str, name: str) -> int:
    return int(_asked(alias, "SELECT setting FROM pg_settings WHERE name = %s", name, default=0))


def _setting_of(alias: str, name: str) -> str:
    return str(_asked(alias, "SELECT current_setting(%s)", name, default=""))


def _asked(alias: str, question: str, *values: str, default: str | int) -> str | int:
    """Ask for one value; gives the default where the database does not answer."""
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(question, values)
            found: str | int = cursor.fetchone()[0]
            return found
    except OperationalError:
        return default
