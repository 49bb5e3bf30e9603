"""Decisions: what became of one person's matter with the agency, and where it stands, without any amount.

Three forms of a sentence say so, in each language: whose matter was what ("your appeal was denied"), what
we did with it ("we have waived the penalty"), and what somebody was found to be ("you were found eligible").
They are put together from lists of matters and of verbs, so that a new word stands in one place and counts in
all forms. Whether a sentence asks, or is a rule for everybody, is looked at where these are used.
"""

from typing import Final

from screening.rules.decisions import english, portuguese, spanish
from screening.rules.writing import whole_words

DECISION: Final = whole_words(english.DECISIONS + spanish.DECISIONS + portuguese.DECISIONS)
