"""Birth years and ages."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.births import BIRTH_LABELS, RELATIVE
from screening.rules.kin import A_RELATIVE, ADULTS, CHILDREN
from screening.sights import Sight
from screening.verdicts import Kind, Why

_BIRTH_YEAR: Final = re.compile(r"(?<![\d$/.,-])(?:19|20)\d\d(?![\d/%-])(?![.,]\d)")
# "If your child was born in 2023" is a rule too.
_IN_A_RULE: Final = re.compile(
    r"(?<![a-z])(?:if|when|whether|who|anyone|anybody|children|people|si|cuando|quien(?:es)?|se|quando|quem)(?![a-z])"
    r"[^.!?\n]{0,60}$"
)
_YEAR_CALLED_SO: Final = re.compile(r"(?:[^a-z\d]|year|is|in|was|of|ano|em|en|el|de){0,12}")

# Ages in words: "ninety-one", "setenta y cuatro", "oitenta e dois".
_TENS: Final = (
    "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|veinte|treinta|cuarenta|cincuenta|sesenta|setenta"
    "|ochenta|noventa|vinte|trinta|quarenta|cinquenta|sessenta|oitenta)"
)
_AGE_IN_WORDS: Final = rf"(?:{_TENS}(?:(?:-|[ ](?:[ye][ ])?)[a-z]{{2,6}})?|(?:dieci|veinti|deze)[a-z]{{2,6}})"
_SMALL: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,6}teen)"
_SOMEBODY: Final = (
    rf"(?:i|you|he|she|they|the[ ]taxpayer|(?:my|your|his|her)[ ]{RELATIVE}"
    r"|m(?:r|s|rs|iss)\.?[ ][a-z-]{1,30})"
)
_AGE: Final = re.compile(
    rf"""
    (?=[a-z\d])(?<![\w-])(?:
      (?: {_SOMEBODY}[ ](?:am|is|are|was|were|turned)|(?:i|he|she|you)'(?:m|s|re) )
      [ ](?:(?:now|already|only|just|almost|nearly|about)[ ])?
      (?: \d{{1,3}}
          (?:[ ]years?[ ]old|[ ]y\.?o\b|(?<!they[ ]are[ ]\d\d)[ ]?(?=[.,;!?\n]|$)
            |[ ](?:last|this|next|in|and)[ ])
        | (?:{_AGE_IN_WORDS}|{_SMALL})[ ]years?[ ]old )
    | (?:my|your|his|her|our)[ ]{RELATIVE},[ ]\d{{1,3}}(?=,)
    | (?:mi|su|nuestr[oa]|meu|minha|seu|sua)[ ]{A_RELATIVE},?[ ](?:(?:de|tem|tiene)[ ])?\d{{1,3}}
      (?:[ ]anos(?![a-z])|(?=[,.;)]))
    | (?:edad|idade)[ ]?(?:[:=]|es|e)[ ]?\d{{1,3}}(?![\d-]|[ ](?:[oaye]|ou|al|hasta|ate)\b)
    | (?<!de[ ])(?<!tener[ ])(?<!ter[ ])\d{{1,3}}[ ]anos[ ]de[ ](?:edad|idade)(?![a-z])
    | (?<!\ba[ ])(?:{_SMALL}|{_AGE_IN_WORDS})-years?-old
      (?![a-z]|[ ](?:house|home|building|car|boat|law|debt|roof|audit|lien|return|refund|credit|system|form))
    | (?:he|she|you|(?:my|your|his|her)[ ]{RELATIVE})[ ]turn(?:s|ed)?[ ]
      (?:\d{{1,3}}|{_AGE_IN_WORDS}|{_SMALL})
      (?=[ ](?:in|on|this|next|last)|[.,])
    | (?:my|your|his|her)[ ]age[ ](?:is|was)[ ]\d{{1,3}}(?!\d)
    | age[ ]?[:=][ ]?\d{{1,3}}(?![\d-]|[ ]?(?:or|and|to|through|years[ ]or)\b)
    | (?:taxpayer|dependent|{RELATIVE}),?[ ](?:is[ ])?age[d]?:?[ ]\d{{1,3}}(?![\d-]|[ ]?(?:or|and|to)\b)
    | \d{{1,3}}[ -]year[ -]old(?![a-z]|[ ](?:house|home|building|car|boat|law|debt|roof))
    | (?:ten(?:go|ia)|tien[ei]s?|tenho|tem|tinha|cumpli(?:o|ra|do)?|complet(?:ou|ei|a)|fez)[ ]
      (?:\d{{1,3}}|{_AGE_IN_WORDS})[ ]anos(?![a-z]|[ ](?:para|desde|de[ ]plazo|pra))
    | so[uy][ ]del?[ ]19\d\d(?!\d)
    )
    """,
    re.VERBOSE,
)
_AGED: Final = re.compile(r",[ ]?aged?[ ]\d{1,3}(?=[,.;)])")
# One of these is in whatever says an age.
_WORDS_OF_AGE: Final = frozenset(
    (
        "am is are was were m s re turn turns turned year years old y yo age aged anos edad idade sou soy "
        + " ".join((*re.findall("[a-z]+", RELATIVE), *CHILDREN, *ADULTS))
    ).split()
)
_OR_MORE: Final = re.compile(
    r"[ ]?(?:years?[ ])?(?:or|and|o|ou|y|e)[ ]"
    r"(?:older|over|above|under|younger|mas|mais|menos|menor)(?![a-z])"
)
_SUPPOSED: Final = re.compile(
    r"(?<![a-z])(?:if|when|whether|once|until|unless|before|after|who|anyone|any|each|every|a child"
    r"|persons?|people"
    r"|someone|suppose|example|si|cuando|quien(?:es)?|se|quando|quem|hasta que|ate)(?![a-z])[^.!?\n]{0,50}$"
)
_SUPPOSED_REACH: Final = 60


def ages(reading: Reading) -> Iterator[Sight]:
    """See the year somebody was born in, or how old they are."""
    for match in reading.matches(_BIRTH_YEAR):
        label = reading.labels.before(match.start(), BIRTH_LABELS, 16)
        if not label or not _YEAR_CALLED_SO.fullmatch(reading.text, label.end, match.start()):
            continue
        if not _IN_A_RULE.search(reading.text[max(label.start - 80, 0) : label.start]):
            yield Sight(Kind.AGE, *match.span(), Why.WORDS)
    if reading.words.isdisjoint(_WORDS_OF_AGE):
        return
    said = list(reading.matches(_AGE))
    starts = [match.start() for match in said]
    for aged in reading.matches(_AGED):
        index = bisect_right(starts, aged.start()) - 1
        # "My son, aged 5," is seen as a whole.
        if index < 0 or said[index].end() <= aged.start():
            said.append(aged)
    for match in said:
        before = reading.text[max(match.start() - _SUPPOSED_REACH, 0) : match.start()]
        if not _OR_MORE.match(reading.text, match.end()) and not _SUPPOSED.search(before):
            yield Sight(Kind.AGE, *match.span(), Why.WORDS)
