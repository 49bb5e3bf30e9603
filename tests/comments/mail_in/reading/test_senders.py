"""Who sent a mail is what its one `From` says, and verified is it by the agency's own server alone."""

import pytest

from comments.mail_in.reading import Problem, Result, read
from tests.comments.mail_in.reading.mails import OURS, mail, read_by_us

CAME_IN = f"Received: from out.example.org (out.example.org [192.0.2.1]) by {OURS} (Postfix) with ESMTPS id 1"
# Of a server that takes a mail as it comes, whatever its first line begins with.
TAKEN_IN = CAME_IN.replace("(Postfix) with ESMTPS", "with esmtps (Exim 4.96)")
SAYS = f"Authentication-Results: {OURS};"
PASSED = f"{SAYS} dmarc=pass header.from=example.org"


def test_an_address_has_its_one_form():
    result = read_by_us(mail(From="=?utf-8?q?Ana_Mu=C3=B1oz?= <ANA@Example.ORG>", Reply_To="B@Example.org"))

    assert result.from_name == "Ana Mu\u00f1oz"
    assert result.from_address == "ana@example.org"
    assert result.reply_to == "b@example.org"
    assert result.problems == ()


UNUSABLE = [
    "Ana",
    "ana@localhost",
    '"ana b"@example.org',
    "ana@[127.0.0.1]",
    "\u0430na@example.org",
    "ana@example.org@evil.example",
    "ana@example.org.",
    "<ana@example.org\0>",
    f"{'a' * 250}@example.org",
]


@pytest.mark.parametrize("sender", UNUSABLE)
def test_nobody_is_answered_at_an_address_that_the_portal_takes_from_nobody(sender):
    result = read_by_us(mail("Hello.", PASSED, From=sender))

    assert result.from_address is None
    assert not result.sender_results.is_verified


SEVERAL = [
    "ana@example.org, evil@evil.example",
    "friends: ana@example.org, evil@evil.example;",
    "ana@example.org (a) evil@evil.example",
    "<ana@example.org> <evil@evil.example>",
    "ana@example.org\r\nFrom: evil@evil.example",
    "ana@example.org\rFrom: evil@evil.example",
    "Ana <ana@example.org>, " + "a" * 5_000 + " <evil@evil.example>",
    "evil@evil.example)ana@example.org",
    "(" * 2_000 + "ana@example.org",
]


@pytest.mark.parametrize("sender", SEVERAL)
def test_of_several_senders_none_is_verified(sender):
    result = read_by_us(mail("Hello.", PASSED, CAME_IN, From=sender))

    assert {Problem.SEVERAL_SENDERS, Problem.NO_SENDER, Problem.UNUSABLE_ADDRESS} & set(result.problems)
    assert not result.sender_results.is_verified


# Of these, the server may have checked others than those that are read here.
ODD = {
    "two subjects": mail("Hello.", PASSED, CAME_IN, "Subject: Another"),
    "two types": mail("Hello.", PASSED, CAME_IN, "Content-Type: text/html", Content_Type="text/plain"),
    "two encodings": mail(
        "Hello.", PASSED, CAME_IN, "Content-Transfer-Encoding: 7bit", Content_Transfer_Encoding="8bit"
    ),
    "a line that is no header": mail("Hello.", PASSED, CAME_IN).replace(b"\r\nMessage", b"\r\nx\r\nMessage"),
    "an empty line before its headers": mail("Hello.", PASSED, CAME_IN).replace(b"\r\nFrom", b"\r\n\r\nFrom"),
    "a mark before its headers": b"\xef\xbb\xbf" + mail("Hello.", PASSED, CAME_IN),
    "two lists of readers": mail("Hello.", PASSED, CAME_IN, "To: a@example.org", To="b@example.org"),
    "an end of a line that servers do not take for one": mail("Hello.", CAME_IN, f"X: a\r{PASSED}"),
    "a blank before a colon": mail("Hello.", PASSED.replace(":", " :"), CAME_IN),
    "a zero byte": mail("Hello.", PASSED, CAME_IN, "X: a\0b"),
}


@pytest.mark.parametrize("name", ODD)
def test_of_a_mail_with_odd_headers_no_sender_is_verified(name):
    result = read_by_us(ODD[name])

    assert result.from_address == "ana@example.org"
    assert not result.sender_results.is_verified
    assert result.sender_results.dmarc is Result.UNSAID


def test_what_stands_below_an_empty_line_takes_no_failure_back():
    below = mail("Hello.", PASSED, From="The commissioner <ana@example.org>")

    result = read_by_us(f"{SAYS} dmarc=fail header.from=example.org\r\n{CAME_IN}\r\n\r\n".encode() + below)

    assert result.from_name == "The commissioner"
    assert result.sender_results.dmarc is Result.FAIL
    assert not result.sender_results.is_verified


