"""What programs write that do not keep to the rules is read as people would: none of its words is lost, and
none stays in signs that nobody can read or search.

Each kind is one that a public collection of broken mails has; the mails are our own.
"""

import base64
import binascii
from functools import cache

import pytest

from comments.mail_in.reading import Problem, ReadMail
from comments.mail_in.reading.characters import words_of
from comments.mail_in.reading.files import content_of
from comments.mail_in.reading.parts import take_apart
from messaging.models import Topic
from tests.comments.mail_in.making import settled_mail
from tests.comments.mail_in.reading.mails import mail, multipart, part, read_by_us

WORDS = "Señal, año y ¿cuándo?"


def packed(words: str) -> bytes:
    return base64.b64encode(words.encode())


def written(content: bytes, content_type: str = "text/plain; charset=utf-8", *more: str) -> bytes:
    """Make a part, whatever its bytes are."""
    return "\r\n".join([f"Content-Type: {content_type}", *more, "", ""]).encode() + content


def uuencoded(content: bytes) -> bytes:
    """Write a content of at most 45 bytes as mails had it before MIME."""
    return b"begin 644 a.txt\r\n" + binascii.b2a_uu(content).replace(b"\n", b"\r\n") + b"`\r\nend\r\n"


def nested(lines: bytes, boundary: bytes) -> bytes:
    """Make a part of parts; lines: with `B` where the boundary stands."""
    head = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n'
    return head + lines.replace(b"B", boundary).replace(b"|", b"\r\n")


IN_BASE64 = "Content-Transfer-Encoding: base64"
AS_IT_IS = "Content-Transfer-Encoding: 7bit"
QUOTED = "Content-Transfer-Encoding: quoted-printable"

