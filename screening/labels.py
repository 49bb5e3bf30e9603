"""Labels: the words, in English, Spanish and Portuguese, that say what a number near them is.

A blank in a word stands for a blank, dash, underscore, dot, line break or nothing, so that "date of birth" is
also "dateOfBirth" and "date_of_birth". A word ends where its letters end, unless it closes with a star.
Accents and case are gone before labels are sought.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain
from string import ascii_lowercase
from typing import Final, NamedTuple

from screening.beginnings import beginnings_of
from screening.places import Places
from screening.tables import Tables
from screening.verdicts import Kind

# "Social Security wages" and the like are no number of anybody.
_NO_NUMBER: Final = "(?! (?:wages?|tax(?:es)?|benefits?|income|tips|administration|office|act|rate)(?![a-z]))"

# "My social worker" is somebody.
_NO_NOUN: Final = "(?! (?:sec|work|serv|media|program|net|life|club|event|distan|anxi|asistente))"

_STATES: Final = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho"
    "|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota"
    "|mississippi|missouri|montana|nebraska|nevada|new (?:hampshire|jersey|mexico|york)|(?:nuev|nov)a york"
    "|(?:north|south) (?:carolina|dakota)|ohio|oklahoma|oregon|pennsylvania|puerto rico|rhode island"
    "|tennessee|texas|utah|vermont|(?:west )?virginia|washington|wisconsin|wyoming"
)
# "20240115" is a day, unless it is called a number.
_NO_DAY: Final = "(?!(?:19|20)\\d\\d(?:0\\d|1[012])[0-3]\\d(?!\\d))"

# "ID type: passport; ID number": of the same paper.
_ID_NUMBER: Final = (
    f"(?:[^a-z\\d]{{1,3}}(?:{_STATES}))?"
    "[^a-z\\d]{1,6}(?:id|identification|document|doc) (?:n(?:o|um|umber)?|#)"
)

_WORDS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.ITIN: ("i t i ns?", "itins?", "i tin", "w ?7", "individual tax*"),
    Kind.EIN: (
        "f?eins?", "f id(?= (?:n(?:o|um|umber)?)?[:#.\\s]{1,3}\\d{2})",
        "fed(?:eral)? ?#(?=\\s?\\d{2})", "(?:f\\.)?e\\.i\\.n", "(?:w ?2 )?box b(?=[^a-z\\d]{1,4}\\d)",
        "employer'?s? id*", "emp'?r?s?\\.? id*", "employer'?s? tax id*", "fed(?:eral)? id*",
        "fed(?:eral)? tax id*",
        "employer'?s? (?:n(?:o|um|umber)?|#)",
        "numero (?:federal |fiscal )?(?:de |del |do |da |de la )?(?:patronal|patrono|empleador|empregador"
        "|empresa|negocio|compania|firma|padaria|tienda|loja)", "numero (?:federal|patronal)",
        "identificacion (?:del |de )?(?:empleador|patronal)*", "identificacao (?:do |de )?empregador*",
        "(?:identificac(?:ion|ao)|id) federal",
    ),
    Kind.SSN: (
        "ssa?ns?", "s s n", "tp id", "ss ?#", "(?:taxpayer|spouse|employee|recipient|borrower)s? ssn",
        "ss(?=(?: is)?[:\\s]{1,3}\\d{3}[^a-z\\d]{0,3}\\d{2}[^a-z\\d]{0,3}\\d{4}(?!\\d))",
        "(?:(?<=of\\s)|(?<=de\\s)|(?<=last\\s4\\s))ss",
        "(?:my|his|her) number(?= (?:is|was)[:\\s]{1,3}\\d{3}[^a-z]{8})", "ss no", "ss cards?",
        "ss num*", "s s num*", "soc sec*", "soc(?=(?: is)?[.:#\\s]{1,3}\\d{3})",
        "(?:my|his|her|your) soc(?= to |,|$)",
        rf"social sec[a-z]*+{_NO_NUMBER}",
        rf"(?:my|your|his|her|their|our|the) (?:(?:full|whole|own|old|new|real) )?social{_NO_NOUN}",
        rf"digit social{_NO_NOUN}",
        rf"(?<='s\\s)social{_NO_NOUN}",
        rf"(?:enter|put(?: in)?|typed?(?: in)?) social{_NO_NOUN}",
        f"(?:mi|tu|su|meu|seu) social{_NO_NOUN}",
        f"(?:numero|n|el|del|do) social{_NO_NOUN}", 
        "(?<!exercicio\\s)(?<!ejercicio\\s)social(?=\\sterminad[oa]\\se[nm]\\s(?!19|20)\\d{4})",
        "social d[aeo] (?:mi|su|minha|meu|sua|seu|el|ella|ele|ela)",
        "numero de seguro(?! (?:medico|de|auto|social))",
        "socials?(?=\\?|[^a-z\\d]{0,3}(?:\\d|last four|last 4|ultimos)"
        "| ?(?:is|es|e|#|:|number|on file|end(?:s|ing|ed)?|(?:que )?termina)(?![a-z]))", 
        "tins?", "tax id*", "taxpayer id*",
        "tax payer id*", "taxpayer n*", "identification n*", "id n(?:o|um|umber)s?",
        "seguro social", "seguro[1-3](?!\\d)",
        "(?:mi|tu|su) seguro(?= (?:es|son|termina|numero)(?![a-z])|[:#])",
        "seguridad social", "nss", "seguranca social", "previdencia social",
        "numero de identificac*", "numero de id*", "numero de contribuyente", "numero de contribuinte",
        "identificacion (?:del |de )?contribuyente", "identificacao (?:do |de )?contribuinte",
    ),
    Kind.ROUTING_NUMBER: (
        "(?:bank |aba )?routing*", "aba", "bank ?id(?=[^a-z\\d]{1,4}\\d{9})", "rtn", "rt ?#",
        "r/t(?=[\\s#:]{1,3}\\d{9})",
        "rt(?=\\s\\d{9}(?!\\d))", "rt n(?:o|um|br)(?=[^a-z\\d]{1,4}\\d{9})",
        "r#(?=\\s?\\d{9}(?!\\d))",
        "transit n*", "(?<=[,;]\\s)transit(?=[\\s:#]{1,3}\\d{9}(?!\\d))", "rtg",
        "(?:numero |codigo )?de (?:ruta|rota|transito)*",
        "ruta(?: bancaria)?(?=(?: es)?[^a-z\\d]{1,4}\\d)", "ruta bancaria",
        "(?:en)?rut(?:ea|a)miento", "roteamento", "(?:receiving |originating )?[ro]?dfi",
        "(?:numero de )?encaminhamento(?= (?:do banco|bancario)?[^a-z\\d]{0,4}\\d)",
        # At the left of the bottom of a check.
        "(?:bottom|lower) left", "abajo a la izquierda", "(?:em ?baixo|inferior) (?:a )?esquerd[ao]",
    ),
    Kind.IBAN: ("iban", "international bank account*"),
    Kind.BANK_ACCOUNT: (
        "acc(?:oun)?ts?", "acc(?=[:#]\\s{0,2}\\d{6})", "acc ?#(?=\\s?\\d)",
        "(?<!food\\s)(?<!blood\\s)(?:bank|credit union) (?:number|no(?=[.:#]|\\s\\d))",
        "(?:bank|credit union)'s (?:number|no)(?=[^\\d\\n]{1,30}\\d{9}(?!\\d))",
        "numero d(?:el|o|e) (?:meu |mi |su )?banco", "clabe*",
        "bank acc(?:oun)?t*", "acc(?:oun)?t ?id",
        "(?:number|digit)s (?:along|at|on|across) the bottom",
        "micr(?: line)?(?! (?:ink|toner|font|print|check))", "ac ?#(?! ?\\d{1,12} unit)", "account n*",
        "acct n*", "acc n*", "[ac]/c", "ac n(?:o|um|br)(?=[^a-z\\d]{1,4}\\d{5})",
        "cc(?=[:\\s]{1,2}[\\d-]{6,16},? tit(?:ular)?(?![a-z]))",
        "a#(?=\\s?\\d{6})", "void(?:ed)? check(?=(?: (?:attached|enclosed|is|was))?[^a-z\\d]{1,4}\\d)",
        "cheques? anulados?",
        "(?:debit|wire[ds]?|ach|drawn)(?: it)? (?:from|to)"
        f"(?=\\s{_NO_DAY}\\d{{7}})",
        f"(?:credited|remitted) (?:from|to)(?=:\\s{_NO_DAY}\\d{{7}})",
        "(?:iolta|escrow)(?=[:#\\s]{1,3}\\d{7})",
        "checking*", "chequing*", f"(?:chk|sav)(?=[:#\\s]{{1,2}}{_NO_DAY}\\d{{6}})", "ban(?=[:#])",
        # Of a depositor, beside the routing number: elsewhere it is somebody's name.
        "(?:(?<=[\"'])|(?<=rtn[,;|/\\t])|(?<=rtn,\\s)|(?<=\\d{9}[\\s,;/])|(?<=\\d{9}[,;]\\s))dan"
        "(?=[\"']\\s?[:=,;|]|[,;|/\\t\\n]|[:#=\\s]{1,3}\\d{4})",
        "savings*", "deposit", "dd(?=[:#\\s]{1,2}\\d{9}[\\s/,-])", "dda", "bban",
        "(?<=my\\s)share drafts?", "share draft(?=\\s\\d{3,6}-\\d)", "share draft acc(?:oun)?t",
        "cuentas?", "contas?", "ctas?",
        "bank(?:ing)? (?:details|information|info)(?! (?:hot)?line)", "d[ao][td]os bancarios",
        "cuenta (?:bancaria|corriente|de ahorros?|de cheques)", "conta (?:bancaria|corrente|poupanca)",
    ),
    Kind.PAYMENT_CARD: (
        "cards?", "card n*", "(?:credit|debit) cards?", "(?:credit|debit) card n*", "credit", "debit",
        "cc", "visa", "mastercard", "amex",
        "american express", "discover", "mc(?=[#:\\s]{0,3}\\d)",
        "pan(?=[:=#]{1,2}\\s?\\d|\\s\\d{12})", "payment method", "tarjetas?", "cartao", "cartoes",
    ),
    Kind.DATE_OF_BIRTH: (
        "d o bs?", "d/o/b", "fdn(?=[^a-z\\d]{1,3})",
        "f\\.? ?n(?:\\.:?|:) ?(?=\\d\\d?[-/.]\\d)",
        "f de n(?=[^a-z])", "nac(?=[.:\\s]{1,3}\\d)", "[df]/n", "d n(?=[.:]{1,2} ?(?:\\d|[a-z]{3,9} \\d))",
        # What comes, and is had, on a day.
        "had (?:the|our|a|my|her) (?:baby|babies|twins)",
        "(?:baby|babies|twins|newborn) (?:arrived|came)",
        "c[ao]me into (?:the|this) world",
        "(?:vino|vinieron|llego|llegaron) al mundo(?! de)", "(?:veio|vieram) ao mundo",
        # How many there were, on a day or in a year, is no one's birth.
        "birth", "(?<!\\d\\d\\s)births(?! (?:in|per|rose|fell)(?![a-z]))", "births? ?d[at]*",
        "(?:twins|kids|children|boys|girls)'?s? dates?(?!\\s(?:of|for|at|with|in|on|to)(?![a-z]))",
        "date of birth*", "born(?! again (?:church|christian))", "b day", "bdate", "b\\.d\\.",
        "b\\.(?=\\s?(?:[a-z]{6,9},\\s)?(?:\\d|[a-z]{3,9}\\.?[-/\\s]\\d))", "nacimientos?", "nacid[oa]s?",
        "naci", "nacimos", "nacieron(?! \\d{1,4} )", "nascemos", "nasceram(?! \\d{1,4} )",
        "nacio", "cumpleanos", "(?:cumplo|cumple) anos", "cumpli(?:o|ra)? \\d{1,3} anos",
        "cumpli los \\d{2,3}(?: anos)?(?=\\sel\\s)", "fiz \\d{2,3} anos(?=\\s(?:no\\sdia|em\\s\\d))",
        "(?:i|you|he|she|son|daughter|wife|husband|spouse|child) (?:will )?turn(?:ed|s)? \\d{1,3}",
        "complet(?:ou|ei|a) \\d{1,3} anos", "f(?:ec(?:ha)?)? (?:de )?nac*", "fecha de nasi*",
        "nascimentos?", "nascid[oa]s?", "nasci", "nasceu", "d(?:a?ta?)? (?:de )?nasc*", "nasc(?=[.:,;|\\s])",
        "aniversario",
    ),
    Kind.DRIVERS_LICENCE: (
        "driver'?s?'? licen[cs]es?", "driver'?s?'? lic", "driver'?s?'? id*", "driver'?s n(?:o|um|umber)s?",
        f"(?:driver'?s?'? )?licen[cs]e{_ID_NUMBER}", f"licencia(?: de conducir)?{_ID_NUMBER}",
        "driving licen[cs]es?", "licen[cs]es? to drive", "licencia para (?:conducir|manejar)",
        "licen[cs]e n*",
        "licen[cs]e(?! (?:plate|key)|\\sfor\\s\\d{1,5}\\s)"
        "(?=[^a-z\\d]{0,4}(?:[a-z]{2}[)\\s:-]{1,2}|[a-z]{2},\\s(?!\\d{5}(?!\\d)))?(?:[a-z]{0,6}[-\\s]?|[a-z]{7,8})\\d)",
        "licen[cs]e[^a-z\\d]{2,6}n(?:o|um|umber)",
        "licen[cs]e(?=(?:,? (?:is|was))?[,:]? [(]?(?:(?:from|of|in) )?(?:the state of )?"
        f"(?:{_STATES})"
        "[),:#]{0,3} ?(?:n(?:o|um|umber)?[.:#]? )?(?:[a-z]{1,2}\\d{5}|[a-z]{0,3}\\d(?:[\\s-]?\\d){5}))",
        "licen[cs]e(?=(?: [a-z]{2,12}){1,2} (?:is|was) [a-z]{1,2}\\d{6})",
        "licen[cs]e(?=[^\\d\\n.;]{1,20}:\\s[a-z*]{7}\\d{3}[a-z\\d]{2}(?![a-z\\d*]))",
        "o l n", "ol ?#(?=\\s?[a-z]?\\d)",
        "operator'?s? (?:licen[cs]e|permit)(?=[^a-z\\d]{1,3}[a-z]{0,2}\\d)",
        "licen[cs]e(?=[a-z,;.'\\s-]{1,60}(?:number is|it'?s|it is|digits:) "
        "[a-z]{0,3}(?:[\\s-]?\\d){5})",
        "licen[cs]e(?=[^\\d\\n]{1,12}that'?s\\s[a-z]\\d)",
        "licen[cs]e ?#", "licen[cs]e(?=,\\s[a-z]{4,13}(?:\\s[a-z]{4,10})?[,:]\\s[a-z]{0,3}\\d{6})",
        "licen[cs]e, (?:the |its )?num*", "licen[cs]e,? (?:the )?(?:client|customer) (?:id|n)*",
        "lic (?:n(?:o|um|umber)?|#)", "lic(?=\\sstate=[\"'][a-z]{2}[\"']>)",
        "lic(?=[.:\\s]{1,3}[a-z]{0,2}\\d)", "lic(?==[\"'][a-z]{0,2}\\d)", "(?:nys?|dmv) client id",
        "lic(?=[.:#] ?(?=[a-z]{0,12}\\d)[a-z\\d*]{7,14}(?![a-z\\d]))",
        "(?<!flight\\s)(?<!mg/)(?<!g/)dl",
        f"dl(?: [(]?[a-z]{{2}}[)]?)?{_ID_NUMBER}", "(?<!mg/)(?<!g/)d l", "d/l", "dln", "cdl",
        "(?:learner|driv)[a-z']*+ permit*",
        "(?:state|mass(?:achusetts)?|real|n[hjy]|ct|ri|vt|fl|rmv(?: issued)?) id(?: card)?"
        "(?=[^a-z\\d]{0,4}[a-z]{0,3}[\\s-]?\\d[\\d\\s-]{4})",
        "mass(?:achusetts)? id(?: card)? n(?:o|um|umber)",
        f"(?:{_STATES}) id(?:entification)? card"
        "(?=[^a-z\\d]{1,3}(?:(?:number|no)[^a-z\\d]{1,3})?[a-z]{0,2}\\d)",
        "licencia*", "licencia de (?:conducir|conduccion|manej[a-z]+)",
        "licenca(?: de (?:motorista|conducao|dirigir))?",
        "lic de (?:conducir|manej[a-z]+)", "(?:minha|sua) carteira(?=[^a-z\\d]{1,3}e? ?[a-z]{0,2}[\\s-]?\\d)",
        "(?:permiso|carnet?) de (?:conducir|conduccion|conductor|manej[a-z]+)",
        "(?:mass(?:achusetts)?|ma) id(?: card)?(?: n(?:o|um|umber))?(?=[^a-z\\d]{0,6}s)",
        "identificac(?:ion|ao) (?:de |do )?(?:massachusetts|estatal|estado)",
        f"identificac(?:ion|ao)(?: que [a-z]{{3,10}})?(?: es| e)? d[eo] (?:{_STATES})"
        "(?=[^\\d\\n]{1,4}\\d[\\d\\s-]{6})", "carta de motorista",
        "carteira (?:de |nacional )", "carta de conducao", "habilitacao", "cnh",
    ),
    Kind.PASSPORT: (
        "passports?(?! issued)", "passport (?:n|id|card|book)*", "ppt n(?:o|um|umber)",
        f"passports?{_ID_NUMBER}", f"pasaportes?{_ID_NUMBER}", f"passaportes?{_ID_NUMBER}",
        "pp[pt]?(?=(?:[#:\\s]|no\\.?){1,3}[a-z]{0,3}\\s?(?:\\d{4}|\\d{2,3}\\s\\d{3}\\s?\\d{2}))", "pp ?#",
        "pasaportes?", "passaportes?", "reisepass", "passeports?", "travel document(?: n(?:o|um|umber))?",
        "mrz[a-z\\s,.]{1,12}document n(?:o|um|umber)",
        "doc=p(?:assport)?[^a-z\\d]{1,6}n(?:o|um|umber)",
        "doc(?:ument)? type p(?:assport)?[^a-z\\d]{1,6}(?:doc(?:ument)?|id) n(?:o|um|umber)",
    ),
}  # fmt: skip

# Words that call a number something that is not sought here; a number right after one of them is left alone.
_OTHER_WORDS: Final = (
    "(?:tele)?phones?", "telefonos?", "telefones?", "tel", "fax", "mobile", "cell", "celular",
    "call(?=[:\\s]{1,2}[(+\\d]|\\s(?:us|me|him|her|them|the|at|on|back|toll)(?![a-z]))",
    "(?<!ss-4\\s)(?<!ss4\\s)(?<!ein\\s)(?<!irs\\s)confirmation", "reference", "ref", "invoice",
    "invoice n(?:o|um|umber)", "(?:hotel|flight|booking|reservation) conf", "skus?", "bill of lading",
    "po(?=\\s?[:#]?\\s?\\d)", "upc", "b/l", "material(?=\\s(?:n(?:o|um)|\\d))",
    "firmware(?: (?:build|version))?(?=\\s\\d)",
    "(?<!court\\s)(?<!support\\s)order", "case", "ticket", "tracking", "receipt", "docket",
    "parcel(?: (?:number|no|id))?", "part (?:number|no)", "device id", "(?<=[,;]\\s)device(?=\\s\\d)",
    "imei", "isbn", "cusip", "npi", "licen[cs]e key",
    "(?:gift|library) cards?(?: (?:number|no|id))?", "(?:rewards|loyalty) (?:number|no|id)",
    "award", "policy", "member(?:ship)?", "(?<!\\bi\\s)(?<!\\bwe\\s)claim", "vendor", "batch",
    "serial", "session",
    "state (?:id|number|tax)*",
    "zip", "zip code",
    "confirmacion", "confirmacao", "referencia", "factura", "fatura", "pedido", "caso",
)  # fmt: skip
_OTHER: Final = "OTHER"
_OTHER_REACH: Final = 12

# How people write in haste what labels are made of.
_MISSPELLED: Final = {
    "acc(?:oun)?t": "(?:acc(?:oun|uon|on|un)?|ac(?:oun|uon))t",
    "account": "(?:acc(?:oun|uon|on|un)|ac(?:oun|uon))t",
    "routing": "r(?:ou(?:t|nt|tt)i?|uoti)ng",
    "social": "s(?:o(?:cia|ica|cai|sia)|coia)l",
    "nacimiento": "na[cs]imi?ento",
    "pasaporte": "pa[sz]aporte",
    "licencia": "li[cs]en[cs]ia",
    "birth": "b(?:irth|(?<!nai\\sb)rith|irht)",
    "passport": "pass?p(?:or|r|ro)t",
    "licen[cs]e": "li(?:c|s|sc)en[cs]e",
}

_WELL_KNOWN: Final = re.compile("|".join(map(re.escape, _MISSPELLED)))

_GAP: Final = r"[ _.\n-]{0,2}"


def _spelled(words: tuple[str, ...]) -> Iterator[str]:
    """Write words as expressions, longest first, so that a label reaches as far as it can."""
    for word in sorted(words, key=len, reverse=True):
        written = _WELL_KNOWN.sub(lambda known: _MISSPELLED[known[0]], word.removesuffix("*"))
        pattern = re.sub(" [?]?", lambda _: _GAP, written)
        yield pattern + ("[a-z]*+" if word.endswith("*") else "(?![a-z])")


def _first_letters(spelling: str) -> set[str]:
    begins = beginnings_of(f"(?<![a-z]){spelling}", 0)
    if begins is None or begins.words is None:
        return set(ascii_lowercase)
    return {each[0] for each in (*begins.words.whole, *begins.words.open)}


def _compile(families: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    """Write all labels as one expression: those of a letter together, so that no others are tried there."""
    spelled = {
        family: {each: _first_letters(each) for each in _spelled(words)} for family, words in families.items()
    }
    letters = []
    for letter in ascii_lowercase:
        begun = {
            family: [each for each in found if letter in found[each]] for family, found in spelled.items()
        }
        if groups := [f"(?P<{family}_{letter}>{'|'.join(each)})" for family, each in begun.items() if each]:
            letters.append(f"(?={letter})(?:{'|'.join(groups)})")
    return re.compile(f"(?=[a-z])(?<![a-z])(?:{'|'.join(letters)})")


_FAMILIES: Final = {**{kind.name: words for kind, words in _WORDS.items()}, _OTHER: _OTHER_WORDS}
_LABEL: Final = _compile(_FAMILIES)

# Words that programs write as one: in "taxpayerSSN" and "BankAccountNum" each capital begins another word.
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_HAS_HUMP: Final = re.compile(r"[A-Z](?:(?<=[a-z].)|(?<=[A-Z].)(?=[a-z]))")
_COMPOUND: Final = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,80}+(?![A-Za-z])")


# A colon and a value: "SSN: 400-00-1032", "DOB: March 5". In "1/2/1980 (DOB: Ana)" it comes before.
_CALLS_WHAT_COMES: Final = re.compile(
    r"[\"']?[ ]?[:=][^a-z\d\n]{0,4}(?:\n[^a-z\d\n]{0,4})?"
    r"(?:[a-z]{0,3}[^a-z\d\n]?\d|x{3}|[a-z]{3,9}\.?[ ]\d\d?(?!\d))"
)


class Label(NamedTuple):
    """Place one label in a reading; a kind of None calls its number something that is not sought here."""

    start: int
    end: int
    kind: Kind | None


def kinds_in(text: str, cased: str) -> frozenset[Kind]:
    """Tell which kinds the labels in a heading name; `cased` is the same text before lower case."""
    found = chain(_labels(_LABEL.finditer(text)), _find_in_compounds(cased))
    return frozenset(label.kind for label in found if label.kind)


def _labels(matches: Iterable[re.Match[str]]) -> Iterator[Label]:
    for match in matches:
        family = (match.lastgroup or "").rpartition("_")[0]
        yield Label(match.start(), match.end(), None if family == _OTHER else Kind[family])


def _find_in_compounds(cased: str) -> Iterator[Label]:
    if not _HAS_HUMP.search(cased):
        return
    for compound in _COMPOUND.finditer(cased):
        if compound[0].islower() or compound[0].isupper() or compound[0].istitle():
            continue
        words = " ".join(_HUMP.split(compound[0])).lower()
        if len(words) > len(compound[0]):
            for label in _labels(_LABEL.finditer(words)):
                start = compound.start() + label.start - words.count(" ", 0, label.start)
                end = compound.start() + label.end - words.count(" ", 0, label.end)
                yield Label(start, end, label.kind)


class Labels:
    """Hold the labels of one reading, and answer which of them a number belongs to."""

    def __init__(self, text: str, cased: str, heading: frozenset[Kind], places: Places) -> None:
        """Find every label of `text`; `heading` names the kinds that stand over the whole text.

        cased: the same text, character by character, before lower case.
        places: of this text.

        Raises ScreeningTimeout.
        """
        self._text = text
        self._heading = heading
        found = chain(_labels(places.matches(_LABEL)), _find_in_compounds(cased))
        self._labels = sorted(found, key=lambda label: (label.start, label.end))
        self._starts = [label.start for label in self._labels]
        self._kinds = heading | {label.kind for label in self._labels if label.kind}

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self._text, self._starts)

    def before(self, start: int, kinds: frozenset[Kind], reach: int) -> Label | None:
        """Find the nearest label of one of `kinds` that ends at most `reach` characters before `start`."""
        index = bisect_left(self._starts, start) - 1
        while index >= 0 and self._labels[index].end >= start - reach:
            if self._labels[index].kind in kinds:
                return self._labels[index]
            index -= 1
        return None

    def nearest_before(self, start: int, reach: int) -> Label | None:
        """Find the nearest label of any kind, or of what is not sought, `reach` or less before `start`."""
        index = bisect_left(self._starts, start) - 1
        is_near = index >= 0 and self._labels[index].end >= start - reach
        return self._labels[index] if is_near else None

    def after(self, end: int, kinds: frozenset[Kind], reach: int) -> Label | None:
        """Find the nearest label of one of `kinds` that starts at most `reach` characters after `end`.

        One with a colon and a value behind it calls that value.
        """
        index = bisect_left(self._starts, end)
        while index < len(self._labels) and self._labels[index].start <= end + reach:
            label = self._labels[index]
            if label.kind in kinds and not _CALLS_WHAT_COMES.match(self._text, label.end):
                return label
            index += 1
        return None

    def words_for(self, start: int, kind: Kind, reach: int) -> str:
        """Give the words that call the number at `start` this kind, over its column or before it."""
        heads = (self._labels[head] for head in self._tables.heads_over(start))
        label = next((head for head in heads if head.kind is kind), None)
        label = label or self.before(start, frozenset({kind}), reach)
        return self._text[label.start : label.end] if label else ""

    def column_kind(self, start: int, kinds: frozenset[Kind]) -> Kind | None:
        """Tell which of `kinds` the head of its table column calls the number at `start`."""
        for head in self._tables.heads_over(start):
            if self._labels[head].kind in kinds:
                return self._labels[head].kind
        return None

    def is_called_otherwise(self, start: int) -> bool:
        """Tell whether the label right before `start` calls its number something that is not sought here."""
        index = bisect_left(self._starts, start) - 1
        if index < 0 or self._labels[index].end < start - _OTHER_REACH:
            return False
        return self._labels[index].kind is None

    def is_joined_to_other_letters(self, start: int) -> bool:
        """Tell whether letters stand before `start`, at most a dash between, that are not a label."""
        index = bisect_left(self._starts, start) - 1
        label_end = self._labels[index].end if index >= 0 else -2
        before = self._text[max(start - 2, 0) : start]
        letter_end = start - 1 if before[-1:] in ("-", "#", "_") else start
        return self._text[max(letter_end - 1, 0) : letter_end].isalpha() and label_end < letter_end

    def kind_of(
        self, start: int, end: int, kinds: frozenset[Kind], *, before: int, after: int = 0
    ) -> Kind | None:
        """Tell which of `kinds` a number from `start` to `end` is called by the words around it.

        In order: the head of its table column, the nearest label before it, the nearest after, the heading.
        """
        if kind := self.column_kind(start, kinds):
            return kind
        if self.is_called_otherwise(start):
            return None
        label = self.before(start, kinds, before) or self.after(end, kinds, after)
        if label:
            return label.kind
        return next((kind for kind in _WORDS if kind in kinds and kind in self._heading), None)

    def mention(self, kind: Kind) -> bool:
        """Tell whether the text or its heading names `kind` anywhere."""
        return kind in self._kinds
