"""The only way to SMTP in the whole portal, through two functions.

`send_notice` mails fixed words and a number; `send_plain` mails what a decision lets leave by plain e-mail.
"""

from datetime import timedelta
from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from encryption.codes import group
from notices import bounce_addresses, security_events, smtp
from notices.decisions import Channel, Decision
from notices.errors import NotDecidedPlain, NothingToCarry
from notices.models import CARRYING, Notice

FIXED_WORDS = (
    Notice.Kind.MESSAGE_WAITING,
    Notice.Kind.REMINDER,
    Notice.Kind.MAIL_RECEIVED,
    Notice.Kind.INVITATION,
    Notice.Kind.INVITATION_TO_READ,
    Notice.Kind.INVITATION_REMINDER,
    Notice.Kind.CONFIRM_ADDRESS,
    Notice.Kind.CONFIRM_FORMER_ADDRESS,
    Notice.Kind.ADDRESS_HAS_ACCOUNT,
    Notice.Kind.SIGN_IN_LINK,
    Notice.Kind.RESET_LINK,
    *security_events.WORDS,
)

# On every automatic answer; mail that comes in with it is one of ours, sent back by another program.
ANSWER_HEADER = "X-Sealpost-Answer"
AUTOMATIC_ANSWER = {"Auto-Submitted": "auto-replied", "Precedence": "bulk", ANSWER_HEADER: "1"}


def message_id_of(number: str) -> str:
    """Make the Message-ID of a notice: the same at every attempt, so that mail servers see a repetition."""
    return f"<{number.lower()}@{_sender_address().domain}>"


def send_notice(notice: Notice, *, token: str = "") -> None:
    """Send the fixed words of a notice to its address, in one SMTP conversation.

    token: the mailed secret that the notice carries.
    Always by SMTP, whatever `settings.EMAIL_BACKEND` says: a backend that prints mail would be another way.
    Raises NothingToCarry without the secret that such a mail is for, and what `smtp.give_to_server` does.
    """
    with translation.override(notice.language):
        mail = _compose(notice, token)
    _send(mail, notice)


def send_plain(decision: Decision, notice: Notice) -> None:
    """Send an answer by plain e-mail, exactly as it was decided, under the number of its notice.

    decision: made just now, of what waited. Raises NotDecidedPlain when it says anything else than plain, or
    is about another address than the notice; else as `send_notice` does.
    """
    mail = decision.mail
    if decision.channel is not Channel.PLAIN or mail is None:
        raise NotDecidedPlain
    if notice.kind != Notice.Kind.PLAIN_ANSWER or notice.address != mail.recipient:
        raise NotDecidedPlain
    with translation.override(notice.language):
        composed = _in_both_forms(notice, mail.subject, {**_words_of(notice), "text": mail.text})
    _send(composed, notice)


def _send(mail: EmailMultiAlternatives, notice: Notice) -> None:
    if notice.kind == Notice.Kind.MAIL_RECEIVED:
        # From nobody, so that no program answers it (RFC 3834, section 3.3).
        smtp.give_to_server(mail, envelope_sender="")
        return
    sender = bounce_addresses.address_of(notice) or _sender_address().addr_spec
    smtp.give_to_server(mail, envelope_sender=sender)


def _compose(notice: Notice, token: str) -> EmailMultiAlternatives:
    if notice.kind not in FIXED_WORDS:
        raise NotDecidedPlain
    if notice.kind in CARRYING and not token:
        raise NothingToCarry
    words: dict[str, Any] = {**_words_of(notice), **_words_of_kind(notice, token)}
    subject = render_to_string(f"{_folder_of(notice)}/subject.txt", words)
    return _in_both_forms(notice, " ".join(subject.split()), words)


def _in_both_forms(notice: Notice, subject: str, words: dict[str, Any]) -> EmailMultiAlternatives:
    """Write a mail as plain text and as simple HTML, which say the same."""
    folder, words = _folder_of(notice), {**words, "subject": subject}
    body = render_to_string(f"{folder}/body.txt", words)
    mail = EmailMultiAlternatives(subject, body, to=[notice.address], **_envelope_of(notice))
    mail.attach_alternative(render_to_string(f"{folder}/body.html", words), "text/html")
    return mail


