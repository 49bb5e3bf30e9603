"""The checker finds what it is there for."""

from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest

from tests.faults.checking import Found, breaches
from tests.faults.history import Kind, Send, Told, new_token
from tests.faults.rig import Break
from tests.faults.sink import Taken
from tests.faults.writers import mail_of

FIRST, SECOND = new_token(), new_token()


def held(**changed: Any) -> Found:
    """A portal in which all is as it was told, but for what is changed."""
    mail = EmailMessage()
    mail["Message-ID"] = "<k7qx@mail.example.org>"
    mail.set_content("A message waits for you.")
    whole: dict[str, Any] = {
        "sends": [
            Send("officer-1", "answer", FIRST, f"We thank you. {FIRST}", "ok", 1),
            Send("officer-1", "answer", SECOND, f"We thank you. {SECOND}", "fail", 2),
        ],
        "messages": [message(FIRST)],
        "mails_in": [],
        "releases": [],
        "invitations": [],
        "unsound_events": 0,
        "waiting_texts": 0,
        "clear": [],
        "work": {"done": 1},
        "mails": [mail],
        "pages": [f"We thank you. {FIRST}"],
        "unexpected": 0,
        "files": [],
    } | changed
    names = ("messages", "releases", "invitations", "unsound_events", "waiting_texts", "clear", "work")
    read = {name: whole[name] for name in names} | {"mails": whole["mails_in"]}
    taken = [Taken(each, at=number, is_known=True) for number, each in enumerate(whole["mails"])]
    return Found(whole["sends"], read, taken, whole["pages"], whole["unexpected"], whole["files"])


def message(token: str, **changed: Any) -> dict[str, Any]:
    return {
        "thread": "a thread",
        "sequence": 2,
        "message": "a message",
        "text": f"We thank you. {token}",
        "recorded": 1,
        "notices": ["K7QX"],
        "plain": [],
    } | changed


def leaking(words: str) -> list[EmailMessage]:
    mail = EmailMessage()
    mail["Message-ID"] = "<k7qx@mail.example.org>"
    mail.set_content(words)
    return [mail]


def test_a_message_that_says_a_word_twice_is_there_once() -> None:
    twice = {"messages": [message(FIRST, text=f"{FIRST} {FIRST}")]}

    found = breaches(held(**twice))

    assert not any("times" in sentence for sentence in found), found
    assert any(f"was changed, to '{FIRST} {FIRST}'" in sentence for sentence in found), found


def test_nothing_is_said_where_all_is_as_it_was_told() -> None:
    assert breaches(held()) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"messages": []}, "is lost"),
        ({"messages": [message(FIRST), message(FIRST)]}, "is there 2 times"),
        ({"messages": [message(FIRST, text=f"Other words. {FIRST}")]}, "was changed"),
        ({"messages": [message(FIRST, text=None)]}, "does not open"),
        ({"messages": [message(FIRST), message(SECOND)]}, "was refused and is there"),
        ({"messages": [message(FIRST), message(new_token())]}, "nobody wrote it"),
        ({"messages": [message(FIRST, recorded=2)]}, "is recorded 2 times"),
        ({"messages": [message(FIRST, notices=[])]}, "has 0 notices"),
        ({"unsound_events": 1}, "do not hold their hash"),
        ({"mails": []}, "nobody was told"),
        ({"mails": leaking("A message waits for you.") * 3}, "was mailed 3 times, of which 2 for no reason"),
        ({"mails": leaking("A message waits for you.") + leaking("It waits.")}, "in different words"),
        ({"mails": leaking(f"We thank you. {FIRST}")}, "holds words of a message"),
        ({"mails": leaking("Your number is 219-09-9999.")}, "holds words of a message"),
        ({"clear": ["messaging_draft"]}, "stand in clear in messaging_draft"),
        ({"files": ["sealpost.sqlite3-wal"]}, "stand in clear in sealpost.sqlite3-wal"),
        ({"pages": ["An empty thread"]}, "is shown 0 times"),
        ({"unexpected": 3}, "3 requests were answered with 500"),
        ({"work": {"dead": 1}}, "1 pieces of work are dead"),
        ({"sends": [Send("officer-1", "answer", FIRST, f"We thank you. {FIRST}", "", 9)]}, "never got"),
    ],
)
def test_each_breach_is_found(changed: dict[str, Any], said: str) -> None:
    found = breaches(held(**changed))

    assert any(said in sentence for sentence in found), found


