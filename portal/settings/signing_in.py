"""People and sign-in: what a password, a session and a second step are held to."""

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from portal import environment as env
from portal.settings.site import DEMO, PROFILE, SECURE

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PasswordBackend",
    "accounts.backends.ReplyCodeBackend",
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Our own page decides, so that a visitor may sign in as somebody else.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# Wrong passwords are counted by axes, in the database; one counter, not two.
ACCOUNT_RATE_LIMITS = False

# So many wrong passwords of one pair, in so long a time, lock the pair for so long.
AXES_FAILURE_LIMIT = PROFILE.failures
AXES_COOLOFF_TIME = PROFILE.failures_count_for
LOCKOUT_LASTS = PROFILE.lockout_lasts
# Who goes on trying while they are locked out, or is tried by others, is not locked out for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# A pair, so that a stranger locks out neither a person nor everybody behind one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "accounts.lockout.attempted_name"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.attempt_address"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
AXES_HANDLER = "accounts.lockout.PairHandler"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

# Sign-in of staff with the agency's own OpenID provider; off without an issuer.
OIDC_ISSUER = env.issuer("SEALPOST_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("SEALPOST_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text_or_file("SEALPOST_OIDC_CLIENT_SECRET")
OIDC_NAME = env.text("SEALPOST_OIDC_NAME", "")
# What the provider has to say (`amr` or `acr`) for its sign-in to count as a second factor; nothing does.
OIDC_STRONG = env.words("SEALPOST_OIDC_STRONG")
# For so long whoever comes from there may take to unlock.
OIDC_UNLOCK_WITHIN = timedelta(minutes=10)
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise ImproperlyConfigured(
        "SEALPOST_OIDC_ISSUER goes with SEALPOST_OIDC_CLIENT_ID and SEALPOST_OIDC_CLIENT_SECRET (or _FILE)."
    )

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE = timedelta(minutes=30)
# Before that, staff prove that it is them; longer than PROOF_LASTS, so that a proof of before does not do.
SESSION_LOCK_STAFF = timedelta(minutes=15)
# So long before a session locks or ends, the page asks whether somebody is there.
SESSION_WARNING = timedelta(minutes=2)
SESSION_ABSOLUTE_STAFF = timedelta(hours=12)
SESSION_ABSOLUTE_TAXPAYER = timedelta(hours=24)
# Whoever changes who can get into an account, or into a unit, has proved so lately who they are.
PROOF_LASTS = timedelta(minutes=10)
# Whoever has shown one of two things has so long for the other.
SECOND_STEP_LASTS = timedelta(minutes=10)
# A browser has so long to have its passkey sign.
CHALLENGE_LASTS = timedelta(minutes=5)
# After so many wrong one-time codes in a row an app counts no more: of a million codes three are right.
WRONG_ONE_TIME_CODES = 50
# The demo shows how everything works to whoever tries it for five minutes; nobody else may do without.
STAFF_NEED_SECOND_FACTOR = not DEMO
# Threads that are marked as restricted open to nobody without one either.
RESTRICTED_NEEDS_SECOND_FACTOR = env.flag("SEALPOST_RESTRICTED_NEEDS_SECOND_FACTOR")
# For so long the link works by which somebody confirms the address that they want to sign in with.
ACCOUNT_CONFIRMATION_LASTS = timedelta(hours=24)
# So long an address that was changed hears of a new beginning; mailboxes come into other hands in the end.
FORMER_ADDRESS_LASTS = timedelta(days=365)
# Only for who asks to be remembered: it says nothing, opens nothing, and everything works without it.
BROWSER_COOKIE_NAME = "__Host-browser" if SECURE else "browser"
BROWSER_KNOWN = timedelta(days=365)
# For so long the link works that is mailed to whoever cannot sign in with a password alone.
SIGN_IN_LINK_LASTS = timedelta(minutes=60)
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

# Passwords: of how many characters, and for how long a mailed link chooses a new one.
PASSWORD_SHORTEST = PROFILE.shortest_password
PASSWORD_SHORTEST_WITH_FACTOR = PROFILE.shortest_with_factor
PASSWORD_LONGEST = PROFILE.longest_password
PASSWORD_RESET_LASTS_STAFF = PROFILE.reset_lasts_staff
PASSWORD_RESET_LASTS_TAXPAYER = PROFILE.reset_lasts_taxpayer

# What is said, beside that use is monitored, wherever somebody signs in or writes.
MONITORING_NAMES_PENALTIES = PROFILE.names_penalties

# Accounts that nobody uses. Staff are told so long before theirs is disabled, and never disabled untold; the
# words of the mail say 14 days.
STAFF_UNUSED = PROFILE.staff_unused
STAFF_UNUSED_TOLD_BEFORE = timedelta(days=14)
PUBLIC_UNUSED = PROFILE.public_unused
