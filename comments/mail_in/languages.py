"""In which of the portal's languages whoever wrote a mail is written to."""

import re
from collections import Counter
from typing import Final

from django.conf import settings

from comments.mail_in.reading import ReadMail

# Short words that hardly a sentence does without, of each language those that its neighbours do not share.
FUNCTION_WORDS: Final = {
    "en": frozenset({
        "and", "are", "can", "did", "do", "does", "for", "have", "how", "i", "is", "it", "my", "not",
        "of", "please", "thank", "thanks", "the", "this", "to", "was", "we", "what", "when", "where",
        "why", "with", "would", "you", "your",
    }),
    "es": frozenset({
        "cuando", "cuándo", "cómo", "del", "dónde", "el", "en", "están", "está", "estoy", "gracias",
        "hay", "hola", "las", "los", "mi", "mis", "muy", "necesito", "pero", "puedo", "por", "qué",
        "quiero", "sobre", "su", "tengo", "una", "usted", "ustedes", "y", "ya", "yo",
    }),
}  # fmt: skip
FEWEST_WORDS: Final = 2
MOST_CHARACTERS: Final = 20_000
_WORD: Final = re.compile(r"[^\W\d_]+")


def language_of(read: ReadMail) -> str:
    """Choose one of `settings.LANGUAGES`: that of the words, else one that the mail's program names.

    The words come first: programs name the language that they were installed in, whoever writes with them.
    """
    offered = [code for code, _name in settings.LANGUAGES]
    of_words = _language_of_words(f"{read.subject}\n{read.text or read.text_of_html}", offered)
    return of_words or next((code for code in read.languages if code in offered), offered[0])


def _language_of_words(text: str, offered: list[str]) -> str | None:
    """Tell which language has more than twice as many of its function words in a text as each other."""
    words = Counter(_WORD.findall(text[:MOST_CHARACTERS].casefold()))
    counts = sorted(
        ((sum(words[each] for each in FUNCTION_WORDS.get(code, ())), code) for code in offered), reverse=True
    )
    most, language = counts[0]
    is_clear = most >= FEWEST_WORDS and all(most > 2 * count for count, _other in counts[1:])
    return language if is_clear else None