# All of them are parts of one mail, which is read once. Each with what has to stand in its words.
PARTS: dict[str, tuple[bytes, str]] = {
    "GBK that is called GB 2312": (written("退稅 鎔".encode("gbk"), "text/plain; charset=gb2312"), "退稅 鎔"),
    "Windows' Korean": (
        written("똠방각하".encode("cp949"), 'text/plain; charset="ks_c_5601-1987"'),
        "똠방각하",
    ),
    "Windows' Japanese": (written("①番 髙橋".encode("cp932"), "text/plain; charset=shift_jis"), "①番 髙橋"),
    "Japanese by an old name": (written("還付金".encode("cp932"), "text/plain; charset=x-sjis"), "還付金"),
    "Thai": (written("สวัสดี".encode("cp874"), "text/plain; charset=windows-874"), "สวัสดี"),
    "Hebrew": (written("שלום".encode("iso8859-8"), "text/plain; charset=iso-8859-8-i"), "שלום"),
    "UTF-8 that is called Windows'": (
        written("réponse 1".encode(), "text/plain; charset=cp1252"),
        "réponse 1",
    ),
    "Latin 1 that is called UTF-8": (written("réponse 2".encode("latin-1")), "réponse 2"),
    "UTF-8 with one broken letter": (
        written("réponse 3 à".encode() + b" \xe9 " + "été".encode()),
        "réponse 3 à \ufffd été",
    ),
    "UTF-8 that was cut": (written(f"réponse 4 {WORDS} ".encode() + b"\xc3"), f"réponse 4 {WORDS} \ufffd"),
    "a comment behind the type": (written(b"words 5", "text/plain (as it is)"), "words 5"),
    "two headers in a line": (
        written(b"<p>words 6", "text/html Content-ID: 8"),
        "words 6",
    ),
    "words of no known type": (written(b"words 7", "text/text"), "words 7"),
    "words with signs": (written(b"words *8*", "text/markdown; charset=utf-8"), "words *8*"),
    "base64 in two pieces": (
        written(
            packed("first half, ") + packed("9.") + b"\r\n" + packed("second half"), "text/plain", IN_BASE64
        ),
        "first half, 9.second half",
    ),
    "base64 with words below": (
        written(packed("words 10.\n\n") + b"\r\nScanned by our gateway.", "text/plain", IN_BASE64),
        "words 10.\n\nScanned by our gateway.",
    ),
    "words that are called base64": (
        written(b"Good\r\nwords 11, and no others!", "text/plain", IN_BASE64.replace("base64", "BASE64")),
        "Good\nwords 11, and no others!",
    ),
    "base64 that was cut": (written(packed("words 12 and")[:-5], "text/plain", IN_BASE64), "words 12"),
    "words of letters alone that are called base64": (
        written(b"Here are my words\r\nnumber 40 and nothing more\r\n", "text/plain", IN_BASE64),
        "Here are my words\nnumber 40 and nothing more",
    ),
    "base64 with blanks in it": (
        written(
            b" ".join([packed("words ")[:6], packed("words ")[6:], packed("41.")]), "text/plain", IN_BASE64
        ),
        "words 41.",
    ),
    "an encoding in quotes": (
        written(packed("words 13"), "text/plain", 'Content-Transfer-Encoding: "base64"'),
        "words 13",
    ),
    "an encoding with a comment": (
        written(b"words=2014", "text/plain", "Content-Transfer-Encoding: quoted-printable (RFC 2045)"),
        "words 14",
    ),
    "base64 that is called 7bit": (
        written(packed("words number 25"), "text/plain", AS_IT_IS),
        "words number 25",
    ),
    "short base64 of Latin 1 that is called 7bit": (
        written(base64.b64encode("señal 50, año".encode("latin-1")), "text/plain; charset=latin1", AS_IT_IS),
        "señal 50, año",
    ),
    "short base64 of Cyrillic that is called nothing": (
        written(base64.b64encode("Номер 51, да".encode("cp1251")), "text/plain; charset=windows-1251"),
        "Номер 51, да",
    ),
    "short base64 of UTF-16 that is called 7bit": (
        written(base64.b64encode("words 52".encode("utf-16")), "text/plain; charset=utf-16", AS_IT_IS),
        "words 52",
    ),
    "letters without a blank that are called base64": (
        written(b"WordsNumber5", "text/plain", IN_BASE64),
        "WordsNumber5",
    ),
    "digits that are called base64": (written(b"219099999530", "text/plain", IN_BASE64), "219099999530"),
    "many digits that are called base64": (written(b"57" * 40, "text/plain", IN_BASE64), "57" * 40),
    "letters and a long word that are called base64": (
        written(b"words number 58 and " + b"aA" * 40, "text/plain", IN_BASE64),
        "words number 58 and",
    ),
    "digits in lines that are called base64": (
        written(b"2190\r\n9999\r\n9540", "text/plain", IN_BASE64),
        "2190\n9999\n9540",
    ),
    "letters that are called base64 of UTF-16": (
        written(b"WordsNumber7", "text/plain; charset=utf-16", IN_BASE64),
        "WordsNumber7",
    ),
    "letters of another set than is said, in base64": (
        written(base64.b64encode("Номер".encode("cp1251")), "text/plain; charset=utf-8", IN_BASE64),
        base64.b64encode("Номер".encode("cp1251")).decode(),
    ),
    "base64 of Japanese": (
        written(base64.b64encode("還付金。".encode("cp932")), "text/plain; charset=shift_jis", IN_BASE64),
        "還付金。",
    ),
    "uuencode": (
        written(uuencoded(b"words 55"), "text/plain", "Content-Transfer-Encoding: x-uuencode"),
        "words 55",
    ),
    "words below uuencode": (
        written(
            uuencoded(b"others") + b"words 56\r\n", "text/plain", "Content-Transfer-Encoding: x-uuencode"
        ),
        "words 56",
    ),
    "base64 in long lines that is called 8bit": (
        written(
            base64.encodebytes(f"words 26 {WORDS} {WORDS} {WORDS}".encode()),
            "text/plain; charset=utf-8",
            AS_IT_IS.replace("7", "8"),
        ),
        f"words 26 {WORDS} {WORDS} {WORDS}",
    ),
    "base64 of another alphabet, called nothing": (
        written(
            base64.b64encode(f"words 27 {WORDS} {WORDS}".encode("latin-1")), "text/plain; charset=latin1"
        ),
        f"words 27 {WORDS} {WORDS}",
    ),
    "base64 that is called quoted-printable": (
        written(packed("words number 28"), "text/plain", QUOTED),
        "words number 28",
    ),
    "base64 by one header and none by another": (
        written(packed("words number 29"), "text/plain", AS_IT_IS, IN_BASE64),
        "words number 29",
    ),
    "no base64 by one header and base64 by another": (
        written(b"words 30, 219-09-9999", "text/plain", IN_BASE64, AS_IT_IS),
        "words 30, 219-09-9999",
    ),
    "quoted-printable that is called 7bit": (
        written(b"words 31: se=C3=B1al", "text/plain; charset=utf-8", AS_IT_IS),
        "words 31: señal",
    ),
    "long quoted-printable that is called nothing": (
        written(b"words 32: " + b"it is " * 10 + b"219-0=\r\n9-9999", "text/plain"),
        "it is 219-09-9999",
    ),
    "quoted-printable by one header and none by another": (
        written(b'<p class=3D"a">words 33', "text/html", AS_IT_IS, QUOTED),
        "words 33",
    ),
    "words without a blank": (written(b"words34antidisestablishmentarianism"), "words34antidis"),
    "words without a blank, of Latin 1": (
        written(b"textcurrency" * 2, "text/plain; charset=latin1"),
        "textcurrency" * 2,
    ),
    "short base64 of UTF-8 that names no set": (
        written(base64.b64encode("Номер 60, это да".encode()), "text/plain", AS_IT_IS),
        "Номер 60, это да",
    ),
    "a number alone": (written(b"0444044404440444"), "0444044404440444"),
    "numbers in lines": (written(b"04440444\r\n" * 8 + b"12345635"), "12345635"),
    "sums": (written(b"words 36: a=20 and b=3D, refund=450.00"), "words 36: a=20 and b=3D, refund=450.00"),
    "a frame by one header and a text by another": (
        b"Content-Type: text/plain\r\nContent-Type: multipart/mixed; boundary=two\r\n\r\n--two\r\n"
        + written(packed("words 37"), "text/plain", IN_BASE64)
        + b"\r\n--two--",
        "words 37",
    ),
    "a boundary by one header and another by the second": (
        b"Content-Type: multipart/mixed; boundary=first\r\n"
        b"Content-Type: multipart/mixed; boundary=second\r\n\r\n--second\r\n"
        + written(packed("words 38"), "text/plain", IN_BASE64)
        + b"\r\n--second--",
        "words 38",
    ),
    "two boundaries in one header": (
        b'Content-Type: multipart/mixed; boundary="inner"; boundary="outer"\r\n\r\n--outer\r\n'
        + written(packed("words 42"), "text/plain", IN_BASE64)
        + b"\r\n--inner\r\n\r\nothers\r\n--inner--\r\n--outer--",
        "words 42",
    ),
    "parts by another boundary behind the end": (
        b"Content-Type: multipart/mixed; boundary=one\r\n\r\n--one\r\n\r\nothers\r\n--one--\r\n--other\r\n"
        + written(packed("words 43"), "text/plain", IN_BASE64)
        + b"\r\n--other--",
        "words 43",
    ),
    "short base64 by one header of two": (
        written(packed("word"), "text/plain", IN_BASE64, QUOTED),
        "word\n",
    ),
    "a file by one header and a text by another": (
        b"Content-Type: application/octet-stream\r\nContent-Type: text/plain\r\n\r\nwords 39",
        "words 39",
    ),
    "a boundary with letters of UTF-8": (nested(b"--B||words 15|--B--", "bor-é".encode()), "words 15"),
    "a boundary with letters of Latin 1": (
        nested(b"--B||words 16|--B--", "bor-è".encode("latin-1")),
        "words 16",
    ),
    "a boundary that looks like an end": (nested(b"--B||words 17|--B--", b"--x--"), "words 17"),
    "parts behind the end": (nested(b"--B||words|--B--|--B||words 18|--B--", b"behind"), "words 18"),
    "parts behind an end in the middle": (nested(b"--B||w|--B--||words 19|--B--", b"middle"), "words 19"),
    "parts by another boundary than it names": (
        b"Content-Type: multipart/mixed; boundary=--=_one\r\n\r\n----=_other\r\n"
        + written(packed("words 22"), "text/html;", IN_BASE64)
        + b"\r\n----=_other--",
        "words 22",
    ),
    "parts by a boundary that it does not name": (
        b"Content-Type: multipart/mixed\r\n\r\nFor old programs.\r\n--none\r\n"
        + written(packed("words 23"), "text/plain", IN_BASE64)
        + b"\r\n--none\r\n\r\nwords\r\n--none--\r\n",
        "words 23",
    ),
    "words above the dashes of a signature, in parts without a boundary": (
        b"Content-Type: multipart/mixed\r\n\r\nwords 24\r\n-- \r\nContent-Language: en\r\n\r\nfoot",
        "words 24",
    ),
    "an end and no part": (nested(b"words 20|--B--", b"nothing"), "words 20"),
    "a part that begins with a header and has none": (
        b"words 21: are here\r\nand here",
        "words 21: are here",
    ),
}
# What stands behind them is looked for too: a part that is taken apart wrongly may take others with it.
LAST = "These are the last words."


