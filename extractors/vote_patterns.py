"""How minutes tell of votes: the forms of sentences, each with an example."""

from vedtak.extractors.pattern import pattern

COUNT = r"(?:\d{1,3}|[ée]n|[ée]in|[ée]i|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv)"
"""A count of votes, in figures or in words."""
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            ("en", "én", "ein", "éin", "ei", "éi"), ("to",), ("tre",), ("fire",), ("fem",),
            ("seks",), ("sju", "syv"), ("åtte",), ("ni",), ("ti",), ("elleve",), ("tolv",),
        ),
        start=1,
    )
    for word in words
}  # fmt: skip

SIDE = pattern(
    r"(?P<side>For|Imot|Mot)\s+(?:(?P<subject>[^\n:]{1,100}?)\s+)?(?:stemte|røysta|røystet)"
    r"(?:\s+(?P<count>\d{1,3})\b\s*(?:representanter|medlemmer|stykker)?\s*:?|\s*:)"
)
"""One side of a vote, for example 'For forslaget stemte 35:', 'Imot forslaget stemte 3:' or, behind
the result, 'For røysta:'."""

_MOVED = r"(?:forslag|framlegg|fremlegg|innstilling|tilråding|tilrådning|tillegg|endring)\p{L}*"
_WORD = (
    r"vedtatt|vedteken?|falt|fall|forkastet|forkasta|tiltrådt|tiltrådd|nedstemt|nedrøysta|avvist|"
    r"godkjent|godkjend|bifalt|antatt|avslått|(?:røysta|stemt)\sned"
)
RESULT = pattern(
    rf"(?i)(?:(?P<lead>\bDermed)|(?<=^|[.!?:\n]\s?)(?!(?:for|imot|mot)\s|dermed|\s)(?P<lead>[^.!?:\n]{{0,90}}?{_MOVED}))\b"
    rf"(?P<said>[^.\n]{{0,160}}?\b(?P<word>{_WORD})\b[^.\n]{{0,160}})\.?"
)
"""The sentence that gives the result, for example 'Dermed ble forslaget ikke vedtatt.'."""

_VOTES = r"(?:stemmer?|røyste?r?)"
AGAINST_COUNT = pattern(
    rf"(?i)\bmed\s+(?P<for>{COUNT})\s+(?:{_VOTES}\s+)?mot\s+(?P<against>{COUNT})\s+"
    rf"(?:{_VOTES}\s+)?(?P<word>(?:(?:ikke|ikkje)\s+)?(?:{_WORD}|valgt|vald))\b|"
    rf"\b(?P<word>{_WORD}|valgt|vald)\b"
    rf"[^.\n\d]{{0,30}}?\s+(?:(?:med|ved)\s+(?P<for>{COUNT})\s*(?:{_VOTES}\s+)?(?:mot|-|–)\s*"
    rf"(?P<against>{COUNT})\b\s*{_VOTES}?|mot\s+(?P<only>{COUNT})\s+{_VOTES}\b)"
    r"\s*(?:\((?P<who>(?:[^()]|\([^()]*\))*)\))?"
)
"""A result with counts: 'vedtatt mot 3 stemmer (SV, R)', 'vedtatt med 15 mot 8 stemmer', 'røysta
ned med 11 røyster mot 6', 'ble med 46 mot 11 stemmer ikke vedtatt'."""

AGAINST_SOME = pattern(r"(?i)\bmot\s(?:\p{L}+\s){0,3}?(?:stemme|røyst)(?:r|ne|ene|a|ane)?\b")
"""A result that some were against: 'vedtatt mot stemmene fra Høyre'."""

GOT = pattern(rf"(?i)\b(?:fikk|fekk)\s+(?P<count>{COUNT})\s+(?:stemmer?|røyst(?:er)?)")
"""The votes that a proposal got, for example 'fikk 3 stemmer og falt'."""

COUNT_NAMED = pattern(rf"(?i)\b(?:med|ved|mot|fikk|fekk)\s+{COUNT}")
"""What neither a result with counts nor the votes that a proposal got do without: 'mot 3'."""

CONTEST = pattern(
    rf"(?P<first>\p{{Lu}}[^.!?:\n]{{0,90}}?{_MOVED}[^.!?:\n]{{0,60}}?)\s+"
    r"(?:ble|blei|vart|vert|er)\s+(?:satt|stilt|sett|stilte?)\s+(?:opp\s+)?mot\s+"
    r"(?P<second>[^.!?:\n]{4,100})"
)
"""Two proposals put against each other: 'Innstillinga vart sett opp mot framlegget frå Egge.'."""