@pytest.mark.parametrize(
    ("taken", "breaks", "lost_leases", "is_a_breach"),
    [
        # One break is one more mail, and no more than that.
        ([(10, True), (20, True)], [Break(11, 12)], 0, False),
        ([(10, True), (20, True), (30, True)], [Break(11, 12)], 0, True),
        ([(10, True), (20, True), (30, True)], [Break(11, 12), Break(21, 22)], 0, False),
        # Who was at a mail when it came may have gone on for a while.
        ([(10, True), (20, True)], [Break(7, 8)], 0, False),
        ([(10, True), (20, True)], [Break(1, 2)], 0, True),
        ([(10, True), (20, True)], [Break(21, 22)], 0, True),
        # Whoever broke off did not hear that the mail was taken; whoever was too slow has lost the work.
        ([(10, False), (20, True)], [], 0, False),
        ([(10, False), (20, True), (30, True)], [], 0, True),
        ([(10, True), (20, True)], [], 1, False),
    ],
)
def test_a_notice_may_be_mailed_once_more_for_each_time_that_nobody_could_know_of_it(
    taken: list[tuple[float, bool]], breaks: list[Break], lost_leases: int, is_a_breach: bool
) -> None:
    [mail] = leaking("A message waits for you.")
    mails = [Taken(mail, at, is_known) for at, is_known in taken]

    found = breaches(replace(held(), taken=mails, breaks=breaks, lost_leases=lost_leases))

    assert any("for no reason" in sentence for sentence in found) is is_a_breach, found


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ([{}], ""),
        ([], "was acknowledged and is kept 0 times"),
        ([{}, {}], "was acknowledged and is kept 2 times"),
        ([{"raw": f"Subject: Other words\r\n\r\n{FIRST}"}], "is not kept as it came"),
        ([{"state": "parked"}], "is parked"),
        ([{"recorded": [2, 1]}], "recorded [2, 1] times"),
        ([{"answers": 2}], "was answered 2 times"),
    ],
)
def test_a_mail_that_came_in_is_one_thread_and_is_kept_as_it_came(
    changed: list[dict[str, Any]], said: str
) -> None:
    text = f"When does my refund come? {FIRST}"
    raw = mail_of("mail-writer-1", FIRST, text).decode("ascii")
    kept = {
        "mail": "a mail",
        "state": "in_thread",
        "thread": "a thread",
        "raw": raw,
        "answers": 1,
        "recorded": [1, 1],
    }

    found = breaches(
        held(
            sends=[Send("mail-writer-1", "mail", FIRST, text, "ok", 2)],
            messages=[message(FIRST, text=text, sequence=1)],
            mails_in=[kept | each for each in changed],
        )
    )

    assert any(said in sentence for sentence in found) if said else found == []


def test_an_answer_that_its_officer_had_mailed_may_be_read_in_its_mail_alone() -> None:
    assert breaches(mailed_as_it_is(mailed=f"<p>We thank you. {FIRST}</p>")) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "answer"}, "left on a weaker channel"),
        ({"mailed": FIRST}, "only in part"),
        ({"mailed": f"We thank you. {FIRST} {SECOND}"}, "holds words of a message"),
        ({"to": "somebody@example.org"}, "went to somebody else"),
        ({"waiting": 1}, "1 texts still wait"),
    ],
)
def test_an_answer_that_leaves_otherwise_than_its_officer_chose_is_found(
    changed: dict[str, Any], said: str
) -> None:
    found = breaches(mailed_as_it_is(**changed))

    assert any(said in sentence for sentence in found), found


