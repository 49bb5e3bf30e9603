"""The forms of sentences that say how something of one person stands.

A form is a pattern of the letters of `parts`, compared with the parts of one sentence between two points, as
in ".YMwD." for "Your appeal was denied". Every repetition has an end, so that what a sentence takes grows as
it does.
"""

import re
from typing import Final

_HOW: Final = "[ro]{0,3}"
_NOT: Final = "r{0,2}o[ro]{0,2}"
# Up to where one statement reaches: not over a pause, an "and", an "if", an "in order to".
_NEAR: Final = "[^.,cjkz7]"
_FAR: Final = "[^.,c]"

# What may stand before a noun: "your 2021 amended (return)".
_BEFORE: Final = "[xnNEDGvSsFLMmVXA3OhUQKi2]{0,4}?"
# "Of the penalty for 2019", "from your job".
_WITH_IT: Final = "(?:[fpaz][dYrfpzxnNEDGvSsFMmVPA3OtKi24]{1,9}?)?"
# "You filed in May", "that we mailed to you on June 2,".
_THAT_ONE: Final = rf"(?:,?[qd]?[PA31][ro]{{0,2}}(?:H?[EDFIOTw]|bv)(?:a|{_FAR}{{0,6}}?),?)?"
_AFTER: Final = "[xnNEDGvFK,]{0,2}?"
_WITH_NOUNS: Final = "(?:[fp][dYrfpxnNEDMmPA34]{1,6}?)?"
_WITH_ALL: Final = f"{_AFTER}{_WITH_IT}{_THAT_ONE}"
_HALF_OF: Final = "(?:xf[dY]?)?"

_WAS: Final = f"(?:[wb]|Hr?u|l{_HOW}u)"
# What a matter came to. What was, is said of one; what is, of one only in some words.
_CAME_TO: Final = (
    rf",?{_HOW}(?:w(?!r?[Un])|[HW]{_HOW}[uEDFSsIw]|[Ih5]|lr?(?:u?[DS]|K)|h{_HOW}[sSG]|C{_HOW}u?[DK]|l{_FAR}{{0,6}}[Ny]"
    rf"|b[rox]{{0,3}}(?:[SsDGvi]|u{_HOW}[DSE]|pdx{{0,2}}[4A3]))"
)
# Of what everybody has, rules say much: only what somebody did with it is said of one person's own.
_BECAME: Final = (
    rf",?{_HOW}(?:w{_HOW}u?r?[DEFGSsO]|H{_HOW}(?:u{_HOW}[DEFGSsO]|[wIDEF])|I|lr?u?S|l{_FAR}{{0,6}}[Ny]"
    rf"|b{_HOW}(?:[SsDG]|u{_HOW}[DS])|h{_HOW}(?:[sSG]|{_NEAR}{{0,3}}n)|[EDF]P)"
)

# A letter is matched before anything is looked at before it: where another stands, nothing more is tried.
_BEGINS: Final = "(?<=[.,;:jr])"
_THE: Final = "d(?<=[.,;:jr]d)"
# A person begins a statement, and not "the tax you owe", which is anybody's.
_SUBJECT: Final = "P(?<=[.,;:jqyrnNP]P)"
_SOMEBODY: Final = f"{_SUBJECT}{_HOW}"
_SOMETHING: Final = rf"[dYnpzro]{{0,2}}{_BEFORE}(?:[MmNn]|xpd?[Mm])"

