"""The words in which pages say what is known of a mail's sender."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.mail_in.dangers import Danger
from comments.mail_in.facts import Facts, FileFact, file_id
from comments.mail_in.looking import Looked
from comments.mail_in.services.deciding import OpenedMail

PASSED = gettext_lazy("Passed")
FAILED = gettext_lazy("Failed")
UNDECIDED = gettext_lazy("Could not be decided")
RESULTS: Mapping[str, Promise] = {
    "pass": PASSED,
    "fail": FAILED,
    "softfail": FAILED,
    "permerror": FAILED,
    "policy": FAILED,
    "neutral": UNDECIDED,
    "temperror": UNDECIDED,
    "none": gettext_lazy("The sender's domain offers none"),
    "unsaid": gettext_lazy("Our mail server said nothing"),
}
PROBLEMS: Mapping[str, Promise] = {
    "several_senders": gettext_lazy("It names more than one sender."),
    "unusable_address": gettext_lazy("The sender's address cannot be used."),
    "name_holds_address": gettext_lazy("The sender's name looks like another address."),
    "repeated_header": gettext_lazy("It says the same thing twice, which programs read in different ways."),
    "cut": gettext_lazy("It is longer than what is shown."),
    "malformed_headers": gettext_lazy("What should stand above its text is damaged."),
    "boundaries": gettext_lazy(
        "It is put together in an odd way: another program may show other parts of it."
    ),
    "transfer_encoding": gettext_lazy(
        "A part of it is damaged or was sent in another way than it says. Some of it may be missing."
    ),
    "unknown_charset": gettext_lazy("Some of its letters may be wrong."),
    "several_file_names": gettext_lazy("A file in it has more than one name."),
    "packed_by_outlook": gettext_lazy(
        "Outlook has packed its files into one that other programs cannot open. Ask for them another way."
    ),
    "words_not_read": gettext_lazy("Its text could not be read in time."),
    "file_in_text": gettext_lazy("A file stands in its text."),
    "directions": gettext_lazy(
        "It has signs that turn the order of letters round, as in names that deceive."
    ),
}

LOOKED: Mapping[str, Promise] = {
    Looked.NOTHING: gettext_lazy("Nothing sensitive was found in it."),
    Looked.SENSITIVE: gettext_lazy("There is sensitive information in it."),
    Looked.UNREAD: gettext_lazy("It could not be looked into, so it counts as sensitive."),
}
DANGERS: Mapping[str, Promise] = {
    Danger.PROGRAM: gettext_lazy("It is a program or can start one. Do not open it."),
    Danger.MACROS: gettext_lazy("It may hold small programs. Open it only where they are turned off."),
    Danger.PAGE: gettext_lazy(
        "It is a web page, which may pretend to be another. Never type a password into it."
    ),
    Danger.PACKED: gettext_lazy("Other files are packed in it, which may be programs."),
}


def sender_of(facts: Facts) -> dict[str, Any]:
    """Describe a mail's sender, and how far they are known."""
    differs = bool(facts.reply_to) and facts.reply_to != facts.from_address
    return {
        "name": facts.from_name,
        "address": facts.from_address,
        "reply_to": facts.reply_to if differs else "",
        "is_verified": facts.is_verified,
        "verdict": _verdict(facts),
        "checks": [
            (name, RESULTS.get(result, UNDECIDED))
            for name, result in (("SPF", facts.spf), ("DKIM", facts.dkim), ("DMARC", facts.dmarc))
        ],
        "oddities": [PROBLEMS[problem] for problem in facts.problems if problem in PROBLEMS],
    }


def files_of(facts: Facts, mail: UUID) -> list[dict[str, Any]]:
    """Describe the files of a mail, each with where it is to be had."""
    return [_file_of(file, number, mail) for number, file in enumerate(facts.files, 1)]


def _file_of(file: FileFact, number: int, mail: UUID) -> dict[str, Any]:
    return {
        "name": file.name,
        "size": filesizeformat(file.size_bytes),
        "looked": LOOKED.get(file.looked, LOOKED[Looked.UNREAD]),
        "danger": DANGERS.get(file.danger),
        "url": reverse("incoming_file", kwargs={"public_id": mail, "file_id": file_id(mail, number)}),
    }


def words_of(opened: OpenedMail) -> dict[str, Any]:
    """Describe what a mail says."""
    return {
        "subject": opened.facts.subject,
        "text": opened.text,
        "html": _laid_out(opened),
        "is_readable": opened.is_readable,
    }


def _verdict(facts: Facts) -> str:
    if facts.is_verified:
        return _("Our mail server could confirm the sender's domain. It cannot say which person wrote.")
    if "fail" in (facts.spf, facts.dkim, facts.dmarc):
        return _("Our mail server could not confirm the sender. Somebody else may have written this.")
    return _("Our mail server did not confirm the sender.")


def _laid_out(opened: OpenedMail) -> SafeString | None:
    # Of tags without any attribute, as `reading` leaves them: it loads nothing and leads nowhere.
    return mark_safe(opened.html) if opened.html else None  # noqa: S308