PUT_AGAINST = pattern(r"\s(?:satt|stilte?|sett)\s+(?:opp\s+)?mot\s")
"""What no contest does without; to look for a whole contest behind each capital takes long."""

PREDICATE = pattern(
    r"(?i)\s+(?:ble|blei|vart|vert|blir|er|fikk|fekk|falt|fall|(?:enstemmig|einstemmig|samrøystes)"
    r"|vedtatt|vedteken?|tiltrådt|godkjent|godkjend|forkastet|forkasta)\b"
)
"""Where what was voted on ends and what became of it begins: '… vart vedteke'."""

SUBJECT = pattern(
    rf"(?i)(?:\p{{L}}[\p{{L}}-]*s\s)?\p{{L}}*{_MOVED}"
    r"(?:\s(?:fra|frå)\s[\p{L} -]{2,40}?(?=\s(?:ble|vart|fikk|fekk|fall|falt|enst|samr|vedt)))?"
)
"""What was voted on, in a sentence: 'Formannskapets innstilling', 'framlegget frå Øygard'."""

STOOD = pattern(
    rf"(?i)\b(?P<count>{COUNT}|0)\s+(?:stemmer?\s+|stemte\s+|røysta\s+|røyster\s+|"
    rf"representanter stemte\s+)(?P<side>for|mot|imot)\b"
)
"""A count with its side, for example '11 stemte mot forslaget', '6 stemte for'."""

_VOTED = (
    r"(?:\s(?:stemmer?|stemte|røysta|røyster?|(?:representanter|medlemmer|personer)"
    r"(?:\s(?:stemte|røysta))?))?"
)
BOTH = pattern(
    rf"(?i)\b(?:(?P<for>{COUNT}|0){_VOTED}\sfor\b[^\d\n]{{0,40}}?\b(?P<against>{COUNT}|0){_VOTED}"
    rf"\si?mot\b|(?P<against>{COUNT}|0){_VOTED}\si?mot\b[^\d\n]{{0,40}}?\b(?P<for>{COUNT}|0){_VOTED}"
    r"\sfor\b)"
)
"""Both counts with their sides: '17 for og 10 mot', '11 stemte mot forslaget og 3 stemte for'."""

VOTED_ON = pattern(
    rf"(?<=^|[.\n]\s?)-?\s*(?P<subject>\p{{Lu}}[^.:\n]{{0,60}}?{_MOVED}[^.:\n]{{0,40}}):\s*$"
)
"""What stands before the counts: 'Endringsforslaget: 3 for, 6 mot'."""

_HEADED = r"(?:Votering|Avstemm?ning|Avstemming|Avrøysting|Røysting|Stemmegivning)"
TALLY = pattern(
    rf"(?mi)^(?:{_HEADED}(?:en|a)?\s*:\s*(?P<for>\d{{1,3}})\s*(?:-|–|mot)\s*(?P<against>\d{{1,3}})"
    rf"\b(?:\s{_VOTES})?|(?P<for>\d{{1,3}})\s*(?:-|–|mot)\s*(?P<against>\d{{1,3}})\s{_VOTES})\.?$"
)
"""Nothing but the counts: 'Votering: 9-2', '8 mot 3 stemmer'; not '3 mot 2'."""

POINTWISE = pattern(
    rf"(?P<subject>(?:Punkt|Pkt[.\u2024]?)\s?\d{{1,2}}[a-z]?(?:(?:\s?[,–-]\s?|\sog\s)\d{{1,2}}[a-z]?)*)"
    r"\s*[:–-]\s*(?i:(?P<unanimous>enstemmig|einstemmig|samrøystes)(?:\s(?P<word>vedtatt|vedteken?))?"
    rf"|(?:(?P<word>vedtatt|vedteken?|falt|fall)\s(?:med\s)?)?(?P<for>{COUNT})(?:\s{_VOTES})?\s*"
    rf"(?:mot|-|–)\s*(?P<against>{COUNT})\b(?:\s{_VOTES})?"
    rf"|(?P<for>{COUNT}|0){_VOTED}\sfor\b[^.\d\n]{{0,30}}?\b(?P<against>{COUNT}|0){_VOTED}\si?mot\b)"
)
"""A vote on one point: 'Punkt 1: Enstemmig', 'Pkt. 2: 8 mot 3 stemmer'."""

PROPOSAL_LOST = pattern(
    r"(?i)\b(?:forslaget|innstillingen) (?:falt|ble forkastet|ble ikke vedtatt)"
)
"""What says of counts that they were not enough: 'Forslaget falt'."""

CASTING = pattern(r"(?i)dobbeltstemme|dobbeltrøyst|dobbelstemme")
"""A casting vote, for example 'med leders dobbeltstemme'."""

