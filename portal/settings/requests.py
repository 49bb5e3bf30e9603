"""What goes out with every answer, what comes in with a request, and how often."""

from csp.constants import NONE, SELF

from portal import environment as env
from portal.settings.site import BEHIND_PROXY, SECURE

# Headers.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The name of the header in which the own proxy puts the visitor's address; empty when there is no proxy.
CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP" if BEHIND_PROXY else ""

# Input. Django would write large uploads to a plain temporary file: there is no such handler here.
FILE_UPLOAD_HANDLERS: list[str] = ["portal.uploads.RefuseUploads"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# Limits: (how many, in how many seconds), each for one visitor's address.
LIMITS = {
    "agency_sign_in": (30, 900),
    "comment": (env.number("SEALPOST_LIMIT_COMMENTS", 60, least=1), 3600),
    "reply_code": (10, 900),
    "recovery_code": (10, 900),
    "invitation": (10, 900),
    # Only what is refused counts: whoever signs in gets theirs back.
    "sign_in": (env.number("SEALPOST_LIMIT_SIGN_INS", 30, least=1), 900),
    # Beyond that, of those who have not failed there: strangers behind one address leave them a few.
    "sign_in_neighbour": (30, 900),
    # The same as `sign_in` while more sign-ins are refused everywhere than `sign_in_refused` allows.
    "sign_in_wary": (5, 900),
    "sign_in_refused": (env.number("SEALPOST_LIMIT_REFUSALS", 500, least=1), 900),
    # Of one account, from whatever addresses: beyond that only a passkey, a known browser or a mailed link
    # goes on.
    "sign_in_account": (20, 900),
    # Wrong passwords with one mailed link.
    "sign_in_link": (5, 3600),
    # Of one administrator, found or not: nobody finds out who of a long list has an account.
    "account_search": (30, 3600),
    "reset_code": (10, 900),
    "reset_mail": (5, 3600),
    # In a row, of one account: beyond that a password alone no longer suffices, until a sign-in succeeds.
    # Source: NIST SP 800-63B-4 section 3.2.2. The counter stays for ten years, that of a name which nobody
    # has for a month.
    "failures_in_a_row": (100, 3650 * 24 * 3600),
    "failures_of_nobody": (100, 30 * 24 * 3600),
    # Of one person: wrong answers to the question whether it is still them.
    "proof": (10, 900),
    # Events of wrong answers; nobody guesses a right one.
    "passkey": (30, 900),
    # Of one person, who has shown something else already.
    "one_time_code": (5, 900),
    # Of one member: what screening found by mistake, so that nobody's reports outweigh everybody else's.
    "false_alarm": (20, 24 * 3600),
    # Of one e-mail address: automatic answers, so that two programs do not answer each other for long.
    "mail_answer": (1, 24 * 3600),
    # Of one e-mail address: threads that its mail begins; what is more waits for people.
    "mail_threads": (env.number("SEALPOST_LIMIT_MAIL_THREADS", 50, least=1), 24 * 3600),
    # Of everybody: whoever writes in a thousand names has us write to few who have written nothing.
    "mail_answers": (env.number("SEALPOST_LIMIT_MAIL_ANSWERS", 200, least=1), 3600),
    "notice": (30, 900),
    "account": (10, 3600),
    # Of one person, by a session of theirs, where strangers have used up what their address has.
    "account_own": (1, 3600),
    "account_code": (10, 900),
    # Of one person, by whoever has a code that was mailed to them: their password, as long as the code lasts.
    "chosen_password": (20, 24 * 3600),
    # Of one person, by a session of theirs: an old password is guessed by whoever reads their mail.
    "old_secret": (10, 24 * 3600),
    # Links to one mailbox, for no longer than one works: whoever asks for all of them takes none away.
    "link_mail": (3, 3600),
    "letter_code": (20, 24 * 3600),
    # To one e-mail address, asked for from one place, or of one person by themselves or an administrator.
    "account_mail": (5, 24 * 3600),
    # Of one person to one e-mail address, where strangers have used up what their place has.
    "account_mail_own": (1, 24 * 3600),
    # All that such people of one place have together.
    "account_mail_neighbours": (10, 24 * 3600),
    # To one e-mail address that nobody here has confirmed, whoever asks: no mailbox is flooded from here.
    "account_mail_all": (30, 24 * 3600),
}
