"""Tell the parts of a sentence once more, as only an assertion needs them told.

A form of sentences takes a word for what it mostly is. What a sentence asserts hangs on more: whether "check"
is what somebody is told to do, whether "a lien" is any, whether "that" begins what is said for sure.
"""

import re
from collections.abc import Sequence
from typing import Final

from screening.rules.returns.statements import parts
from screening.rules.returns.statements.tagging import Token, is_any_of, is_plural
from screening.rules.writing import word_set

ANY: Final = "8"
"""An article of any: "a", "an"."""
BY_NOW: Final = "0"
"""What is never said of what is always so: "still", "yet"."""
DO: Final = "9"
"""What somebody is told to do, where a clause begins with it: "send"."""
IT: Final = "_"
"""What the clause before spoke of."""
SHOWS: Final = "R"
"""What papers do that are somebody's own: "shows", "totals"."""

_HEARD_AS: Final[dict[str, str]] = {
    **dict.fromkeys(("still", "yet", "already", "anymore", "todavia", "aun", "ainda"), BY_NOW),
    **dict.fromkeys(("it", "both", "one", "eso", "isso"), IT),
    **dict.fromkeys(("amount", "amounts"), parts.OTHER),
    **dict.fromkeys(("they", "ellos", "eles"), parts.OUTSIDER),
    **dict.fromkeys(("show", "shows", "reflects", "total", "totals", "exceeds", "lacks", "leaves"), SHOWS),
    **dict.fromkeys(("cover", "covers"), SHOWS),
    "where": parts.ASKS,
    "gets": parts.HAPPENS,
}
_OF_NO_PART: Final = parts.ARTICLE + parts.NUMBER + parts.OTHER + parts.PAUSE
HE_OR_SHE: Final = word_set("he she his her hers him ella ele ela dele dela")
_HEARD_OR_HIM: Final = HE_OR_SHE | _HEARD_AS.keys()
_TO_BE_DONE: Final = word_set(
    """
    send check call visit use file include attach enter mail go log sign make pay keep note read click choose
    report fill complete bring ask contact write let remember submit register add subtract multiply claim
    allow wait see double request get continue start download try put take tell look turn print give follow
    open clear staple scroll find learn select provide sign date press fold shred save scan print describe
    """
)
_BEFORE_ORDERS: Final = frozenset(
    {"please", "just", "also", "then", "don't", "and", "or", "first", "simply", "double", "make"}
)
# Of what is noted or seen, something is told.
_NOTED: Final = frozenset({"note", "see", "read", "remember"})
# After an order: "so your check is matched", "before you put it in the envelope".
_THEN_ONLY: Final = frozenset({"after", "before", "once", "so", "until", "when"})
_HAPPENED_THEN: Final = re.compile("[^,jb]{0,8}[wHI]")
# "Request denied", "check came back" are no orders.
_IS_TOLD: Final = re.compile("[DEFIswbH]")
# What has to be so before something else: "make sure that your return was".
_TO_BE_SEEN: Final = frozenset({"check", "ensure", "verify", "confirm", "wait", "sure"})
# How somebody stands, after "you are": of a thing these say something else ("the current year").
_STANDING: Final = frozenset({"current", "set", "good", "clear", "square", "short", "over", "under"})
_RIGHT: Final = frozenset({"correct", "wrong", "valid", "void", "genuine"})
_WHERE: Final = frozenset({"out", "in", "off"})
# Before "to": what is decided is no wish.
_DECIDED: Final = frozenset(
    {
        "intend",
        "intends",
        "plan",
        "plans",
        "planning",
        "expect",
        "expects",
        "propose",
        "proposes",
        "agree",
        "agrees",
        "agreed",
        "decided",
        "going",
        "about",
    }
)
# Who says so says what follows "that" for sure: "I can confirm that".
_SAYING: Final = word_set(
    """
    tell told inform informed confirm confirmed confirms confirming note noted say says said see know aware
    advised advise shows show indicate indicates sorry glad happy pleased regret
    """
)
# What becomes of a credit or a rate by law, unless it is somebody's.
_BY_LAW: Final = word_set(
    """
    raised increased reduced changed adopted renewed extended lowered created doubled capped repealed
    """
)
BY_LAW_ALONE: Final = word_set("raised created doubled capped repealed adopted introduced enacted expanded")
"""What no officer does to somebody's credit: "the septic credit was raised to $4,000"."""
# "Boa tarde" greets; "muy tarde" is late.
_GOOD: Final = frozenset({"boa", "boas", "buena", "buenas"})
_PARTS_OF_THE_DAY: Final = frozenset({"tarde", "tardes"})
_HOW: Final = f"[ro{BY_NOW}]{{0,3}}"
# "Se a senhora deve" is an if, "se le envio" is none.
# "Se expirar" too: no Spanish "se" stands before an infinitive.
_IS_SUPPOSED: Final = re.compile(r"\A(?:a|o|as|os|voce|el[ae]s?|sua|seu|um|uma|[a-z]{2,}[aei]r)\Z")
# "Should your refund not come", "where a preparer does it": an "if" at the beginning of a sentence.
_SUPPOSES_FIRST: Final = frozenset({"should", "where", "had", "were"})
_MUST_HAVE: Final = frozenset({"could", "would", "might"})
_HAVE_DONE: Final = re.compile(f"{_HOW}H{_HOW}u?[EDFLI]")
# "You should have reported it": it was not. "You should have received a letter" is a rule.
_RECEIVED: Final = frozenset({"received", "gotten", "got", "seen", "heard"})
# "After the debt is paid": it may or may not be.
_BEFORE_AND_AFTER: Final = frozenset({"after", "before", "antes", "despues", "depois"})
_NOT_YET: Final = re.compile("[dYPA1][nxmMV]{0,2}[bh]")
_DO_NOT: Final = [parts.HOW, parts.NOT]
_AT_ALL: Final = frozenset({"ever", "never"})
_TALKED_TO: Final = word_set("ask attach call click mention press save say scan tell upload write")
_OF_A_RETURN: Final = re.compile("[MmSOX2n]")
_OFFICE_OF: Final = re.compile("4fM")