ABBREVIATED = pattern(
    r"(?i)(?<=\b(?:pkt|nr|jf|jfr|kl|kr|ca|gnr|bnr|st|repr|mill|ev|evt|kap|avd|enst))\.(?=\s?[\p{L}\d(])"
    r"|(?<=\b\d{1,2})\.(?=\s?(?-i:[\p{Ll}\d(]))"
)
"""A stop that ends no sentence: 'pkt. 1', 'nr. 2', '12.04.2021'; not 'vedtatt. Det'."""
NO_STOP = "\u2024"
"""Stands in for such a stop while sentences are told."""
LONGEST_SUBJECT = 9
"""Words; more than that is a sentence and not the name of what was voted on."""

ABSENT = pattern(r"(?i)^ikk(?:e|je) til ste?[dn]es?:?\s*")
NOT = pattern(r"(?i)\b(?:ikke|ikkje)\b")
ALTERNATIVE = pattern(r"(?i)^(?:forslag|framlegg|alternativ)\s+(?:\d+|[A-ZÆØÅ]\b)")
PARENTHESIS = pattern(r"\s*\([^)]*\)")
NAMED = pattern(r"(?P<name>[^,;()]+?)\s*\((?P<party>[^)]*)\)|(?P<bare>[^,;()]+)")
AND = pattern(r"(?:^|\s+)(?:og|samt)\s+")
UNANIMOUS = pattern(r"(?i)\b(?:enstemmig|einstemmig|samrøystes|akklamasjon)\b")
HEADS = pattern(
    rf"^(?:For|Imot|Mot)\s(?:.{{1,110}}\b)?(?:stemte|røysta|røystet)\b|^Dermed (?:ble|vart|er)\b|"
    rf"^(?:{COUNT}|0)\s+(?:stemte|stemmer?|røysta|røyster)\s+(?:for|mot|imot)\b|"
    rf"^(?:\d{{1,3}})\s+for\s?(?:,|og)\s?\d{{1,3}}\s+i?mot\b|"
    rf"^Ved (?:\p{{Ll}}+ )?(?:prøve)?(?:votering|avstemm?n?ing|avrøysting|røysting)(?:en|a)?"
    r"\b|"
    r"^(?:[-•*]\s)?\p{Lu}[^.:\n]{0,90}:\s*\d{1,3}(?:\s(?:stemmer|stemte|røyster|røysta))?\sfor\b,?\s"
    r"(?:og\s)?\d{1,3}\b|"
    rf"^Det (?:ble|blei|vart) (?:først |så |deretter )?(?:votert|stemt|røysta|røystet)\b|"
    rf"^(?:Votering|Avstemning|Avstemming|Avrøysting)\b"
)
"""What a line that begins the report of a vote begins with."""

RESULT_LINE = pattern(
    r"^(?=\p{Lu})[^.!?:\n]{0,70}?(?i:\p{L}*(?:forslag|framlegg|fremlegg|innstilling|tilråding|tilrådning"
    r"|tillegg))\p{L}*\b[^!?:\n]{0,60}?\s"
    r"(?i:(?:enstemmig|einstemmig|samrøystes|enst\.)\s(?:vedtatt|vedteken?|vedtekne|tiltrådt|tiltrådd|"
    r"bifalt|forkastet|forkasta|nedstemt|avvist|oversendt?)"
    r"|(?:vedtatt|vedteken?|tiltrådt)\s(?:enstemmig|einstemmig|samrøystes|(?:mot|med)\s(?:\p{L}+\s){0,3}"
    r"(?:dobbel\p{L}+|stemmene|røystene))"
    r"|nedstemt|nedrøysta|(?:røysta|stemt)\sned|forkastet|forkasta|(?:ikke|ikkje)\s(?:vedtatt|vedteken?)"
    r"|(?:falt|fall)(?=\s*[.,]|$|\s(?:med|mot|enst|samr)))\b"
)
"""A line that tells without counts what became of a proposal: 'Innstillingen enstemmig vedtatt.',
'Forslaget fra Høyre falt.'; not 'Forslaget ble vedtatt i 2012.', 'Forslaget falt i god jord.'."""

LOST = frozenset(
    {
        *("falt", "fall", "forkastet", "forkasta", "nedstemt", "nedrøysta", "avvist", "avslått"),
        *("røysta ned", "stemt ned"),
    }
)
"""Words that say that a proposal was lost."""

HEADING = pattern(r"^\s*(?:Votering|Avstemning|Avstemming|Røysting|Røystinga)\b[:.]?\s+")
"""A heading that stands before the sentence, for example 'Votering Rødseths forslag falt.'."""
