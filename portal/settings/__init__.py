"""Settings of the portal, read from the environment once.

Without SEALPOST_DATABASE_URL the portal is *embedded*: SQLite and files under VAR. With it, it is in
*production*: PostgreSQL, and Redis and Celery where SEALPOST_REDIS_URL is set. Secrets have no default there,
and a bad value stops the start with a sentence that names it.

Django wants one module, which this is; each file holds what is about one thing.
"""

from portal.settings.answers import *  # noqa: F403
from portal.settings.framework import *  # noqa: F403
from portal.settings.keys import *  # noqa: F403
from portal.settings.mail import *  # noqa: F403
from portal.settings.requests import *  # noqa: F403
from portal.settings.signing_in import *  # noqa: F403
from portal.settings.site import *  # noqa: F403
from portal.settings.work import *  # noqa: F403