@cache
def whole() -> ReadMail:
    return read_by_us(
        multipart(*(content for content, _words in PARTS.values()), part(LAST), boundary="whole")
    )


@pytest.mark.parametrize("name", PARTS)
def test_no_words_of_a_broken_part_are_lost(name: str):
    _content, words = PARTS[name]

    assert words in whole().quoted


def test_what_was_broken_about_a_mail_is_said():
    assert whole().quoted.endswith(LAST)
    assert whole().attachments == ()
    assert {Problem.TRANSFER_ENCODING, Problem.UNKNOWN_CHARSET, Problem.BOUNDARIES} <= set(whole().problems)


def test_a_file_whose_base64_was_disturbed_is_taken_out_of_it_all_the_same():
    disturbed = b"\r\n! ".join([packed("of a file ")[:8], packed("of a file ")[8:]])

    [found] = take_apart(written(disturbed, "application/pdf", IN_BASE64)).parts

    assert content_of(found) == (b"of a file ", False)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 of a file", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", b"Words of a file."]
)
def test_a_file_in_base64_that_is_called_something_else_is_taken_out_of_it(content: bytes):
    [found] = take_apart(written(base64.b64encode(content) + b"\r\n", "application/pdf", AS_IT_IS)).parts

    assert content_of(found) == (content, False)