_THEIR_MATTERS: Final = (
    # "Your appeal of the penalty went to a judge", "half of your return was approved".
    rf"Y(?<!z.Y){_HALF_OF}{_BEFORE}(?:M{_WITH_ALL}{_CAME_TO}|m{_WITH_ALL}{_BECAME})",
    # "Your request for a payment plan is pending", "your account is in collections".
    rf"Y{_BEFORE}V{_AFTER}(?:[fpz]K?[dY]?{_BEFORE}[Mm]{_WITH_ALL}{_BECAME}|hd?{_NEAR}{{0,3}}[Mm])",
    rf"Y{_BEFORE}V{_AFTER}{_WITH_NOUNS}{_HOW}{_WAS}[ronm]{{0,3}}(?:[pzd]{{0,2}}S|D|vzd?A)",
    rf"Y{_BEFORE}V{_AFTER}{_HOW}I[pzd]{{0,2}}[SA]",
    # "Your name was taken off the lien".
    rf"Y{_BEFORE}[xV]{_HOW}{_WAS}{_HOW}(?:(?:[DE]|(?<=V.)[sFx]){_FAR}{{0,5}}[MS]|D{_FAR}{{0,4}}m)",
    # "Your licence was suspended for unpaid support".
    rf"Y{_BEFORE}X[xV]?{_HOW}{_WAS}{_HOW}[DEsSx]{_FAR}{{0,5}}[MmS]",
    # "Your husband owes", "your employer withheld nothing in 2022".
    rf"Yx{{0,2}}[xVA3]{{1,2}}(?:r{{0,2}}O|{_HOW}(?:D|[FL](?!x?[mM])){_NEAR}{{0,6}}[nNsMm]|{_HOW}I{_NEAR}{{0,4}}M)",
    # "Your son was removed as a dependent", "no aparece su declaracion".
    rf"Yx{{1,2}}[wH]{_HOW}u?{_HOW}[EDF]{_FAR}{{0,4}}2",
    rf"(?<=[.,])[ro]{{0,2}}hY{_BEFORE}[mM]",
    # "Your father's estate still has an assessment", "your mother was found liable".
    rf"Yx{{0,2}}[xVA3]{{1,2}}{_HOW}[wH]u?[EDI]r?z?u?Q",
    rf"Yx{{0,2}}[xVA3]{{1,2}}{_HOW}[HW]{_HOW}[dn]?[xs]{{0,2}}M",
)

_PEOPLE: Final = (
    # "You still owe", "you do not owe anything for 2021".
    rf"{_SUBJECT}(?:r{{0,3}}H?r{{0,3}}O|{_HOW}H?{_HOW}w?{_HOW}O{_FAR}{{0,5}}[nNM])",
    rf"{_SOMEBODY}w?{_HOW}Jp?[dY]?{_BEFORE}M",
    # "You filed late", "you sent us your return in May", "you missed two payments".
    rf"{_SOMEBODY}w?{_HOW}(?:F{_NEAR}{{0,6}}[nNs]|[EF][Prp]{{0,2}}{_SOMETHING}{_FAR}{{0,6}}[nN])",
    rf"{_SOMEBODY}(?:H?{_HOW}LB?[Prp]{{0,2}}{_SOMETHING}|I(?:{_NEAR}{{0,4}}M|d?m)|F{_HOW}{_NEAR}{{0,2}}m[pf][Ydq])",
    # "You have not filed", "usted no ha presentado".
    rf"{_SOMEBODY}(?:[wbH]{_NOT}|{_NOT}H)[BEF][Prp]{{0,2}}{_SOMETHING}",
    # "You are in default", "you were selected for an audit", "you were found eligible".
    rf"{_SOMEBODY}(?:[bwh]|H{_HOW}u)[ronNxm]{{0,3}}"
    rf"(?:u?S|O|[nMm]s|Dr?[pz]{{0,2}}{_SOMETHING}|uD{_FAR}{{0,10}}M|u[DS]|p[dY]?{_BEFORE}M|[EDI]r?z?u?r?Q)",
    # "You're paid in full."
    rf"{_SOMEBODY}b{_HOW}D(?=[.,])",
    # "You have a balance", "you have two payments left".
    rf"{_SOMEBODY}[HwW]{_HOW}(?:[dn]{{0,2}}[xnEDGSsro]{{0,3}}?M|{_NEAR}{{0,3}}n[xnEs]{{0,2}}m"
    rf"|{_NEAR}{{0,4}}m{_NEAR}{{0,4}}[nN])",
    # "We treated you as a resident", "you filed as single".
    rf"(?:[A31]{_FAR}{{0,4}}P[ro]{{0,2}}|{_SOMEBODY}(?:F|h|[bwH]u?r?[EDF]|[wH]u?))p?d?x{{0,2}}2",
    rf"[A31]{_FAR}{{0,3}}Pr?S",
    # "You reported a loss that we disallowed", "she has been paying".
    rf"{_SOMEBODY}(?:[EF]{_FAR}{{0,8}}A{_HOW}D|HuG|Hur?[Gv][dYn]?{_BEFORE}M)",
    # Without a subject: "está atrasada", "tiene una auditoría", "collections has".
    rf"(?<=[.,;])[ro]{{0,2}}(?:br?S|r?Wd?{_BEFORE}M|rbG)",
    "S(?<=[.,;jy]S)[HbwI]",
)

