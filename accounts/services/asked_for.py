"""What was asked for in the name of an address: whether anybody signs in with it, after the same work."""

from accounts.models import MailedLink, PasswordReset, Person
from notices import outbox
from notices.models import Outbox

NONE = 0


def keep_only_somebodys(asked: MailedLink | PasswordReset, work: Outbox) -> None:
    """Delete what was asked for, and the work that was promised, where nobody signs in with the address.

    The statements are the same for everybody, so that neither their number nor the commit tells who does.
    Belongs inside the transaction that has stored both.
    """
    is_somebodys = Person.objects.filter(email=asked.address, disabled_at=None).exists()
    type(asked)._default_manager.filter(pk=NONE if is_somebodys else asked.pk).delete()
    outbox.withdraw("" if is_somebodys else work.idempotency_key)