CHINESE = "退稅，謝謝。".encode("gbk")
# What decoding makes no words of stays as it came, beside what it makes, where a person may have written it.
UNDECODED = {
    "letters of another set than is said": (
        base64.b64encode(CHINESE),
        base64.b64encode(CHINESE) + b"\n" + CHINESE,
    ),
    "letters in clear": (b"Thankyou", b"Thankyou\n" + base64.b64decode(b"Thankyou")),
    "digits in clear": (b"219099999000", b"219099999000"),
    "words in clear": (b"Thank you very much", b"Thank you very much"),
    "words in clear, with signs": (b"Good-bye", b"Good-bye\n" + base64.b64decode(b"Goodbye=")),
    "words below base64": (packed("It is a question.") + b"\r\nScanned.", b"It is a question.Scanned."),
}


@pytest.mark.parametrize("name", UNDECODED)
def test_what_is_called_base64_and_may_be_something_else_is_kept_and_marked(name: str):
    content, kept = UNDECODED[name]

    [found] = take_apart(written(content, "text/plain; charset=utf-8", IN_BASE64)).parts

    assert content_of(found) == (kept, False)


def test_a_document_in_words_stays_as_it_came():
    content = base64.b64encode(b"%PDF-1.7\0 of")

    [found] = take_apart(written(content, "text/plain", AS_IT_IS)).parts

    assert content_of(found) == (content, True)


def test_long_lines_as_programs_write_them_are_what_they_make():
    content = base64.encodebytes(CHINESE * 9).replace(b"\n", b"\r\n")

    [found] = take_apart(written(content, "text/plain; charset=utf-8", IN_BASE64)).parts

    assert content_of(found) == (CHINESE * 9, True)


@pytest.mark.parametrize(
    ("content", "encoding", "is_whole"),
    [
        (b"se=C3=B1al", QUOTED, True),
        (b"se=C3=B1al", AS_IT_IS, False),
        (b"Hello.", "Content-Transfer-Encoding: x-odd", False),
        (b"Hello.", "Content-Transfer-Encoding: x-uuencode", False),
        (b"Hello.", AS_IT_IS, True),
    ],
)
def test_an_encoding_is_whole_where_it_is_what_is_said(content: bytes, encoding: str, is_whole: bool):
    [found] = take_apart(written(content, "text/plain; charset=utf-8", encoding)).parts

    assert content_of(found)[1] is is_whole


