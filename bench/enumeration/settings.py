"""Settings of the portal whose answers are timed: no limit stands in the way, and a derivation takes no time.

A slow derivation would hide in its own noise what else differs.
"""

from datetime import timedelta

from portal.settings import *  # noqa: F403
from portal.settings import LIMITS as PORTAL_LIMITS

ALLOW_WEAK_KDF = True
PASSWORD_KDF = {"algorithm": "argon2id", "memory_kib": 64, "iterations": 1, "lanes": 1}
LIMITS = {scope: (10**9, seconds) for scope, (_most, seconds) in PORTAL_LIMITS.items()}
AXES_FAILURE_LIMIT = WRONG_ONE_TIME_CODES = 10**9
# As many as its column holds, for one that is tried all the time.
INVITATION_TRIES = 32_000
# Somebody of the agency asks for another address all the time.
STAFF_NEED_SECOND_FACTOR = False
# Whoever is asked of last has been signed in, or half-way, since the beginning.
SESSION_IDLE = SESSION_ABSOLUTE_TAXPAYER = SESSION_ABSOLUTE_STAFF = timedelta(days=1)
SECOND_STEP_LASTS = PROOF_LASTS = timedelta(days=1)
# What Django's test client calls itself.
ALLOWED_HOSTS = ["testserver"]
LOGGING = {"level": "ERROR"}