def test_a_group_of_one_is_that_one_and_an_empty_one_nobody():
    one = read_by_us(mail(From="friends: ana@example.org;"))
    nobody = read_by_us(mail(From="undisclosed-recipients:;"))

    assert one.from_address == "ana@example.org"
    assert nobody.from_address is None
    assert nobody.problems == (Problem.NO_SENDER,)


def test_a_name_that_looks_like_another_address_is_marked():
    result = read_by_us(mail(From='"commissioner@agency.example" <evil@evil.example>'))

    assert result.from_address == "evil@evil.example"
    assert Problem.NAME_HOLDS_ADDRESS in result.problems


def test_what_is_encoded_is_a_name_and_no_address():
    result = read_by_us(mail(From="=?utf-8?q?Ana_=3Cana=40example=2Eorg=3E=2C?= <evil@evil.example>"))

    assert result.from_address == "evil@evil.example"
    assert result.from_name == "Ana <ana@example.org>,"


def test_a_name_cannot_begin_another_header():
    result = read_by_us(mail(From="=?utf-8?q?Ana=0D=0ABcc=3A_x=40example=2Eorg?= <ana@example.org>"))

    assert result.from_name == "Ana Bcc: x@example.org"


def test_an_answer_is_asked_for_at_one_address_or_at_none():
    result = read_by_us(mail(Reply_To="a@example.org, b@example.org"))

    assert result.reply_to is None


def test_numbers_of_mails_are_known():
    result = read_by_us(mail(In_Reply_To="<a@x> (yesterday)", References="<0@x>\r\n <a@x>"))

    assert result.message_id == "1@example.org"
    assert result.in_reply_to == "a@x"
    assert result.references == ("0@x", "a@x")


def test_what_the_own_server_found_is_told():
    said = (
        f"Authentication-Results: {OURS} 1; spf=pass (checked; by hand) smtp.mailfrom=ana@example.org;\r\n"
        "\tdkim=fail header.d=other.example;\r\n"
        ' dkim=pass (2048-bit key) header.d=example.org header.b="abc";\r\n'
        " dmarc=pass (p=reject) header.from=example.org"
    )

    results = read_by_us(mail("Hello.", said, CAME_IN)).sender_results

    assert (results.spf, results.dkim, results.dmarc) == (Result.PASS, Result.PASS, Result.PASS)
    assert results.is_spf_aligned
    assert results.is_dkim_aligned
    assert results.is_verified


def test_a_pass_for_another_domain_verifies_nothing():
    said = (
        f"{SAYS} spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example; "
        "dmarc=pass header.from=evil.example"
    )

    results = read_by_us(mail("Hello.", said, CAME_IN)).sender_results

    assert results.spf is Result.PASS
    assert not results.is_spf_aligned
    assert not results.is_dkim_aligned
    assert not results.is_verified


def test_what_a_server_calls_itself_is_no_sender():
    said = f"{SAYS} spf=pass smtp.helo=example.org"

    results = read_by_us(mail("Hello.", said, CAME_IN)).sender_results

    assert results.spf is Result.PASS
    assert not results.is_spf_aligned


IN_LINES = f"{SAYS}\r\n\tspf=none;\r\n\tdmarc=pass header.from=example.org"
TOPS = {
    "in lines, under the line of Postfix": [CAME_IN, IN_LINES],
    "in lines, above the line of the own server": [IN_LINES, TAKEN_IN],
    "in lines, above another result of the own server": [TAKEN_IN, IN_LINES, f"{SAYS} spf=none"],
    "on one line, under the line of the own server": [TAKEN_IN, PASSED],
    "on one line, before others": [TAKEN_IN, f"{PASSED};\r\n\tspf=pass smtp.mailfrom=example.org"],
    "above everything": [PASSED, CAME_IN],
    "under the line of the own server, as Postfix has it": [CAME_IN, PASSED],
    "above a hop inside": [f"Received: from localhost (localhost [127.0.0.1]) by {OURS}", PASSED, CAME_IN],
    "under a hop inside": [f"Received: from {OURS} ({OURS} [IPv6:::1]) by {OURS} with LMTP", CAME_IN, PASSED],
}


@pytest.mark.parametrize("name", TOPS)
def test_the_topmost_block_is_believed(name):
    results = read_by_us(mail("Hello.", *TOPS[name])).sender_results

    assert results.is_verified


