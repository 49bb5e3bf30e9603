"""What stands or is decided now in one person's thread, in English: their matters, in the present and future.

A rule stands in the present too, so each of these needs something that no rule has: a day, a year or a sum,
who lists somebody as what, a share of what was counted, or a decision that only an officer makes.
"""

import re
from collections.abc import Sequence
from typing import Final

from screening.rules.writing import whole_words, word_set

# As tokens are joined: "the 30th" is "the 30 th".
_DAY: Final = whole_words(
    r"""
    \d{1,2} (?:st|nd|rd|th) | today | tomorrow | tonight | this (?:week|month) | next week
    (?:mon|tues|wednes|thurs|fri|satur|sun)day
    (?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}
    """
)
_YEAR: Final = re.compile(r"(?<![\d.,$])(?:19[89]|20[0-3])\d(?![\d.,]\d)")
# "A $50 fee" is a rule, "$50 a week" is not.
_SUM: Final = re.compile(r"(?<!\ba )(?<!\ban )\$\d")
_COMES_TO: Final = re.compile(r"(?<![a-z])(?:at|to) (?:about |only )?\d{2,}(?!\d)")
# What only one has, in the singular, with its present: "the order says", "the levy goes out".
_HAPPENS: Final = word_set(
    """
    begins calls carries closes comes counts covers drops ends expires falls gets goes hits holds
    keeps kicks lands lapses leaves lists looks needs owes puts reaches remains resumes runs says
    shows sits stands starts stays stops takes totals turns
    """
)
# What papers and officers find; of rules one says "the penalty is", "the credit goes to".
_THEIR_OWN: Final = word_set(
    """
    appraisal arrangement assessment attachment bakery balance bank bankruptcy bar bond boss business
    cafe case claim collector company decree diner discharge distillery employer error estate examiner farm
    file firm foreclosure garnishment gross gym hold hotel installment inventory judgment levy lien llc
    markup motel offset order overpayment partnership payoff payroll petition plan protest
    refund registry restaurant rmv salon sample seizure settlement shop shortfall store suspension tavern
    trust trustee warrant worksheet workpapers
    """
)
_NO_SUBJECT: Final = word_set("a an any each every if no some there when where which who")
_LONGEST_SUBJECT: Final = 9
_WHO_DECIDES: Final = frozenset({"i", "the", "we"})
# "We concede 2018", "we are not convinced".
_OFFICER: Final = (
    r"(?:we|i|the (?:department|agency|board|auditor|examiner|office|commissioner)) "
    r"(?:do not |don't |cannot |can't |therefore |also |still |now ){0,2}"
)
_DECIDES: Final = re.compile(
    rf"{_OFFICER}(?:(?:concedes?|disallows?|sustains?|upholds?|abates?|withdraws?|disagrees? with|stands? by)"
    r" (?:it|the|your|his|her|this|that|all|both|half|\$?\d)"
    r"|(?:am|are|is|aren't|isn't|remains?) (?:not )?(?:yet )?(?:persuaded|convinced|satisfied))(?![a-z])"
)
# Of cards and forms, too.
_FINDS: Final = re.compile(
    rf"{_OFFICER}(?:accepts?|agrees?|allows?|believes?|finds?) (?:that )?(?:the|your|his|her|you|she|he) "
)
_WILL: Final = re.compile(
    r"(?:we|i)(?: will|'ll| shall|'re going to|'m going to| are going to| am going to| intend to| propose to)"
    r" (?:now |also |then |not ){0,2}(?:be )?[a-z]+(?![a-z])"
)
_MATTER: Final = whole_words(
    r"""
    (?:the|your|his|her|that|those|these) (?:[a-z\d$-]+ ){0,2}(?:levy|lien|garnishment|attachment|penalty
    |penalties|assessment|audit|offset|interest|hold|refund|balance|overpayment|abatement|suspension|seizure|deduction
    |credit|exemption|case|bond|warrant)
    """
)
# "The RMV lists you as", "the registry has you flagged".
_HELD_AS: Final = re.compile(
    r"(?:(?:the|our|their|your|that) )?(?:[a-z]+ ){1,3}?"
    r"(?:(?:has|have|had|carries|carry|shows?|lists?|puts?|counts?) (?:you|him|her)"
    r"(?: down)?(?: still)? (?:as (?!soon|well)|at |on the |[a-z]+ed(?![a-z])))"
)
_LONGEST_SHARE: Final = 5
_WHOM: Final = frozenset({"you", "him", "her"})
_SHARE: Final = re.compile(
    r"(?:only |about |over |nearly |almost )?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|half|most|some|all|both|none|several|part|\d+)"
    r" of (?:the|your|his|her|their|those|these|what)(?![a-z])"
)
_THERE_ARE: Final = re.compile(
    r"(?:there(?:'s| is| are)(?: still| also| now| only| just){0,2} )?"
    r"(?:one|two|three|four|five|six|seven|eight|\d+) (?:[a-z]+ )?"
    r"(?:liens?|lev(?:y|ies)|bills?|judgments?|assessments?|holds?|quarters?|years?|returns?|debts?)"
    r" (?:on|against|under|from|missing|open|unpaid|outstanding|left|short)(?![a-z])"
)
# "The K-1 isn't on the return", "the second 1099 is missing".
_NOT_THERE: Final = re.compile(
    r"(?:the|his|her|your|that|one|another)(?: [a-z]+)? (?:k 1|w 2|1099(?: [a-z]+)?)s? (?:[a-z]+ ){0,6}?"
    r"(?:(?:isn't|is not|wasn't|was not) (?:on|in|there|here|anywhere|with|among)"
    r"|(?:doesn't|does not) (?:show|match|appear|agree)|(?:is|was)(?: still)? missing)(?![a-z])"
)
# "It shows here as accepted", "it is in line behind the check".
_SHOWS_AS: Final = re.compile(
    r"(?:it|yours|his|hers|your [a-z]+)(?: still| now| just)?(?:'s| is| shows| comes up| reads)"
    r"(?: up| here| now| still| on file){0,2}"
    r" (?:as (?:accepted|approved|cashed|closed|complete|delivered|denied|filed|late|open|paid|pending"
    r"|processed|received|rejected|returned|unpaid)|in line)(?![a-z])"
)
# "I'm closing out the estate".
_DOES: Final = re.compile(
    r"(?:i'm|we're|i am|we are)(?: now| also)? (?:closing|dropping|lifting|releasing|removing"
    r"|reopening|reversing|waiving|withdrawing)(?: out)? (?:the|your|his|her|it)(?: [a-z]+)?"
    r" (?:estate|case|file|audit|levy|lien|hold|penalt[a-z]+|garnishment|attachment|assessment|charge|offset)"
    r"(?![a-z])"
)
# "No discharge yet", "no licence this year".
_NONE_YET: Final = re.compile(
    r"no (?:[a-z]+ )?(?:licen[cs]e|discharge|refund|release|credit|abatement|waiver|plan|clearance|renewal)"
    r" (?:yet|(?:for )?this (?:year|cycle|quarter|month|season|time)|for you)(?![a-z])"
)
_THERE_IS: Final = re.compile(
    r"there(?:'s| is| are| remains?)(?: still| also| now| only| just){0,2} (?!a \$|an \$|no )"
)


