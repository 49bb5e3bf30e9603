"""Mail out and in, and what follows from a notice that nobody reads."""

import ipaddress
import os
from datetime import timedelta
from email.utils import parseaddr

from django.core.exceptions import ImproperlyConfigured

from portal import environment as env
from portal.settings.site import DEMO, PORT, SITE_HOST, VAR

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
# In the demo all mail goes to the catcher that the `serve` command starts.
SMTP_CATCHER_PORT = env.number(
    "SEALPOST_SMTP_CATCHER_PORT", PORT + 1000 if PORT < 64535 else PORT - 1000, least=1
)
EMAIL_HOST = "127.0.0.1" if DEMO else env.text("SEALPOST_SMTP_HOST", "localhost")
if DEMO and not ipaddress.ip_address(EMAIL_HOST).is_loopback:
    raise ImproperlyConfigured("The demo sends mail only to its own catcher on this machine.")
EMAIL_PORT = SMTP_CATCHER_PORT if DEMO else env.number("SEALPOST_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SEALPOST_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text_or_file("SEALPOST_SMTP_PASSWORD")
EMAIL_USE_TLS = not DEMO and env.flag("SEALPOST_SMTP_STARTTLS", default=True)
# One that is named a second time is known to be near, as the one that prints what a portal on trial sends.
EMAIL_CLEAR_HOST = env.text("SEALPOST_SMTP_CLEAR_HOST", "")
if not EMAIL_USE_TLS and EMAIL_HOST not in (*THIS_MACHINE, EMAIL_CLEAR_HOST):
    raise ImproperlyConfigured(
        "SEALPOST_SMTP_STARTTLS may be 0 only for a mail server on this machine, or one that"
        " SEALPOST_SMTP_CLEAR_HOST names too: password, links and answers would be read on their way."
    )
# Whose word for the mail server's name counts; empty for those that this machine trusts.
EMAIL_CA_FILE = env.text("SEALPOST_SMTP_CA_FILE", "")
EMAIL_TIMEOUT = env.number("SEALPOST_SMTP_TIMEOUT_SECONDS", 20, least=1, most=60)
DEFAULT_FROM_EMAIL = env.text("SEALPOST_MAIL_FROM", f"no-reply@{SITE_HOST}")
# Where mail that comes back goes to, with a tag for each mail; empty where the portal takes none.
BOUNCE_ADDRESS = env.mail_address("SEALPOST_BOUNCE_ADDRESS", "")
# A signature by which receivers know mail of ours; empty where the mail server signs, or nobody does.
DKIM_KEY_FILE = env.text("SEALPOST_DKIM_KEY_FILE", "")
DKIM_SELECTOR = env.text("SEALPOST_DKIM_SELECTOR", "sealpost")
DKIM_DOMAIN = env.text("SEALPOST_DKIM_DOMAIN", parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2])
if DKIM_KEY_FILE and not os.access(DKIM_KEY_FILE, os.R_OK):
    raise ImproperlyConfigured("SEALPOST_DKIM_KEY_FILE names a file that cannot be read.")
if EMAIL_CA_FILE and not os.access(EMAIL_CA_FILE, os.R_OK):
    raise ImproperlyConfigured("SEALPOST_SMTP_CA_FILE names a file that cannot be read.")
# When a mail server asks to be tried later, as those do that want to see a mail twice.
MAIL_DEFERRED_SECONDS = env.number("SEALPOST_MAIL_DEFERRED_SECONDS", 300)
# So long a server is left alone that did not answer, so that nothing else waits for it meanwhile.
MAIL_PAUSE_SECONDS = env.number("SEALPOST_MAIL_PAUSE_SECONDS", 120)
# So long a worker sends mail before other work has its turn again; a conversation that has begun is finished.
MAIL_TURN_SECONDS = 5
MAIL_ALERT_SECONDS = 3600
DEMO_MAIL_DIRECTORY = VAR / "demo_mail"

