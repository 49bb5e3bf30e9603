"""From the list of those to reach another way: a letter with a code, and its reader in the open thread."""

import re
from typing import Any

import pytest

from accounts.models import Person
from messaging.errors import NotVouchedFor
from messaging.models import Regrant, Thread, Unreached, Vouching
from messaging.services.unreached import note_bounce
from messaging.services.vouching import Vouched
from tests.messaging.inviting import invite_again
from tests.messaging.test_inviting_pages import CODE, come_in
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    begin_anew,
    form_fields,
    give_up_notice,
)

pytestmark = pytest.mark.django_db

REASON = "The street stands in their first message."


@pytest.fixture
def entry(answered_thread: Thread) -> Unreached:
    """The taxpayer's thread, whose answer could not be told."""
    note_bounce(give_up_notice().public_id)
    return Unreached.objects.get()


def send_letter(desk: Browser, thread: Thread, **other: str) -> Any:
    form = {"means": "on_file", "reason": REASON, "way": "letter", "email": "", "language": "en", **other}
    return desk.post(f"{thread.get_absolute_url()}invite/", form)


def send_as_service(officer: Staff, thread: Thread, *, address: str) -> None:
    """Ask for the letter below the form, as one page that passed it would."""
    invite_again(officer, thread, address=address, vouched=Vouched(Vouching.Means.ON_FILE, REASON))


def read_code(desk: Browser, path: str) -> str:
    found = CODE.findall(desk.get(path).content.decode())
    assert len(found) == 1, found
    return str(found[0])


def test_whoever_gets_both_letters_reads_the_answer_and_is_off_the_list(
    officer: Staff, taxpayer: Visitor, entry: Unreached
):
    desk, place = officer.signs_in(), entry.thread.get_absolute_url()
    assert f"{place}invite/" in desk.get(f"/unreached/{entry.public_id}/").content.decode()
    asked = desk.get(f"{place}invite/").content.decode()
    chosen = "".join(re.findall(r"<input[^>]*\schecked[^>]*>", asked))
    assert re.findall(r'name="(\w+)"', chosen) == ["way", "language"]
    assert all(f'value="{value}"' in chosen for value in ("letter", "en"))

    assert send_letter(desk, entry.thread)["Location"] == f"{place}invited/"
    assert f"{place}letter/pin/" in desk.get(f"{place}invited/").content.decode()
    code, pin = read_code(desk, f"{place}letter/"), read_code(desk, f"{place}letter/pin/")
    reader, answer = come_in(code, pin)
    shown_code = CODE.search(reader.get(answer["Location"]).content.decode())
    page = reader.post("/invited/code/", follow=True).content.decode()

    assert code != pin
    assert "We need form 12." in page
    entry.refresh_from_db()
    assert entry.outcome == "opened"
    assert Vouching.objects.get().means == "on_file"
    assert taxpayer.reply_code
    assert Browser().post("/reply/", {"code": taxpayer.reply_code}).status_code == 400
    assert shown_code
    assert Browser().post("/reply/", {"code": shown_code[1]}).status_code == 302


def test_a_letter_says_nothing_of_what_waits_and_has_one_half(officer: Staff, entry: Unreached):
    desk, place = officer.signs_in(), entry.thread.get_absolute_url()
    send_letter(desk, entry.thread)

    letters = [desk.get(f"{place}letter/{which}").content.decode() for which in ("", "pin/")]

    sheets = [page.partition("<article")[2].partition("</article>")[0] for page in letters]
    halves = [CODE.findall(sheet)[0] for sheet in sheets]
    for sheet, other_half in zip(sheets, reversed(halves), strict=True):
        assert other_half not in sheet
        for word in ("form 12", "My refund", "Visitor One", "Refunds", "Income Tax"):
            assert word not in sheet
    assert "The code is in another letter" in sheets[1]


@pytest.mark.parametrize("other", [{"way": "mail", "email": "thief@example.org"}, {"reason": ""}])
def test_it_takes_the_letter_and_where_the_address_is_from(
    officer: Staff, taxpayer: Visitor, entry: Unreached, other: dict[str, str]
):
    response = send_letter(officer.signs_in(), entry.thread, **other)

    assert response.status_code == 400
    assert not Vouching.objects.exists()
    assert taxpayer.opens_with_code().get(taxpayer.thread.get_absolute_url()).status_code == 200


def test_no_other_address_is_taken_from_somebody_whom_nobody_made_sure_of(officer: Staff, entry: Unreached):
    desk, thread, known = officer.signs_in(), entry.thread, entry.thread.taxpayer.notice_address

    refused = send_letter(desk, thread, email="thief@example.org").content.decode()
    with pytest.raises(NotVouchedFor):
        send_as_service(officer, thread, address="thief@example.org")
    as_it_was = send_letter(desk, thread, email=known.upper())

    assert "Leave the address as it was." in refused
    assert all(f'value="{typed}"' in refused for typed in ("thief@example.org", "on_file"))
    assert REASON in refused
    assert as_it_was.status_code == 302
    assert known
    assert Person.objects.get(pk=thread.taxpayer_id).notice_address == known


def test_whoever_reads_the_answer_meanwhile_keeps_their_way_in(
    officer: Staff, taxpayer: Visitor, entry: Unreached
):
    desk, path = officer.signs_in(), entry.thread.get_absolute_url()
    assert 'value="on_file"' in desk.get(f"{path}invite/").content.decode()
    taxpayer.opens_with_code().get(path)

    refused = send_letter(desk, entry.thread)
    with pytest.raises(NotVouchedFor):
        send_as_service(officer, entry.thread, address="")

    assert refused.status_code == 400
    assert taxpayer.opens_with_code().get(path).status_code == 200


def test_nobody_who_asks_is_sent_one_without_being_made_sure_of(
    officer: Staff, taxpayer: Visitor, account: Account
):
    """Neither for a code that is said to be lost, nor after a new password: the portal listed neither."""
    desk = officer.signs_in()
    begin_anew(account.person)
    regrant = Regrant.objects.get(person=account.person)
    page = f"/regrants/{regrant.public_id}/"
    hidden = form_fields(desk.get(page).content.decode())

    answers = [
        send_letter(desk, taxpayer.thread),
        desk.post(page, {**hidden, "means": "on_file", "reason": REASON}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert not any("Nobody asked" in answer.content.decode() for answer in answers)
    assert not Vouching.objects.exists()