def is_share(words: Sequence[str]) -> bool:
    """Tell whether a clause begins with a share of what was counted: "two of the three shops"."""
    return _SHARE.match(" ".join(words[:_LONGEST_SHARE])) is not None


def is_held_as(words: Sequence[str]) -> bool:
    """Tell whether a clause says as what somebody is listed somewhere."""
    return not _WHOM.isdisjoint(words) and _HELD_AS.match(" ".join(words)) is not None


def is_on_file(words: Sequence[str]) -> bool:
    """Tell whether a clause counts what there is of somebody's, or says what is missing."""
    said = " ".join(words)
    return any(each.match(said) for each in (_THERE_ARE, _NOT_THERE, _NONE_YET))


def shows_as(words: Sequence[str]) -> bool:
    """Tell whether a clause says as what something of somebody's shows: "it shows here as accepted"."""
    return _SHOWS_AS.match(" ".join(words)) is not None


def is_decided(words: Sequence[str], *, is_of_taxes: bool) -> bool:
    """Tell whether a clause says what an officer decides or will do in one case."""
    if words[0].partition("'")[0] not in _WHO_DECIDES:
        return False
    said = " ".join(words)
    if _DECIDES.match(said) or _DOES.match(said) or (is_of_taxes and _FINDS.match(said)):
        return True
    return _WILL.match(said) is not None and _MATTER.search(said) is not None and is_dated(said)


def is_dated(said: str) -> bool:
    """Tell whether words name a day, a year or a sum."""
    return any(each.search(said) for each in (_DAY, _YEAR, _SUM))


def stands(words: Sequence[str]) -> bool:
    """Tell whether a clause says of a day, a year or a sum how theirs stands, or what there is."""
    is_of_there = words[0].partition("'")[0] == "there"
    if not is_of_there and _THEIR_OWN.isdisjoint(word.partition("'")[0] for word in words):
        return False
    said = " ".join(words)
    if not (is_dated(said) or _COMES_TO.search(said) or "owes" in words):
        return False
    if there := _THERE_IS.match(said):
        return not said.startswith(("a ", "an "), there.end()) or _YEAR.search(said) is not None
    place = next((at for at, word in enumerate(words[:_LONGEST_SUBJECT]) if word in _HAPPENS), 0)
    subject = [word.partition("'")[0] for word in words[:place]]
    return bool(subject) and not _NO_SUBJECT.intersection(subject) and not _THEIR_OWN.isdisjoint(subject)
