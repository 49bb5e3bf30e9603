"""What programs write that do not keep to the rules is read as people would: none of its words is lost, and
none stays in signs that nobody can read or search.

Each kind is one that a public collection of broken mails has; the mails are our own.
"""

import base64
from functools import cache

import pytest

from comments.mail_in.reading import Problem, ReadMail
from comments.mail_in.reading.characters import words_of
from comments.mail_in.reading.parts import take_apart
from tests.comments.mail_in.reading.mails import (
    AS_IT_IS,
    IN_BASE64,
    QUOTED,
    mail,
    multipart,
    nested,
    packed,
    part,
    read_by_us,
    uuencoded,
    written,
)

WORDS = "Señal, año y ¿cuándo?"

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


def test_words_beside_the_same_in_another_form_stand_once():
    raw = multipart(part("Words."), part("*Words.*", "text/markdown"), kind="alternative")

    found = read_by_us(raw)

    assert found.quoted == "Words."
    assert [file.content for file in found.attachments] == [b"*Words.*"]


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