def tells_nothing(letters: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence has only articles, numbers and words of no part, however it is heard.

    Lists have thousands of them, and none is looked into.
    """
    return not letters.strip(_OF_NO_PART) and not any(token.word in _HEARD_OR_HIM for token in tokens)


def heard(letters: str, tokens: Sequence[Token]) -> str:
    """Tell the parts of a sentence once more; letters: a letter for each of `tokens`."""
    told = [_HEARD_AS.get(token.word, letter) for letter, token in zip(letters, tokens, strict=True)]
    if tokens[0].word in _SUPPOSES_FIRST and letters[1:2] in tuple("dYP"):
        told[0] = parts.IF
    is_theirs = parts.WHOSE in letters or parts.MINE in letters
    is_order = _begins_with_order(letters, tokens)
    begins = True
    for index, token in enumerate(tokens):
        before = told[index - 1] if index else parts.PAUSE
        if is_order and token.word in _THEN_ONLY and not _HAPPENED_THEN.match(letters, index + 1):
            told[index] = parts.IF
        elif begins and token.word in _TO_BE_SEEN | _TO_BE_DONE and not _IS_TOLD.match(letters, index + 1):
            told[index] = parts.IF if token.word in _TO_BE_SEEN else DO
        elif token.word in _BY_LAW and not is_theirs:
            told[index] = parts.OTHER
        elif token.word in _SAYING and before == parts.MAY and letters[index - 2 : index - 1] in tuple("A1"):
            told[index - 1] = parts.HOW
            told[index] = SHOWS if token.word == "see" else told[index]
        else:
            told[index] = _beside(told, tokens, index, before, letters[index + 1 :])
        begins = letters[index] in parts.PAUSE + parts.AND or (begins and token.word in _BEFORE_ORDERS)
    return _OFFICE_OF.sub("4xx", "".join(told))


def _begins_with_order(letters: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence tells somebody to do something: "please sign it", but not "please note"."""
    first = 1 if tokens[0].word == "please" and len(tokens) > 1 else 0
    return tokens[first].word in _TO_BE_DONE - _NOTED and not _IS_TOLD.match(letters, first + 1)


def _beside(told: list[str], tokens: Sequence[Token], index: int, before: str, after: str) -> str:
    """Tell what a word is by what stands beside it."""
    word = tokens[index].word
    match word:
        case "see" if before in parts.OFFICER + parts.ACTOR + parts.HOW + parts.NOT:
            return SHOWS
        case "issue" if before in parts.UNABLE + parts.MAY + parts.TO + parts.WILL:
            return parts.DECIDE
        case "has" | "have" if after[:1] == parts.TO and (
            ANY in told[:index] or told[max(index - 2, 0) : index] == _DO_NOT
        ):
            # "A firm has to have paid", "you don't have to come".
            return parts.MAY
        case "will" if index + 1 < len(tokens) and tokens[index + 1].word in _AT_ALL:
            # "No officer will ever come to your door".
            return parts.MAY
        case "to" if index and tokens[index - 1].word in _DECIDED:
            return parts.HOW
        case "that" if any(each.word in _SAYING for each in tokens[max(index - 2, 0) : index]):
            return parts.PAUSE
        case "why" if after[:1] in tuple("wHPA163dY"):
            # Whoever asks why something was, says that it was.
            return parts.THAT
        case "should" if _HAVE_DONE.match(after):
            is_rule = any(each.word in _RECEIVED for each in tokens[index + 1 : index + 4])
            return parts.MAY if is_rule else parts.HOW
        case "se" if index + 1 < len(tokens) and _IS_SUPPOSED.search(tokens[index + 1].word):
            return parts.IF
    if word in _PARTS_OF_THE_DAY and index and tokens[index - 1].word in _GOOD:
        return parts.OTHER
    if told[index] == parts.FAILED and (
        before in parts.OFFICER + parts.ACTOR or _in_talk(tokens, index, after)
    ):
        # "I forgot to attach it", "you forgot to attach the file".
        return parts.OTHER
    if word in _RIGHT and before in parts.IS + parts.HOW + parts.NOT:
        return parts.STATE
    if is_any_of(tokens, index):
        return ANY
    if word in _STANDING and before in parts.IS + parts.HOW + parts.NOT:
        return parts.DEBTOR
    if word in _WHERE and before == parts.IS and after[:1] in ("", parts.PAUSE):
        return parts.STATE
    if word in _MUST_HAVE and _HAVE_DONE.match(after):
        return parts.HOW
    if word in _BEFORE_AND_AFTER and _NOT_YET.match(after):
        return parts.ASKS
    if told[index] == parts.STATUS and is_plural(word) and word != "dependents":
        # "Residents": all of them.
        return parts.OTHER
    return told[index]


def _in_talk(tokens: Sequence[Token], index: int, after: str) -> bool:
    """Tell whether what somebody forgot at `index` is a thing that people do who write to each other."""
    is_talk = index + 1 < len(tokens) and tokens[index + 1].word in _TALKED_TO
    return is_talk and _OF_A_RETURN.search(after) is None