# Who did something with it: "we have", "the bank".
_DID: Final = rf"(?:(?:H{_HOW}u?|w)?{_HOW}[EDFISi]|b{_HOW}G|[lwr]{_HOW}K)"
_TO_THEM: Final = "[Prpv]{0,3}"
_SOME_OF: Final = "(?:[dnxV]{1,3}?f)?"
_THEIRS: Final = f"d?Y{_HALF_OF}{_BEFORE}[Mm]"

_DEEDS: Final = (
    # "We took the charge off your bill", "the bank sent your refund back", "we denied your request to".
    rf"[A314]{_AFTER}{_HOW}{_DID}{_TO_THEM}{_SOME_OF}"
    rf"(?:{_THEIRS}|d?Y{_BEFORE}V[fpz][KB]?[dY]?{_BEFORE}[Mm]|(?<=S)Y{_BEFORE}V|Y{_BEFORE}Vr{{0,2}}[pz]d?[AS])",
    rf"{_BEGINS}[ro]{{0,3}}(?:[DI]|HD|lK){_TO_THEM}{_SOME_OF}{_THEIRS}",
    # "Encontramos ingresos que usted no declaró", "no encontramos una declaración suya".
    rf"(?:[A3]{_HOW}|(?<=[.,;j])[ro]{{0,3}})I{_NEAR}{{0,3}}[mM]{_FAR}{{0,4}}[PY]",
    rf"[A3]{_HOW}b{_HOW}[Gv]{_FAR}{{0,5}}[mM]{_FAR}{{0,3}}[PY]",
    # "Changes were made to your return".
    rf"(?<=[MmxVtnA34])(?:[wH]r{{0,3}}u?r?[EDF]|hs)[pzf]Y{_BEFORE}[Mm]",
    # "No nos consta que haya presentado la declaración".
    rf"o{_HOW}hqH?r?[EF]{_SOMETHING}",
    # "The check that we mailed you was cashed".
    rf"{_THE}{_BEFORE}[MmV],?[qd]?(?:P|[A1](?={_FAR}{{0,5}}P)){_HOW}[EDFI]{_FAR}{{0,5}}?{_BECAME}",
    rf"o(?<=[.,]o){_BEFORE}[mM]{_FAR}{{0,4}}[PY]",
    # "I waived the penalty", "we denied you the credit".
    rf"[A31]{_HOW}H?{_HOW}(?:D|wrK)[rp]?d{_BEFORE}M|[A3]{_HOW}H?{_HOW}[DE]P{_NEAR}{{0,6}}M",
    # "We found that you were liable".
    rf"(?:[A31]{_HOW}H?{_HOW}|(?<=[.,])r?)[EDI][qd]?P{_HOW}(?:z?[bwu])?{_HOW}[QOJ]",
)

# "The 2020 balance went to collections": nobody says so of everybody.
_OF_ONE_YEAR: Final = rf"{_THE}{_BEFORE}n{_BEFORE}M{_WITH_ALL}(?:I|[wH]u?[DSE])"

TIED: Final = re.compile("|".join((*_THEIR_MATTERS, *_PEOPLE, *_DEEDS, _OF_ONE_YEAR)))
"""Forms that say whose it is."""