def test_base64_of_japanese_and_of_cyrillic_that_is_what_it_says_is_no_doubt():
    parts = [
        written(base64.b64encode(words.encode(charset)), f"text/plain; charset={charset}", IN_BASE64)
        for words, charset in (
            ("還付金。", "shift_jis"),
            ("Спасибо!", "koi8-r"),
            ("Señal", "iso-8859-1"),
            ("Да", "utf-16"),
        )
    ]

    assert read_by_us(multipart(*parts)).problems == ()


def test_a_file_in_uuencode_is_taken_out_of_it_and_marked():
    raw = multipart(written(uuencoded(b"%PDF-1.7"), "application/pdf", "Content-Transfer-Encoding: x-uue"))

    found = read_by_us(raw)

    assert [file.content for file in found.attachments] == [b"%PDF-1.7"]
    assert found.problems == (Problem.TRANSFER_ENCODING,)


NUMBER = b"My Social Security number is 219-09-9999."
# No program shows what stands in these, and whoever looks for it reads it.
PACKED = {
    "below a line": b"Hello there,\r\n" + base64.b64encode(NUMBER),
    "as a word": b"This: " + base64.b64encode(b"219-09-9999"),
    "of UTF-16": base64.b64encode("219-09-9999".encode("utf-16-le")),
    "a document": b"Hello there,\r\n" + base64.b64encode(b"%PDF-1.7 of a file"),
    "in lines of a program": b"Hello there,\r\n" + base64.encodebytes(bytes(range(255)) * 2),
}


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.django_db(transaction=True)
def test_what_is_packed_within_words_marks_its_thread(mail_topic: Topic, name: str):
    mail_in = settled_mail(mail_topic, mail(PACKED[name]))

    assert mail_in.thread
    assert mail_in.thread.was_exposed


SIGNED = (
    b"-----BEGIN PGP SIGNATURE-----\r\n\r\n"
    + base64.encodebytes(b"\xc2\xc1\x00\x04" + bytes(range(255))).replace(b"\n", b"\r\n")
    + b"=abcd\r\n-----END PGP SIGNATURE-----\r\n"
)
LINKED = b"See https://example.org/a?token=" + base64.b64encode(b'{"alg":"HS256"}') + b"." + b"aZ09_-" * 9


@pytest.mark.parametrize("body", [SIGNED, LINKED], ids=["signature", "link"])
@pytest.mark.django_db(transaction=True)
def test_a_signature_and_a_link_mark_no_thread(mail_topic: Topic, body: bytes):
    mail_in = settled_mail(mail_topic, mail(b"Hello.\r\n" + body))

    assert mail_in.thread
    assert not mail_in.thread.was_exposed


# Of each, somebody's program shows other words than another's: whoever sends it may have meant either.
DOUBTFUL = {
    "base64 that is called 7bit": written(packed("It is 219-09-9999."), "text/plain", AS_IT_IS),
    "two encodings": written(b"It is a question.", "text/plain", IN_BASE64, AS_IT_IS),
    "two types": b"Content-Type: text/html\r\nContent-Type: text/plain\r\n\r\nA <b>question</b>.",
    "signs that make no words": written(base64.encodebytes(bytes(range(0, 255, 2))), "text/plain", AS_IT_IS),
}


@pytest.mark.parametrize("where", ["before", "behind"])
@pytest.mark.django_db(transaction=True)
def test_a_number_that_no_part_has_marks_its_thread_too(mail_topic: Topic, where: str):
    number = "My Social Security number is 219-09-9999.\r\n"
    parts = "--b\r\n\r\nHello.\r\n--b--\r\n"
    body = f"{number}{parts}" if where == "before" else f"{parts}{number}"

    mail_in = settled_mail(mail_topic, mail(body, Content_Type="multipart/mixed; boundary=b"))

    assert mail_in.thread
    assert mail_in.thread.was_exposed


@pytest.mark.parametrize("name", DOUBTFUL)
@pytest.mark.django_db(transaction=True)
def test_what_can_be_read_in_two_ways_marks_its_thread_says_so_and_is_kept(mail_topic: Topic, name: str):
    raw = multipart(part("Hello."), DOUBTFUL[name])

    mail_in = settled_mail(mail_topic, raw)

    assert mail_in.thread
    assert mail_in.thread.was_exposed
    assert {Problem.TRANSFER_ENCODING, Problem.BOUNDARIES} & set(read_by_us(raw).problems)
    assert mail_in.original