def _folder_of(notice: Notice) -> str:
    return "notices/security_event" if notice.kind in security_events.WORDS else f"notices/{notice.kind}"


def _words_of(notice: Notice) -> dict[str, str]:
    """Give the words that templates put into a mail: addresses of ours and the notice's number."""
    answer_url, check_url = settings.SITE_URL + notice.page_path(), settings.SITE_URL + reverse("notice")
    return {
        "agency_name": settings.AGENCY_NAME,
        # What has no link has nothing either that programs would make one of.
        "answer_url": answer_url if notice.has_link else "",
        "answer_address": _to_type(answer_url),
        "check_url": check_url if notice.has_link else _to_type(check_url),
        "number": group(notice.number),
    }


def _envelope_of(notice: Notice) -> dict[str, Any]:
    """Give what every mail of ours says about itself: who sends it, and that nobody reads what comes back."""
    sender = _sender_address()
    return {
        "from_email": _with_name(_("%(agency)s (do not reply)") % {"agency": settings.AGENCY_NAME}, sender),
        "reply_to": [_with_name(_("Answers to this e-mail are not read"), sender)],
        "headers": {
            "Message-ID": notice.message_id_header,
            "Auto-Submitted": "auto-generated",
            # Keeps absence notes of Microsoft Exchange away, which does not look at Auto-Submitted.
            "X-Auto-Response-Suppress": "All",
            **(AUTOMATIC_ANSWER if notice.kind == Notice.Kind.MAIL_RECEIVED else {}),
        },
    }


def _words_of_kind(notice: Notice, token: str) -> dict[str, Any]:
    """Give what a notice says besides: the secret that it carries, and where to go on with it.

    Behind the #, which browsers send to no server, stands what opens or changes something. The link that only
    confirms an address needs no code to be typed, and is a path.
    """
    if notice.kind == Notice.Kind.ADDRESS_HAS_ACCOUNT:
        return {"sign_in_url": settings.SITE_URL + reverse("sign_in")}
    if notice.kind == Notice.Kind.MAIL_RECEIVED:
        # That of its reader is guessed from a mail: it comes first, and the others after it.
        offered = [code for code, _name in settings.LANGUAGES]
        return {"languages": sorted(offered, key=lambda code: code != notice.language)}
    if notice.kind in security_events.WORDS:
        return security_events.words_of(notice)
    if notice.kind in (Notice.Kind.MESSAGE_WAITING, Notice.Kind.REMINDER):
        return {"confirm_url": settings.SITE_URL + reverse("confirm_address", args=[token]) if token else ""}
    if notice.kind in (Notice.Kind.INVITATION, Notice.Kind.INVITATION_TO_READ):
        link = f"{settings.SITE_URL}{notice.page_path()}#{token}"
        return {"answer_url": link if notice.has_link else "", "token": token}
    if notice.kind == Notice.Kind.INVITATION_REMINDER:
        return {}
    link_url, code = settings.SITE_URL + notice.page_path(), group(token)
    return {
        "code": code,
        "link_url": f"{link_url}#{code}",
        "link_address": _to_type(link_url),
        "minutes": str(settings.SIGN_IN_LINK_LASTS // timedelta(minutes=1)),
        "hours": str(settings.ACCOUNT_CONFIRMATION_LASTS // timedelta(hours=1)),
        "reset_hours": str(settings.PASSWORD_RESET_LASTS_TAXPAYER // timedelta(hours=1)),
        "reset_hours_staff": str(settings.PASSWORD_RESET_LASTS_STAFF // timedelta(hours=1)),
    }


def _to_type(url: str) -> str:
    """Shorten an address for whoever types it: browsers add the rest."""
    return url.removeprefix("https://").removeprefix("http://")


def _sender_address() -> Address:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Address(addr_spec=address)


def _with_name(name: str, address: Address) -> str:
    return str(Address(display_name=name, addr_spec=address.addr_spec))