def mailed_as_it_is(
    *,
    kind: Kind = "plain",
    mailed: str = f"We thank you. {FIRST}",
    to: str = "officer-1@example.org",
    waiting: int = 0,
) -> Found:
    """A portal that has mailed an answer as it is."""
    [mail] = leaking(mailed)
    mail["To"] = to
    return held(
        sends=[Send("officer-1", kind, FIRST, f"We thank you. {FIRST}", "ok", 1)],
        messages=[message(FIRST, plain=["K7QX"])],
        mails=[mail],
        waiting_texts=waiting,
    )


@pytest.mark.parametrize(
    ("requests", "changed", "said"),
    [
        ([{}], {}, ""),
        ([], {}, "was released 0 times"),
        ([{"state": "refused"}], {}, "request a request is refused"),
        ([{"state": "pending", "recorded": [1, 0]}], {"plain": []}, "request a request is pending"),
        ([{"state": "pending", "recorded": [1, 0]}], {}, "was released 0 times"),
        ([{}], {"plain": []}, "was released and sends nothing"),
        ([{"message": "another message"}], {}, "was released and sends nothing"),
        ([{}, {"request": "another request"}], {}, "was released 2 times"),
        ([{"recorded": [1, 2]}], {}, "is recorded [1, 2] times"),
    ],
)
def test_what_a_second_member_released_has_left_once_and_nothing_else_has(
    requests: list[dict[str, Any]], changed: dict[str, Any], said: str
) -> None:
    asked = {"request": "a request", "message": "a message", "state": "released", "recorded": [1, 1]}
    sent = mailed_as_it_is(kind="released")

    read = {
        **sent.read,
        "messages": [message(FIRST, **{"plain": ["K7QX"]} | changed)],
        "releases": [asked | each for each in requests],
    }
    found = breaches(replace(sent, read=read))

    assert any(said in sentence for sentence in found) if said else found == []


@pytest.mark.parametrize(
    ("invitations", "told", "said"),
    [
        ([{}], "ok", ""),
        ([{"outcome": "", "recorded": [1, 0]}], None, ""),
        ([], None, "with 0 invitations"),
        ([{}, {}], "ok", "with 2 invitations"),
        ([{"threads": []}], "ok", "leads to 0 threads"),
        ([{"threads": ["a thread", "a thread"]}], "ok", "leads to 2 threads"),
        ([{"notices": []}], "ok", "nobody was told of invitation"),
        ([{"notices": ["ANOTHER"]}], "ok", "nobody was told of invitation"),
        ([{"outcome": "", "recorded": [1, 0]}], "ok", "is open, which nobody was told"),
        ([{}], None, "is accepted, which nobody was told"),
        ([{"recorded": [1, 2]}], "ok", "is recorded [1, 2] times"),
        ([{}], "fail", "was refused"),
    ],
)
def test_an_invitation_has_its_message_and_is_taken_up_by_whoever_was_told_so(
    invitations: list[dict[str, Any]], told: Told | None, said: str
) -> None:
    text = f"We thank you. {FIRST}"
    invitation = {
        "invitation": "an invitation",
        "outcome": "accepted",
        "threads": ["a thread"],
        "notices": ["K7QX"],
        "recorded": [1, 1],
    }
    taking_up = [Send("inviter-1", "taken up", SECOND, text, told, 1)] if told else []

    found = breaches(
        held(
            sends=[Send("inviter-1", "invited", FIRST, text, "ok", 1), *taking_up],
            messages=[message(FIRST, sequence=1, notices=[])],
            invitations=[invitation | each for each in invitations],
        )
    )

    assert any(said in sentence for sentence in found) if said else found == []


def test_messages_in_another_order_than_they_were_written_are_found() -> None:
    sends = [
        Send("officer-1", "answer", token, f"We thank you. {token}", "ok", 1) for token in (FIRST, SECOND)
    ]
    turned = [message(SECOND, sequence=2), message(FIRST, sequence=3)]

    found = breaches(held(sends=sends, messages=turned, pages=[FIRST, SECOND]))

    assert any("stands after what was written later" in sentence for sentence in found)
