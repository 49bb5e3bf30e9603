"""The forms of the second step, one for each thing that somebody may show."""

from django.utils.translation import gettext_lazy as _

from accounts.fields import SingleValueForm
from accounts.passkeys.forms import PasskeyForm
from accounts.passwords.forms import KnownPasswordForm
from accounts.proofs import Kind
from accounts.recovery_codes.forms import RecoveryForm
from accounts.secret_fields import OneTimeCodeField


class OneTimeCodeForm(SingleValueForm):
    """The code that an app shows at this moment."""

    code = OneTimeCodeField(label=_("Code from your app"))


FORMS: dict[Kind, type[SingleValueForm]] = {
    Kind.PASSKEY: PasskeyForm,
    Kind.ONE_TIME_CODE: OneTimeCodeForm,
    Kind.PASSWORD: KnownPasswordForm,
    Kind.RECOVERY_CODE: RecoveryForm,
}
