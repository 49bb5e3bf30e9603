"""However a value is written, hidden, labelled or wrong, its answer goes through the portal."""

import re

import pytest

from bench.texts.rewrites import REWRITES
from tests.channel.leaving import mails_after_trying
from tests.messaging.plain_mail import SSN, is_plain, said_in

HIDDEN = {
    "a tag inside": "2<b>19</b>-09-9999",
    "not displayed": 'Form 12 <span style="display:none">219-09-9999</span>',
    "white on white": '<font color="#ffffff" style="background:#fff">219-09-9999</font>',
    "in a comment": "Form 12 <!-- 219-09-9999 -->",
    "around a comment": "219-<!-- x -->09-9999",
    "put there by a style": "<style>p::after { content: '219-09-9999' }</style>",
    "a look-alike letter": "2l9-O9-9999",
    "Cyrillic letters": "219-\u041e9-9999",
    "written backwards": "\u202e9999-90-912\u202c",
}
OTHER_WRITINGS = {
    "no dashes": "Your SSN 219099999 is right.",
    "dots": "219.09.9999",
    "blanks": "219 09 9999",
    "slashes": "219/09/9999",
    "spelled out": "two one nine, zero nine, nine nine nine nine",
    "said in words": "Your SSN is nine digits: 219099999.",
    "the last four": "The last four of your SSN are 9999.",
    "ending in": "SSN ending in 9999",
    "a mask over five": "XXX-XX-9999",
}
INVALID = {
    "of the IRS, group 00": "400-00-1032",
    "area 000": "000-12-3456",
    "area 666": "666-12-3456",
    "area 9xx": "987-65-4321",
    "serial 0000": "219-09-0000",
    "a card that fails its check": "4111 1111 1111 1112",
    "a routing number that fails its check": "routing number 123456789",
    "an IBAN that fails its check": "IBAN GB00NWBK60161331926819",
}
OTHER_LANGUAGES = {
    "número de seguro social": "Su número de seguro social es 219099999.",
    "termina en": "Su seguro social termina en 9999.",
    "cuenta": "Lo enviamos a su cuenta número 4455667788.",
    "ruta": "Número de ruta 011000138.",
    "nacimiento": "Fecha de nacimiento: 5 de marzo de 1980.",
    "licencia": "Licencia de conducir S12345678.",
    "reembolso": "Su reembolso de $512 fue enviado.",
    "número do seguro social": "O seu número do seguro social é 219099999.",
    "conta": "Número da conta 123456-7.",
    "nascimento": "Data de nascimento: 05/03/1980.",
    "restituição": "Sua restituição de $512 foi enviada.",
    "mixed scripts": "SSN \u0662\u0661\u0669-09-\uff19999",
}


@pytest.mark.parametrize(
    "texts",
    [
        HIDDEN,
        OTHER_WRITINGS,
        INVALID,
        OTHER_LANGUAGES,
        {name: f"We have {rewrite(SSN)} for you." for name, rewrite in list(REWRITES.items())[::2]},
        {name: f"We have {rewrite(SSN)} for you." for name, rewrite in list(REWRITES.items())[1::2]},
    ],
    ids=["hidden", "other writings", "invalid", "other languages", "rewrites", "more rewrites"],
)
def test_none_of_them_reaches_the_mail_server(officer, open_way, mail_server, worker, texts):
    let_go, mails = mails_after_trying(
        officer.signs_in(), open_way.thread, texts.values(), mail_server, worker
    )

    assert let_go == []
    assert len(mails) == len(texts)
    assert not any(is_plain(mail) for mail in mails)
    # A notice says nothing of an answer at all: what each says beside its own number is the same.
    assert len({said_without_number(said_in(mail)) for mail in mails}) == 1


def said_without_number(said: str) -> str:
    """Leave out what differs from notice to notice: numbers, moments, boundaries."""
    body = said.partition("Auto-Submitted")[2]
    return re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|boundary=\S+|/address/\S+|[0-9A-Z-]{26,}", "", body)


WRITTEN_POLICY = {
    "XXX-XX-XXXX": "clean",
    "***-**-****": "clean",
    "SSN: XXX-XX-XX12": "clean",
    "A Social Security number has nine digits.": "clean",
    "XXX-XX-1234": "restricted",
    "Born on March 5, 1980": "restricted",
    "You were born in 1980.": "personal",
    "The number is 527843106.": "personal",
}


def test_each_writing_leaves_as_the_written_policy_says(officer, open_way, mail_server, worker):
    let_go, mails = mails_after_trying(
        officer.signs_in(), open_way.thread, WRITTEN_POLICY, mail_server, worker
    )

    assert let_go == [text for text, strength in WRITTEN_POLICY.items() if strength == "clean"]
    plain = [said_in(mail) for mail in mails if is_plain(mail)]
    assert len(plain) == len(let_go)
    assert all(any(text in said for said in plain) for text in let_go)
