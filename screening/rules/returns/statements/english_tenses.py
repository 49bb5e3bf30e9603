"""Which English verb of a clause says that something was, has been or is going on, by its form alone.

Irregular verbs are a closed class, so all of them stand here; the others end in "-ed".
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from screening.rules.writing import word_set


class Tense(StrEnum):
    """Say when what a verb tells of happens."""

    PAST = "past"
    """It was so, or has been so: once, and not always."""
    GOING = "going"
    """It goes on, as in "your employer is holding"; in what a program says of its user, too."""
    PRESENT = "present"
    """It is so, as in "your check is in the mail"; or always."""


class Verb(NamedTuple):
    """Say where a finite verb stands, and where its subject ends, in words of a clause."""

    place: int
    subject_end: int
    tense: Tense


_WENT: Final = word_set(
    """
    arose ate awoke became began bit blew bore broke came chose clove did dove drank drew drove fell flew
    forbade forgave forgot froze gave got grew hid knew mistook outgrew overcame overdrew overran oversaw
    overtook ran rang redid reran retook rewrote rode rose sang sank saw shook shrank snuck spoke sprang
    stank stole strode strove swam swore threw took tore trod undertook underwent undid went withdrew woke
    wore wove wrote
    """
)
# The participle is the same: "it sent", and "what was sent".
_SENT: Final = word_set(
    """
    beat bent bled bought bound bred brought built burnt caught clung crept dealt dreamt dug fed felt fled
    flung fought found ground had heard held hung kept knelt laid leapt learnt led left lent lit lost made
    meant met misled misunderstood overheard overpaid paid rebuilt repaid resent resold said sat sent
    shone shot slept slid slung smelt sold sought spat sped spelt spent spilt spun stood struck stuck
    stung swept swung taught thought told undercut underpaid understood unwound upheld wept withheld
    withstood won wound
    """
)
# One form for the past and the present: past after "it" and the like, for "it cut" is no present.
_UNCHANGED: Final = word_set(
    """
    bet bid burst cast cost cut fit hit hurt let put quit read reset rid set shed shut slit split spread
    thrust upset
    """
)
_PARTICIPLES: Final = word_set(
    """
    arisen awoken beaten become been begun bitten blown borne broken chosen come done drawn driven drunk
    eaten fallen flown forbidden forgiven forgotten frozen given gone gotten grown hidden known lain
    mistaken outgrown overcome overdrawn overrun overtaken proven redone rewritten ridden risen run rung
    seen shaken shown shrunk spoken stolen sung sunk sworn swum taken thrown torn undergone undertaken
    undone withdrawn woken worn woven written
    """
)
_IN_ED_BUT_NO_PAST: Final = word_set(
    """
    aged bed bleed breed deed embed exceed feed hundred indeed kindred naked need proceed red sacred seed
    shed speed succeed ted united wed weed wicked
    """
)
# In "-ed", and never what is done with something: "the check bounced", but not "the check mailed".
_BY_ITSELF: Final = word_set(
    """
    appeared arrived bounced cleared defaulted died disappeared dropped ended expired failed happened
    kicked landed lapsed lived matched passed posted sailed slipped started stayed stopped surfaced turned
    vanished worked
    """
)
_ADVERBS: Final = word_set(
    """
    actually again almost already also always apparently automatically back basically clearly correctly
    currently either even evidently finally first fortunately indeed initially instead just largely later
    luckily mistakenly mostly nearly never not now officially once only originally partly previously
    probably really recently simply since somehow soon still successfully then therefore twice
    unfortunately well wrongly
    """
)
_BEFORE_MONTHS: Final = word_set("by for from in last of since the this through your")
# Who does things, and to whom nothing is done that an "-ed" would tell: "the officer sided with us".
_WHO_ACTS: Final = word_set(
    """
    accountant agent auditor bank board bookkeeper boss brother buyer carrier collector commissioner company
    county cousin daughter department employer examiner executor father husband insurer judge landlord lawyer
    lender lottery mother nephew niece officer partner partners payer payroll platform preparer registry
    reviewer seller sister son surety tenant town trustee wife
    """
)
_PREFIXES: Final = ("mis", "out", "over", "re", "under", "un")
_IRREGULAR: Final = _WENT | _SENT | _UNCHANGED
_WITH_PREFIXES: Final = {prefix + verb: verb for prefix in _PREFIXES for verb in _IRREGULAR}
_SOMETHING: Final = frozenset({"it", "that", "the", "them", "your"})
_LEAST: Final = 2
_OFFICERS: Final = frozenset({"agency", "bank", "department", "he", "she", "somebody", "state", "they", "we"})
_TO_BE: Final = word_set("am are is aren't isn't")
_WAS: Final = word_set("did didn't had hadn't was wasn't were weren't")
_HAVE: Final = word_set("has hasn't have haven't")
_MAY: Final = word_set(
    """
    can can't cannot could couldn't let's may might must mustn't ought shall should shouldn't will won't
    would wouldn't
    """
)
_FINITE: Final = _TO_BE | _WAS | _HAVE | _MAY | _IRREGULAR | _WITH_PREFIXES.keys()
# "It's gone" is no rule, "it's set by law" is one.
_HAS_BEEN: Final = word_set("become been begun come fallen gone gotten got grown had headed left risen run")
# "The rent only counted", and not "the rent not counted".
_BEFORE_VERBS: Final = word_set("actually apparently finally just never only still")
_AFTER_IS: Final = word_set("a an at been gone headed in no off on out over the under up with your")
_NO_PROGRESS: Final = word_set(
    "anything being everything missing nothing outstanding pending something willing thing"
)
PRONOUNS: Final = word_set(
    "both he i it nobody none nothing one she somebody someone that they this we which who you"
)
_NEVER_BASE: Final = word_set("bank he it she somebody someone that which who")
_NO_SUBJECT_ENDS: Final = word_set(
    """
    a about after an and any are as at be been before being but by can could do does each every for from
    has have her his how if in into is its may might more most must my no of on or our should so some than
    the their to too under until very was were what when where while will with without would your
    """
)
# Behind a verb in "-ed": it has an object, so that it is no participle of the noun before it.
_OBJECT: Final = word_set(
    """
    a along an another apart away back down her him his in it its me more nothing off our out over that the
    their them these this those to up us you your
    """
)


def finite_verb(words: Sequence[str]) -> Verb | None:
    """Find the first verb of a clause that tells something; None without one, or if what may be is first."""
    for place, word in enumerate(words):
        if word not in _FINITE and "'" not in word and not word.endswith("ed"):
            continue
        stem, _, contracted = word.partition("'")
        if stem in {"should", "shouldn"} and _next(words, place) == "have" and words[place - 1] in _OFFICERS:
            # "They should never have touched it": they have.
            return Verb(place, place, Tense.PAST)
        if (word in _MAY and not _is_month(words, place)) or (
            contracted in {"ll", "d"} and not _is_perfect(words, place)
        ):
            return None
        if place and words[place - 1] == "to":
            continue
        if verb := _auxiliary(words, place, stem, contracted):
            return verb
        if place and _is_past(words, place):
            return Verb(place, place, Tense.PAST)
    return None


def begins_with_past(words: Sequence[str]) -> bool:
    """Tell whether a clause begins with a past form and not with a participle, as "withdrew it" does."""
    if len(words) < _LEAST:
        return False
    first, following = words[0], words[1]
    return first in _WENT or ((first in _SENT or is_regular(first)) and following in _SOMETHING)


def _is_month(words: Sequence[str], place: int) -> bool:
    """Tell whether "may" is the month."""
    return words[place] == "may" and place > 0 and words[place - 1] in _BEFORE_MONTHS


def _is_perfect(words: Sequence[str], place: int) -> bool:
    """Tell whether "you'd" is "you had"."""
    return words[place].endswith("'d") and is_participle(_next(words, place))


def _auxiliary(words: Sequence[str], place: int, stem: str, contracted: str) -> Verb | None:
    word = words[place]
    end = place + 1 if contracted and contracted != "t" else place
    if word in _WAS or contracted == "d":
        return Verb(place, end, Tense.PAST)
    if word in _HAVE or contracted == "ve":
        return Verb(place, end, Tense.PAST) if is_participle(_next(words, place)) else None
    if word not in _TO_BE and contracted not in {"s", "re", "m"}:
        return None
    following = _next(words, place)
    is_pronoun = stem in PRONOUNS or stem in {"there", "here"}
    if contracted == "s" and not is_pronoun:
        # "Your daughter's back", "the plan's already defaulted", and not "the plan's terms".
        after = words[place + 1] if place + 1 < len(words) else ""
        if after not in _AFTER_IS and after not in _ADVERBS and not after.endswith("ing"):
            return None
    if contracted == "s" and not is_pronoun and is_participle(following):
        # "The plan's already defaulted", and "credit's allowed for it".
        has_been = following in _HAS_BEEN or words[place + 1] != following
        return Verb(place, end, Tense.PAST if has_been else Tense.PRESENT)
    if following.endswith("ing") and following not in _NO_PROGRESS:
        return Verb(place, end, Tense.GOING)
    if contracted == "s" and is_pronoun and following in _HAS_BEEN:
        return Verb(place, end, Tense.PAST)
    return Verb(place, end, Tense.PRESENT)


def _is_past(words: Sequence[str], place: int) -> bool:
    """Tell whether a word is a past form that stands after its subject."""
    # "Overshot" and "misread" are irregular too.
    word = _WITH_PREFIXES.get(words[place], words[place])
    if word not in _IRREGULAR and not is_regular(word):
        return False
    before = place - 1
    while before >= 0 and words[before] in _ADVERBS:
        before -= 1
    if before < 0:
        return False
    subject = words[before]
    if word == "used" and words[place + 1 : place + 2] == ["to"]:
        # It was always so, once.
        return False
    if word in _UNCHANGED:
        following = words[place + 1] if place + 1 < len(words) else ""
        if subject in _NEVER_BASE:
            return True
        # "They put it", and "the clerk put it": in the present it would be "puts".
        is_one = subject not in PRONOUNS | _NO_SUBJECT_ENDS and not subject.endswith("s")
        return following in _OBJECT and (is_one or subject in {"i", "they", "we"})
    if subject in PRONOUNS:
        return True
    following = words[place + 1] if place + 1 < len(words) else ""
    if subject in _NO_SUBJECT_ENDS or following in _MAY or following in _TO_BE or following in _WAS:
        # "Support paid is not deductible".
        return False
    if word in _WENT or subject in _WHO_ACTS:
        return True
    if words[place - 1] in _BEFORE_VERBS:
        return True
    return word in _BY_ITSELF or following.endswith("ing") or following in _OBJECT or following[:1].isdigit()


def is_regular(word: str) -> bool:
    """Tell whether a word is the past of a regular verb."""
    return len(word) > 3 and word.endswith("ed") and word not in _IN_ED_BUT_NO_PAST


def is_participle(word: str) -> bool:
    """Tell whether a word stands after "has" in the perfect."""
    return word in _PARTICIPLES or word in _UNCHANGED or word in _SENT or is_regular(word)


def _next(words: Sequence[str], place: int) -> str:
    """Tell which word follows, but for adverbs."""
    place += 1
    while place < len(words) and words[place] in _ADVERBS:
        place += 1
    return words[place] if place < len(words) else ""


def without_adverbs(words: Sequence[str]) -> list[str]:
    """Leave out the small words that say how or when."""
    return [word for word in words if word not in _ADVERBS]
