"""Founds the demo's agency through the same services as every real one."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from accounts import languages
from accounts.models import Person, Role, Unit
from accounts.services import (
    NewStaff,
    found_agency,
    found_unit,
    invitations,
    make_staff,
    memberships,
    prepare_staff,
    set_plain_email,
)
from comments import form_tokens
from comments.services import CommentWords, Received, receive
from keys import passwords, records, reply_codes, vault
from keys.queries import shown_key
from keys.unlocked import UnlockedPerson
from messaging import channel
from messaging.models import Thread, Topic
from messaging.services import open_thread, reply, send_answer
from messaging.services.sending import Words
from portal.demo.accounts import (
    ACCOUNTS,
    BUSINESS,
    COLLECTIONS,
    INCOME,
    NEWCOMER_EMAIL,
    UNITS,
    DemoAccount,
)
from portal.demo.stories import STORIES, TOPICS, Story

Unlocked = UnlockedPerson[Person]
# The folder with the pages that real custodians keep in five safes.
CUSTODIANS = "demo_custodians"


def found() -> None:
    """Make the demo's units, people, topics and threads, in some three seconds.

    Its records key is made as a real one is; its custodians are a folder beside it.
    """
    _hold_ceremony(Path(settings.RECORDS_KEY_FILE))
    officers = _found_units()
    topics = {
        name: Topic.objects.create(
            name=name, description=description, unit=Unit.objects.get(name=unit), position=position
        )
        for position, (name, description, unit) in enumerate(TOPICS)
    }
    for story in STORIES:
        topic = topics[story.topic]
        _tell(story, topic, officers[topic.unit.name])


def _hold_ceremony(pinned: Path) -> None:
    """Make the records key with the custodians' own tool, in a process that ends with what it knew."""
    folder = pinned.with_name(CUSTODIANS)
    if not folder.exists():
        names = [
            part for number in range(1, 6) for part in ("--custodian", f"Custodian {number} of the demo")
        ]
        made = ["make", "--folder", str(folder), "--agency", settings.AGENCY_NAME, *names]
        command = [sys.executable, "-m", "records_key", *made]
        subprocess.run(command, cwd=settings.BASE_DIR, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    records.pin(folder / "records_key.json")


def _found_units() -> dict[str, Unlocked]:
    """Make everybody; gives one officer of each unit with their keys opened."""
    founder = _only(Role.SUPERVISOR)
    found_agency(
        administrator=_as_staff(_only(Role.ADMINISTRATOR)), founder=_as_staff(founder), unit_name=INCOME
    )
    administrator = Person.objects.get(role=Role.ADMINISTRATOR)
    make_staff(prepare_staff(_as_staff(_only(Role.AUDITOR))), actor=administrator.public_id)
    holders = {INCOME: _sign_in(founder)}
    officers: dict[str, Unlocked] = {}
    for name in UNITS:
        for account in ACCOUNTS:
            if account.role != Role.OFFICER or account.unit != name:
                continue
            officer = make_staff(prepare_staff(_as_staff(account)), actor=administrator.public_id)
            if name in holders:
                unit = Unit.objects.get(name=name)
                _let_in(administrator, officer.person, unit, granter=holders[name])
            else:
                found_unit(founder=officer, name=name)
                holders[name] = officer
            officers.setdefault(name, officer)
    # In one unit only, so that both ways can be seen.
    set_plain_email(actor=administrator, unit=Unit.objects.get(name=INCOME), is_allowed=True)
    _leave_something_to_do(administrator)
    return officers


def _leave_something_to_do(administrator: Person) -> None:
    """Leave an invitation that nobody has taken up, and a proposal that nobody has decided about."""
    newcomer = invitations.Invitee(Role.OFFICER, "Newcomer of the Demo", NEWCOMER_EMAIL)
    invitations.invite(actor=administrator, invitee=newcomer)
    proposed = next(account for account in ACCOUNTS if account.unit == BUSINESS)
    unit = Unit.objects.get(name=COLLECTIONS)
    memberships.propose_member(actor=administrator, unit=unit, email=proposed.email)


def _let_in(administrator: Person, person: Person, unit: Unit, *, granter: Unlocked) -> None:
    proposal = memberships.propose_member(actor=administrator, unit=unit, email=str(person.email))
    shown = shown_key(person.public_id)
    memberships.grant_proposal(
        granter=granter,
        proposal=proposal,
        key_id=shown.key_id if shown else "",
        compared=memberships.Comparison.IN_PERSON,
    )


def _only(role: Role) -> DemoAccount:
    return next(account for account in ACCOUNTS if account.role == role)


def _as_staff(account: DemoAccount) -> NewStaff:
    return NewStaff(Role(account.role), account.name, account.email, account.password)


def _sign_in(account: DemoAccount) -> Unlocked:
    person = Person.objects.get(email=account.email)
    return vault.unlock_with(passwords.check_password(person.public_id, account.password), person)


def _tell(story: Story, topic: Topic, officer: Unlocked) -> None:
    words = CommentWords(
        topic=topic,
        subject=story.subject,
        text=story.text,
        email=story.email,
        name=story.name,
        language=languages.FIRST,
    )
    received = receive(words=words, token=form_tokens.new_token())
    if not story.answer:
        return
    _answer(received.comment.thread, officer, story)
    if story.is_opened:
        _read(received, story)


def _answer(thread: Thread, officer: Unlocked, story: Story) -> None:
    open_thread(reader=officer, thread=thread)
    words = Words(uuid4(), story.subject, story.answer)
    decision = channel.decide(words.document(), latest_sequence=thread.latest_sequence)
    send_answer(officer=officer, thread=thread, words=words, decision=decision)


def _read(received: Received, story: Story) -> None:
    thread = received.comment.thread
    _person, account_key = reply_codes.find(received.reply_code.text)
    visitor = vault.unlock_with(account_key, thread.taxpayer)
    open_thread(reader=visitor, thread=thread)
    if story.reply:
        reply(sender=visitor, thread=thread, words=Words(uuid4(), story.subject, story.reply))
