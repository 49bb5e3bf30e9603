"""Mail of programs and lists is known as such, so that nobody's program is answered by ours."""

import pytest

from comments.mail_in.reading import LOOP_HEADER, AutomaticKind
from tests.comments.mail_in.reading.mails import mail, multipart, part, read_by_us

SIGNS = {
    "Auto-Submitted: auto-replied": AutomaticKind.REPLY,
    "Auto-Submitted: Auto-Generated (by hand)": AutomaticKind.GENERATED,
    "Auto-Submitted: auto-notified; owner-email=a@example.org": AutomaticKind.GENERATED,
    **dict.fromkeys(
        ("X-Autoreply: yes", "X-Autorespond: I am away", "X-Autoresponder: robot", "Auto-Reply: 1"),
        AutomaticKind.REPLY,
    ),
    **{
        f"Precedence: {word}": AutomaticKind.BULK
        for word in ("BULK", "junk", "list", "auto_reply", "auto-reply")
    },
    **dict.fromkeys(
        (
            "List-Id: News <news.example.org>",
            "List-Unsubscribe: <https://example.org/>",
            "List-Post: <mailto:news@example.org>",
            "Mailing-List: contact news@example.org",
            "X-Mailing-List: news",
        ),
        AutomaticKind.LIST,
    ),
    **{
        f"X-Auto-Response-Suppress: {words}": AutomaticKind.SUPPRESSED
        for words in ("All", "OOF", "AutoReply", "DR", "RN", "NRN", "None, OOF")
    },
    "Return-Path: <>": AutomaticKind.NO_SENDER,
    "Return-Path:": AutomaticKind.NO_SENDER,
    "Return-Path: < >": AutomaticKind.NO_SENDER,
    f"{LOOP_HEADER}: 1": AutomaticKind.OURS,
}


@pytest.mark.parametrize("sign", SIGNS)
def test_mail_of_programs_is_known_by_its_headers(sign):
    result = read_by_us(mail("I am away.", sign))

    assert result.automatic is SIGNS[sign]


@pytest.mark.parametrize(
    "sign",
    ["Auto-Submitted: no", "Precedence: first-class", "Return-Path: <ana@example.org>", "X-A: b"],
)
def test_mail_of_people_is_not(sign):
    result = read_by_us(mail("Hello.", sign))

    assert result.automatic is None


@pytest.mark.parametrize(("servers", "kind"), [(30, None), (31, AutomaticKind.LOOP)])
def test_mail_that_passed_more_servers_than_any_goes_round(servers, kind):
    passed = ["Received: from a.example by b.example; Mon, 1 Jan 2024 00:00:00 +0000"] * servers

    assert read_by_us(mail("Hello.", *passed)).automatic is kind


def test_a_report_about_another_mail_is_one_however_odd_its_fields_are():
    status = "Reporting-MTA: dns;\nFinal-Recipient: rfc822\nAction:\nStatus 5.0.0 = = =?x?y?=\n"

    result = read_by_us(
        multipart(
            part("It could not be delivered."),
            part(status, "message/delivery-status"),
            part("From: agency@agency.example\nTo: <<>\nSubject: =?utf-8?b?x", "message/rfc822"),
            kind="report; report-type=delivery-status",
        )
    )

    assert result.automatic is AutomaticKind.REPORT
    assert result.text == "It could not be delivered."
    assert [each.declared_type for each in result.attachments] == [
        "message/delivery-status",
        "message/rfc822",
    ]


def test_a_note_that_a_mail_was_read_is_a_report():
    result = read_by_us(
        multipart(part("Read."), part("Disposition: x", "message/disposition-notification"), kind="report")
    )

    assert result.automatic is AutomaticKind.REPORT