POSTFIX_INSIDE = f"Received: from localhost (localhost [127.0.0.1]) by {OURS} (Postfix) with LMTP"
BLANK = "\r\n ; dmarc=pass header.from=example.org"
FORGED = {
    "a first line that begins with a blank": [TAKEN_IN, f"{SAYS} spf=none{BLANK}"],
    "a first line that begins with a tab": [TAKEN_IN, f"{SAYS} none;{BLANK}".replace(" ; ", "\t")],
    "a first line that begins with a blank, under a hop inside": [POSTFIX_INSIDE, f"{SAYS} none{BLANK}"],
    "a first line with a blank, under a hop inside and the line of the own server": [
        POSTFIX_INSIDE,
        TAKEN_IN,
        f"{SAYS} none{BLANK}",
    ],
    "a first line with a blank, above a forged line of Postfix": [TAKEN_IN, f"{SAYS} none{BLANK}", CAME_IN],
    "a first line with a blank, under nothing": [f"{SAYS} none{BLANK}", "Received: from a by b.example"],
    "a first line that ends a comment": [
        TAKEN_IN,
        f"{SAYS} none (a\r\n ); dmarc=pass header.from=example.org",
    ],
    "a first line that says of which domain": [TAKEN_IN, f"{SAYS} dmarc=pass\r\n header.from=example.org"],
    "the words of Postfix behind its place": [
        TAKEN_IN.replace(OURS, f"{OURS} with a (Postfix) "),
        f"{SAYS} none{BLANK}",
    ],
    "under another server's line": ["Received: from a by relay.example.org", PASSED],
    "under the second line from outside": [CAME_IN, "Received: from a by b.example", PASSED],
    "from one who calls itself this machine": [
        f"Received: from localhost (out.evil.example [192.0.2.1]) by {OURS}",
        f"Received: from a (a [192.0.2.1]) by {OURS}",
        PASSED,
    ],
    "from one who calls itself its address": [
        f"Received: from [127.0.0.1] (out.evil.example [192.0.2.1]) by {OURS}",
        CAME_IN,
        PASSED,
    ],
    "from one who calls itself the end of the line": [
        f"Received: from by {OURS} [127.0.0.1] (out.evil.example [192.0.2.1]) by {OURS}",
        CAME_IN,
        PASSED,
    ],
    "an address that ends a comment": [
        f'{SAYS} spf=pass (domain of "a);dmarc=pass header.from=example.org;("@evil.example is allowed)'
    ],
    "an address that ends a comment, beside the truth": [
        f"{SAYS} spf=pass (domain of a);dmarc=pass header.from=example.org;(b@evil.example is allowed);"
        " dmarc=fail header.from=example.org"
    ],
    "a pass above a fail": [PASSED, PASSED.replace("=pass", "=fail"), CAME_IN],
    "under a forged line of ours": [CAME_IN, f"Received: from a by {OURS}", PASSED],
    "another server": [PASSED.replace(OURS, "mx.evil.example"), CAME_IN],
    "a longer name": [PASSED.replace(OURS, f"{OURS}.evil.example"), CAME_IN],
    "a name before": [PASSED.replace(OURS, f"evil.example {OURS}"), CAME_IN],
    "a pass in a comment": [f"{SAYS} none (; dmarc=pass header.from=example.org)"],
    "a pass in quotes": [f'{SAYS} spf=fail reason="; dmarc=pass header.from=example.org"'],
    "a comment that does not end": [f"{SAYS} spf=none ((; dmarc=pass) header.from=a"],
    "a word that begins like a pass": [PASSED.replace("=pass", "=passed"), CAME_IN],
    "a fail that cannot be read, beside a pass": [f'{SAYS} dmarc=fail (p=reject "x@y")', PASSED, CAME_IN],
    "a fail that is too long, beside a pass": [f"{SAYS} dmarc=fail ({'x' * 5_000})", PASSED, CAME_IN],
    "a fail above a pass": [PASSED.replace("=pass", "=fail"), PASSED],
    "no domain": [f"{SAYS} dmarc=pass"],
    "a domain above": [PASSED.replace("header.from=example.org", "header.from=org")],
    "other headers": [PASSED.replace("Authentication-Results", "X-Authentication-Results")],
    "the seal of a forwarder": [PASSED.replace("Auth", "ARC-Auth").replace(": ", ": i=1; ")],
}


@pytest.mark.parametrize("name", FORGED)
def test_nothing_else_is_believed(name):
    results = read_by_us(mail("Hello.", *FORGED[name])).sender_results

    assert not results.is_verified


def test_a_failure_counts_on_every_line():
    said = f"{PASSED};\r\n\tdmarc=fail header.from=example.org;\r\n\tdkim=fail header.d=example.org"

    results = read_by_us(mail("Hello.", TAKEN_IN, said)).sender_results

    assert (results.dmarc, results.dkim) == (Result.FAIL, Result.FAIL)


@pytest.mark.parametrize("name", ["spf=pass smtp.mailfrom=example.org", "dkim=pass header.d=example.org"])
def test_a_first_line_that_begins_with_a_blank_passes_no_check(name):
    results = read_by_us(mail("Hello.", TAKEN_IN, f"{SAYS} dmarc=none\r\n ;{name}")).sender_results

    assert Result.PASS not in (results.spf, results.dkim)


def test_without_a_name_of_the_own_server_nothing_is_believed():
    results = read(mail("Hello.", PASSED.replace(OURS, "")), "").sender_results

    assert results.dmarc is Result.UNSAID
