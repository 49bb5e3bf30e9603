"""Keys, and what opens an account without a password: invitations, letters, representatives."""

from datetime import timedelta
from pathlib import Path

from portal import environment as env
from portal.settings.site import VAR
from portal.settings.work import WEB_THREADS

KEYRING_FILE = Path(env.text("SEALPOST_KEYRING_FILE", str(VAR / "keyring.json")))
RECORDS_KEY_FILE = Path(env.text("SEALPOST_RECORDS_KEY_FILE", str(VAR / "records_key.public.json")))
# For so long the custodians' answer to a request is taken.
QUORUM_REQUEST_LASTS = timedelta(days=30)
# After so long without a drill the status page asks for one: a month, and days for custodians to meet.
RECORDS_DRILL_DAYS = env.number("SEALPOST_RECORDS_DRILL_DAYS", 35, least=1, most=366)
PASSWORD_KDF = {"algorithm": "argon2id", "memory_kib": 64 * 1024, "iterations": 3, "lanes": 1}
ALLOW_WEAK_KDF = False
ARGON2_LIMIT_DIRECTORY = VAR / "argon2"
# Fewer than the threads of one process, so that people who wait to sign in never hold all of them. A few who
# come at once should wait: whoever is sent away tries again, and costs more than whoever sleeps in a queue.
_MOST_WAITERS = WEB_THREADS - 3
ARGON2_WAITERS = env.number("SEALPOST_ARGON2_WAITERS", min(8, _MOST_WAITERS), least=1, most=_MOST_WAITERS)

# Invitations: how long one opens an account, and how many PINs may be tried in all.
INVITATION_LASTS = timedelta(days=30)
INVITATION_TRIES = 10
# The code of a letter that says who somebody is, after they have lost every way to unlock.
LETTER_CODE_LASTS, LETTER_CODE_TRIES = timedelta(days=30), 10
# For so long a page can show again what only the browser that made it may see, such as a PIN.
SHOWN_ONCE_LASTS = timedelta(minutes=15)
# A representative is let in for so long at most.
REPRESENTATION_LONGEST = timedelta(days=3 * 365)
# Whoever lets somebody with a younger key into a unit says how they compared its fingerprint.
YOUNG_KEY = timedelta(hours=24)
