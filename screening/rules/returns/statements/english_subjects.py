"""Of whom or what an English clause tells, and which words are of offices, pages, letters and calls."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from screening.rules.returns.statements.english_tenses import PRONOUNS, finite_verb, without_adverbs
from screening.rules.returns.statements.tagging import Token
from screening.rules.writing import word_set


class Subject(StrEnum):
    """Say of whom or what a clause tells."""

    THEM = "you, she, your check"
    IT = "it, they, one: what was spoken of before"
    WRITER = "I, we"
    THE = "the check, 2019, my hours"
    OTHER = "a word without an article"
    THAT = "that, this: all that was said before"
    THERE = "there: whatever there was"
    RELATIVE = "the return you mailed"
    NOBODY = "any, there, nothing that can be told"


# What an agency has and does for everybody; the plural too.
_OFFICE: Final = word_set(
    """
    app auditorium booklet booklets booth box brochure brochures browser browsers budget building bulletin
    button calculator calendar chart class clerk clerks colleague colleagues conference congress counter
    court courthouse courts delay desk directive draft edition elevator entrance event fair floor flyer
    flyers folder form forms governor guide guides help holiday hotline hours hq image inbox instructions
    interpreter invoice ipad keyboard language laptop law laws legislature library line lines link links
    list lobby logo lunch mailbox mailboxes mailing mailroom manager map meeting meetings menu mouse
    museum music mute network newsletter office offices outage page pages parking password patience pdf
    phone phones photo portal poster press printer queue rate rates receptionist regulation regulations
    room rule rules ruling scan scanner scans school screen seminar server session site snow software
    speech staff statute storm subscription supervisor survey switchboard system table tables tablet
    template threshold tips tir toner tour training translation translator tray trouble turbotax typo
    university vacation vendor version visit visitor visitors wait weather webinar website window wording
    worksheet workshop zip
    """
)
OFFICE: Final = _OFFICE | {f"{word}s" for word in _OFFICE}
TALK: Final = word_set(
    """
    address afraid afternoon answer answered answering answers apologies apologise apologize apologized
    appointment appointments appreciate appreciated article ask asked asking attach attached attachment
    attachments best call called calling calls cc'd chat checked checking cited clear click clicked close
    closed closing code complained complaint compliment confirm confused confusing contact contacted
    copied copies copy created dear describe described dial dialed dialled discuss discussed discussing
    download downloaded email emailed emailing emails enacted enclose enclosed enjoyed envelope explain
    explained fax faxed feedback flagged forgot forward forwarded glad heads hear heard hello help helped
    hi hope hoped hoping hung idea introduced introducing kind knew know known learned learnt letter
    letters liked link linked look looked looking loved mail mean meant meet mention mentioned message
    messages met misread misspoke mistake morning move moved moving note noted notes notice noticed
    notices open opened opening pass passed paste pasted patient picture please pleased polite posted
    print printed promised publish published question questions quoted raised reach read reading
    redesigned redirect redirected redone regards regret renamed renumbered repealed replied reply respond
    responded response retire retired revise revised rewritten route routed rude said saved say saying
    scan scanned scheduled searched share shared sincerely sorry speak speaking spelled spoke spoken start
    started subscribed suggestion talk talked talking tell telling text texts thank thanked thanks think
    thought thread threads told transfer transferred tried try trying type typed understand understood
    unsubscribed update updated updating upload uploaded visit visited voicemail wait waited waiting want
    wanted welcome wonder wondered wondering working write writing written wrote
    """
)
THEIRS: Final = word_set("he her hers him his she u ur you your yours")
_JOINS: Final = frozenset({",", ";", "and", "but"})
_WHOEVER: Final = frozenset({"everything", "nobody", "none", "nothing", "somebody", "someone"})
_OF_RETURNS: Final = frozenset({"box", "line", "page"})
_OF_LODGING: Final = frozenset({"occupancy", "tax", "rental", "rentals", "excise"})
_THEM: Final = frozenset({"he", "she", "u", "you"})
_IT: Final = frozenset({"it", "one", "they"})
_WRITER: Final = frozenset({"i", "we"})
# How things of everybody are: "your benefits are taxable".
SO_FOR_ALL: Final = word_set(
    """
    able allowed authorizing based called considered covered deductible different eligible entitled exempt
    important income kept known likely needed new nontaxable required responsible same subject taxable
    taxed treated used welcome
    """
)
_DETERMINERS: Final = word_set("her his its my our that the their these this those your")
OF_NOBODY: Final = word_set(
    """
    a an another any anybody anyone businesses companies corporations each either employees employers
    every everybody everyone few filers here individuals many most neither no nonresidents owners parents
    people persons residents some such taxpayers there those
    """
)
_PREPOSITIONS: Final = word_set(
    """
    about according after against as at before between by during for from going in including into judging
    like of on onto over per since than through to toward towards under unlike until with within without
    """
)
_SHARES: Final = word_set("all both half most none one part some three two")
_LEADING: Final = word_set(
    """
    april are august december february friday hello hey hi hm is january july june like looks march may
    monday nope november october ok okay out saturday september sorry sounds sunday thanks that's thursday
    today tuesday turns was wednesday well yep yes yesterday
    """
)


def is_office(words: Sequence[str], place: int) -> bool:
    """Tell whether a word is of an office, a page or a rule; "line 7", "room occupancy", "in-law" are not."""
    if words[place] not in OFFICE:
        return False
    following = words[place + 1] if place + 1 < len(words) else ""
    is_of_return = words[place] in _OF_RETURNS and following[:1].isdigit()
    is_of_family = words[place] == "law" and place > 0 and words[place - 1] == "in"
    is_wait = words[place] == "line" and place > 0 and words[place - 1] == "in"
    is_time = words[place] == "window" and place > 0 and words[place - 1] in {"day", "month", "year"}
    is_lodging = words[place] == "room" and following in _OF_LODGING
    return not (is_of_return or is_of_family or is_wait or is_time or is_lodging)


def is_of_office(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence speaks of an office, a page, a call or a rule."""
    words = [token.word for token in tokens]
    return not OFFICE.isdisjoint(words) and any(is_office(words, place) for place in range(len(words)))


