"""People and threads that the portal's own services make, as real ones are made."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings

import accounts.services as accounts
from accounts.models import Person, Role, Unit
from accounts.services import memberships
from bench.agency import LONG_SUBJECT, MESSAGES, OFFICERS, PASSWORD, TEXT, officer_email
from comments import form_tokens
from comments.services import CommentWords, Received, receive
from keys import passwords, records, reply_codes, vault
from keys.queries import shown_key
from keys.unlocked import UnlockedPerson
from messaging import channel
from messaging.models import Thread, Topic
from messaging.services import reply, send_answer
from messaging.services.sending import Words
from portal.serving import preparation
from records_key import ceremony

# More than a page of the mailbox, so that every row which a page shows really opens.
REAL_THREADS = 30


def found_once() -> None:
    """Make keyring, tables, people and real threads, unless they are there."""
    preparation.make_directories()
    preparation.prepare()
    if Unit.objects.exists():
        return
    made = ceremony.make(Path(settings.VAR) / "custodians", agency="Bench", custodians=list("ABCDE"))
    records.pin(made.public_half)
    officer = _found_people()
    topic = Topic.objects.create(name="Refund", description="Where it is", unit=Unit.objects.get())
    _talk(_comment(topic, LONG_SUBJECT), officer)
    for number in range(REAL_THREADS):
        _comment(topic, f"Question {number} about my refund")


def _found_people() -> UnlockedPerson[Person]:
    """Make an administrator, a unit and its officers; gives the first officer with their keys opened."""
    unit = accounts.found_agency(
        administrator=accounts.NewStaff(
            Role.ADMINISTRATOR, "Administrator", "administrator@example.org", PASSWORD
        ),
        founder=_new_officer(1),
        unit_name="Income Tax",
    )
    person = Person.objects.get(email=officer_email(1))
    founder = vault.unlock_with(passwords.check_password(person.public_id, PASSWORD), person)
    for number in range(2, OFFICERS + 1):
        made = accounts.make_staff(accounts.prepare_staff(_new_officer(number)), actor=None)
        _let_in(made.person, unit, granter=founder)
    return founder


def _let_in(person: Person, unit: Unit, *, granter: UnlockedPerson[Person]) -> None:
    administrator = Person.objects.get(role=Role.ADMINISTRATOR)
    shown = shown_key(person.public_id)
    memberships.grant_proposal(
        granter=granter,
        proposal=memberships.propose_member(actor=administrator, unit=unit, email=str(person.email)),
        key_id=shown.key_id if shown else "",
        compared=memberships.Comparison.IN_PERSON,
    )


def _new_officer(number: int) -> accounts.NewStaff:
    return accounts.NewStaff(Role.OFFICER, f"Officer {number}", officer_email(number), PASSWORD)


def _comment(topic: Topic, subject: str) -> Received:
    words = CommentWords(topic=topic, subject=subject, text=TEXT, email="", name="A. Visitor", language="en")
    return receive(words=words, token=form_tokens.new_token())


def _talk(received: Received, officer: UnlockedPerson[Person]) -> None:
    """Answer and reply in turns until the thread has its messages."""
    _, account_key = reply_codes.find(received.reply_code.text)
    visitor = vault.unlock_with(account_key, received.comment.thread.taxpayer)
    for sequence in range(2, MESSAGES + 1):
        thread = Thread.objects.get(pk=received.comment.thread.pk)
        words = Words(uuid4(), LONG_SUBJECT, TEXT)
        if sequence % 2:
            reply(sender=visitor, thread=thread, words=words)
        else:
            decision = channel.decide(words.document(), latest_sequence=thread.latest_sequence)
            send_answer(officer=officer, thread=thread, words=words, decision=decision)