# Mail in. The agency's own mail server hands it over by LMTP, which knows neither password nor encryption:
# whoever reaches this port writes to every unit.
MAIL_IN_SERVED = env.flag("SEALPOST_MAIL_IN")
MAIL_IN_LISTEN = env.listening_address("SEALPOST_MAIL_IN_LISTEN", "127.0.0.1")
MAIL_IN_PORT = env.number(
    "SEALPOST_MAIL_IN_PORT", PORT + 1100 if PORT < 64435 else PORT - 1100, least=1, most=65535
)
MAIL_IN_LARGEST_BYTES = env.number("SEALPOST_MAIL_IN_MEGABYTES", 25, least=1, most=45) * 1024 * 1024
MAIL_IN_CONNECTIONS = env.number("SEALPOST_MAIL_IN_CONNECTIONS", 20, least=1, most=500)
# By this name the agency's mail server signs what it says of senders; nobody's word counts where it is empty.
MAIL_IN_AUTHSERV_ID = env.text("SEALPOST_MAIL_IN_AUTHSERV_ID", "")
# What programs wrote, and nobody looked at, is put away after so long.
MAIL_IN_AUTOMATIC_KEPT = timedelta(days=env.number("SEALPOST_MAIL_IN_AUTOMATIC_DAYS", 30, least=1, most=3650))
# Or it is fetched by IMAP, from a mailbox in which lies what came for one address.
IMAP_HOST = env.text("SEALPOST_IMAP_HOST", "")
IMAP_STARTTLS = env.flag("SEALPOST_IMAP_STARTTLS")
IMAP_PORT = env.number("SEALPOST_IMAP_PORT", 143 if IMAP_STARTTLS else 993, least=1, most=65535)
IMAP_USER = env.text("SEALPOST_IMAP_USER", "")
IMAP_PASSWORD = env.text_or_file("SEALPOST_IMAP_PASSWORD")
IMAP_TLS = env.flag("SEALPOST_IMAP_TLS", default=True)
IMAP_CA_FILE = env.text("SEALPOST_IMAP_CA_FILE", "")
IMAP_FOLDER = env.text("SEALPOST_IMAP_FOLDER", "INBOX")
IMAP_DONE_FOLDER = env.text("SEALPOST_IMAP_DONE_FOLDER", "")
IMAP_ADDRESS = env.mail_address("SEALPOST_IMAP_ADDRESS", "")
IMAP_SECONDS = env.number("SEALPOST_IMAP_SECONDS", 60, least=5, most=86400)
IMAP_TIMEOUT_SECONDS = 30
if IMAP_HOST and not IMAP_TLS and IMAP_HOST not in THIS_MACHINE:
    raise ImproperlyConfigured(
        "SEALPOST_IMAP_TLS may be 0 only for a mail server on this machine: mail and password would be read."
    )
if IMAP_STARTTLS and not IMAP_TLS:
    raise ImproperlyConfigured("SEALPOST_IMAP_STARTTLS says to encrypt, and SEALPOST_IMAP_TLS says not to.")
if IMAP_CA_FILE and not os.access(IMAP_CA_FILE, os.R_OK):
    raise ImproperlyConfigured("SEALPOST_IMAP_CA_FILE names a file that cannot be read.")

# How long the link in a notice confirms the address that it went to.
CONFIRMATION_LASTS = timedelta(days=env.number("SEALPOST_CONFIRMATION_DAYS", 30, least=1, most=365))

# An answer that nobody has opened: when its reader is reminded, once, and when their unit is to reach them
# another way.
REMIND_AFTER = timedelta(days=env.number("SEALPOST_REMIND_DAYS", 7, least=1, most=365))
UNREAD_AFTER = timedelta(days=env.number("SEALPOST_UNREAD_DAYS", 14, least=1, most=365))
if UNREAD_AFTER < REMIND_AFTER:
    raise ImproperlyConfigured("SEALPOST_UNREAD_DAYS must not be less than SEALPOST_REMIND_DAYS.")