def is_told_of_office(letters: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence tells of an office, a page or a call: one stands before its verb.

    letters: a letter for each token; what is a matter there ("notice of assessment") is none of them.
    """
    words = [token.word for token in tokens]
    if OFFICE.isdisjoint(words):
        return False
    first = 0
    for last in [*(place for place, word in enumerate(words) if word in _JOINS), len(words)]:
        verb = finite_verb(words[first:last])
        places = range(first, first + verb.place) if verb else ()
        if any(letters[place] not in "MO" and words[place] in OFFICE for place in places):
            return True
        first = last + 1
    return False


def subject_of(words: Sequence[str]) -> Subject:
    """Tell of whom or what a clause tells, by the words before its verb."""
    words = without_adverbs(words)
    if len(words) > 1 and words[-1] in {"all", "both"}:
        words = words[:-1]
    while words and words[0] in _LEADING:
        words = words[1:]
    if words and words[0] in _PREPOSITIONS:
        # "In May the bank returned it."
        starts = (at for at in range(2, len(words)) if _begins(words[at]))
        words = words[next(starts, len(words)) :]
    if not words:
        return Subject.NOBODY
    if words[0] in _SHARES and words[1:2] == ["of"] and len(words) > 2:
        # "Both of your quarters", "two of the five years".
        words = words[2:]
    first, last = words[0].partition("'")[0], words[-1].partition("'")[0]
    if first == "there":
        return Subject.THERE
    if first in OF_NOBODY:
        return Subject.NOBODY
    if last in _THEM and len(words) > 1:
        # "The return you mailed": it is told where another verb follows.
        return Subject.RELATIVE if words[0] in _DETERMINERS | {"what"} else Subject.NOBODY
    if last in _THEM or first in THEIRS:
        return Subject.THEM
    if last in _IT:
        return Subject.IT if len(words) == 1 or last == "one" else Subject.NOBODY
    if last in _WRITER:
        if len(words) == 1:
            return Subject.WRITER
        return Subject.RELATIVE if words[0] in _DETERMINERS else Subject.NOBODY
    if last in {"that", "this"} and len(words) == 1:
        return Subject.THAT
    if last in {"that", "this", "which", "who"}:
        return Subject.NOBODY
    if first[:1] == "$" and len(words) == 1:
        return Subject.THE
    if first in _DETERMINERS or first in _WHOEVER or last in PRONOUNS or "'s" in " ".join(words):
        return Subject.THE
    return Subject.OTHER


def _begins(word: str) -> bool:
    """Tell whether a noun begins with a word."""
    return word in _DETERMINERS or word in OF_NOBODY or word.partition("'")[0] in PRONOUNS | THEIRS