LOOSE: Final = re.compile(
    "|".join(
        (
            # "The request for relief of interest is pending", "payment bounced", "the credit was denied".
            rf"{_BEGINS}[dn](?:V[fpz][dY]?(?:x[fp])?)?{_BEFORE}M{_WITH_IT}{_THAT_ONE}{_CAME_TO}",
            rf"M(?<=[.,;:]M)(?:[fpz]Y{_BEFORE}[Mmx])?{_THAT_ONE}(?:[Iw]|b{_HOW}D|(?<=m)h)",
            rf"M(?<=[.,;:]M){_HOW}D",
            rf"{_THE}{_BEFORE}m{_WITH_ALL}(?:[wb]|H{_HOW}u){_HOW}D",
            # "We released the levy", "we have suspended collection".
            rf"[A3]{_AFTER}{_HOW}(?:(?:H{_HOW}u?|w)?{_HOW}[EDI]|b{_HOW}G|[wr]{_HOW}K)"
            rf"{_TO_THEM}{_SOME_OF}(?:d{_BEFORE}M|S)",
            rf"A{_HOW}H?{_HOW}Dd{_BEFORE}m",
            # "We have no record of a return", "we cannot release the refund".
            rf"A{_HOW}(?:[Hw]{_NOT}[BEFKD]|[wb]?{_HOW}C{_HOW}K|w{_HOW}K|oH|Ho|H{_NOT}[xA]f)"
            rf"[dnY]{{0,2}}{_BEFORE}[Mm]",
            # "Our records show wages from two jobs".
            rf"A{_HOW}h(?:[qd]?P{_NEAR}{{1,6}}[mMSFO2]|{_NEAR}{{0,4}}[mM])",
            # "Hay un gravamen registrado contra su propiedad", "there is a hold on your refund".
            rf"(?<=[.,;])[Hh]{_HOW}[dn]{{0,2}}M[xE]{{1,2}}[pf][dxn]{{0,2}}[YP]",
            rf"e[bw]{_HOW}[dxn]{{0,3}}[xEDGSs]{{0,2}}?[Mm][xE]{{0,2}}?[pf][dxn]{{0,2}}[YP]",
        )
    )
)
"""Forms that need something else in the sentence, or around the text, to say whose it is."""

# "The penalty has been removed", after "your" in a sentence before.
GOES_ON: Final = re.compile(rf"{_THE}{_BEFORE}M{_AFTER}H{_HOW}u{_HOW}D")

# A matter and something that happened, in one breath, when nothing in the sentence is an "if" or a "may".
_EVENT: Final = f"(?:I|[wH]{_HOW}u?r?[FDSs]|b{_HOW}[DSs])"
TOGETHER: Final = re.compile(
    rf"(?:M|nm){_FAR}{{0,7}}(?:{_EVENT}|[wH]{_HOW}u?r?E)|{_EVENT}{_FAR}{{0,7}}(?:M|nm)"
)
"""What needs somebody in the sentence, and no word in it that makes a rule."""

_YEARS: Final = re.compile("njn")
_CASE_OF: Final = re.compile("MV")
_BEFORE_TALK: Final = re.compile("[MmVS]{1,6}(?=[t4])")
_TALKED_ABOUT: Final = re.compile("a[dY]?[xnEDGF]{0,3}?[MmV]")
# What each of these has one of.
_MAY_BE_TALK: Final = re.compile("[MmVSj]")


def without_talk(parts: str) -> str:
    """Leave talk only of what is talked about: "a question about your refund", "the refund unit".

    "2019 and 2020" becomes one number of three letters, and a case of something is that.
    """
    if not _MAY_BE_TALK.search(parts):
        return parts
    parts = _CASE_OF.sub("xM", _YEARS.sub("nnn", parts))
    parts = _BEFORE_TALK.sub(lambda found: "t" * len(found[0]), parts)
    return _TALKED_ABOUT.sub(lambda found: "a" + "t" * (len(found[0]) - 1), parts)