def test_two_headers_that_say_the_same_are_no_doubt():
    twice = written(packed("Hello."), "text/plain", IN_BASE64, IN_BASE64.replace("base64", "BASE64"))

    assert read_by_us(multipart(twice)).problems == ()


def test_what_is_left_of_another_encoding_in_quoted_words_is_no_doubt():
    assert read_by_us(mail("I agree.\n> It has come.=20\n> Thank you.=20\n")).problems == ()


def test_words_beside_the_same_in_another_form_stand_once():
    raw = multipart(part("Words."), part("*Words.*", "text/markdown"), kind="alternative")

    found = read_by_us(raw)

    assert found.quoted == "Words."
    assert [file.content for file in found.attachments] == [b"*Words.*"]


AFTER_A_SERVER = b"Received: from a by mx.agency.example; Mon, 1 Jan 2024 00:00:00 +0000\r\n"
# What stands before a mail that was kept in a file, also below what servers write above it.
BEFORE = {
    "a mark of UTF-8": b"\xef\xbb\xbf",
    "an empty line": b"\r\n",
    "lines of blanks": b"  \r\n\t\r\n\n",
    "the line of a mailbox": b"From ana@example.org Mon Jan  1 00:00:00 2024\n",
    "the line of a mailbox, quoted": b">From ana@example.org Mon Jan  1 00:00:00 2024\n",
    "a blank": b" ",
    "all of them": b"\xef\xbb\xbf\r\nFrom ana@example.org Mon Jan  1 00:00:00 2024\n",
    "a server's headers and an empty line": AFTER_A_SERVER + b"\r\n",
    "a server's headers and a mark of UTF-8": AFTER_A_SERVER + b"\xef\xbb\xbf",
    "a server's headers, an empty line and a mark": AFTER_A_SERVER + b"\r\n\xef\xbb\xbf",
    "a server's headers and the line of a mailbox": AFTER_A_SERVER + b"From ana@example.org Mon Jan  1\r\n",
}


@pytest.mark.parametrize("name", BEFORE)
@pytest.mark.django_db(transaction=True)
def test_a_mail_with_something_before_its_headers_becomes_a_thread(mail_topic: Topic, name: str):
    raw = BEFORE[name] + mail("Hello.", Subject="My refund")

    mail_in, found = settled_mail(mail_topic, raw), read_by_us(raw)

    assert mail_in.thread
    assert (found.from_address, found.subject, found.quoted) == ("ana@example.org", "My refund", "Hello.")


@pytest.mark.parametrize("raw", [b"\r\n\r\nHello.\r\n", b"\xef\xbb\xbfHello.\r\n", b"From a b\r\nHello.\r\n"])
@pytest.mark.django_db(transaction=True)
def test_what_has_no_headers_behind_that_either_waits_for_people(mail_topic: Topic, raw: bytes):
    mail_in = settled_mail(mail_topic, raw)

    assert mail_in.thread is None
    assert mail_in.state == mail_in.State.PARKED


def test_a_first_header_with_a_blank_before_its_colon_is_no_line_of_a_mailbox():
    assert read_by_us(mail("Hello.", "From : first@example.org", From="")).from_address == "first@example.org"


# A subject as it is written, and as it is read.
SUBJECTS = {
    "a broken word beside a good one": ("=?utf-8?B?w?= =?utf-8?Q?se=C3=B1al?=", "señal"),
    "a word that was cut": (f"=?utf-8?B?{packed('señal con más').decode()[:-5]}?=", "señal con"),
    "nothing that is base64": ("=?utf-8?B?@@@?= 219-09-9999", "219-09-9999"),
    "a letter in two words": ("=?utf-8?Q?=C3?= =?utf-8?Q?=B1o?=", "ño"),
    "a language behind the charset": ("=?utf-8*es?Q?se=C3=B1al?=", "señal"),
    "spaces in a word": ("=?utf-8?Q?My refund?=", "My refund"),
    "a charset that is none": ("=?none?B?VGVzdA=?=", "Test"),
    "an encoding that is none": ("=?utf-8?X?Test?=", "=?utf-8?X?Test?="),
    "GBK": (f"=?gb2312?B?{base64.b64encode('退稅'.encode('gbk')).decode()}?=", "退稅"),
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_broken_subject_is_read_as_far_as_it_goes(name: str):
    typed, subject = SUBJECTS[name]

    assert words_of(take_apart(mail(Subject=typed)).headers.first("subject"))[0].strip() == subject
