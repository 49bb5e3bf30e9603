"""What a mail says about the security of somebody's account: what kind of thing happened, and when.

No name, no place and no device: whoever reads the mailbox may be who did it.
"""

from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notices.models import Notice

WORDS: Mapping[Notice.Kind, Promise] = {
    Notice.Kind.NEW_DEVICE: _("Somebody signed in to your account with a browser that is new to us."),
    Notice.Kind.MANY_FAILURES: _(
        "Many sign-ins to your account have failed. A password alone does not open it now: when you sign in "
        "next, use a passkey, or have a link mailed to you first."
    ),
    Notice.Kind.FACTOR_ADDED: _("A new way to sign in or to unlock was added to your account."),
    Notice.Kind.FACTOR_REMOVED: _("A way to sign in or to unlock was removed from your account."),
    Notice.Kind.RECOVERY_CODE_USED: _("Somebody signed in to your account with your recovery code."),
    Notice.Kind.PASSWORD_CHANGED: _("The password of your account was changed."),
    Notice.Kind.PASSWORD_RESET: _("A new password was set for your account, by a link that we mailed."),
    Notice.Kind.ADDRESS_CHANGED: _("The e-mail address of your account was changed."),
    Notice.Kind.ACCOUNT_MADE: _("An account was made on our secure site, with the reply code that we gave."),
    Notice.Kind.ACCOUNT_REGRANTED: _(
        "Earlier messages were opened to your account again, after we had checked who you are."
    ),
    Notice.Kind.ACCOUNT_DISABLED: _("We disabled your account. Nobody can sign in to it now."),
    Notice.Kind.ACCOUNT_ENABLED: _("We enabled your account again. You can sign in to it as before."),
    Notice.Kind.ACCOUNT_UNUSED: _(
        "You have not signed in for a long time. If you do not sign in within 14 days, we disable your "
        "account."
    ),
    Notice.Kind.SESSIONS_ENDED: _(
        "Our office signed your account out on every device. You can sign in again."
    ),
    Notice.Kind.REPLY_CODE_ENDED: _("The reply code of your account was ended. It opens nothing any more."),
    Notice.Kind.THREAD_ADOPTED: _(
        "A conversation whose notices came to this address was added to an account, with its reply code."
    ),
    Notice.Kind.WAY_IN_RENEWED: _(
        "We were told that a reply code was lost. It opens nothing any more, and a new invitation was made."
    ),
    Notice.Kind.REPRESENTATIVE_ADDED: _("Somebody was let in to read and answer messages for somebody else."),
    Notice.Kind.REPRESENTATIVE_WAITS: _(
        "Somebody who reads messages for you set a new password without the old one. They read nothing more "
        "until you, or we, let them in again."
    ),
    Notice.Kind.REPRESENTATIVE_ENDED: _("Somebody who read messages for somebody else does so no more."),
}


def words_of(notice: Notice) -> dict[str, str]:
    """Give what the templates of such a mail need besides its number, in the language of the mail."""
    at = timezone.localtime(notice.queued_at)
    return {
        "what_happened": str(WORDS[Notice.Kind(notice.kind)]),
        "day": date_format(at, "DATE_FORMAT"),
        "time": date_format(at, "TIME_FORMAT"),
        "agency_contact": settings.AGENCY_CONTACT,
    }
