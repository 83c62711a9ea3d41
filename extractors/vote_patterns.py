"""How minutes tell of votes: the forms of sentences, each with an example."""

from vedtak.extractors.pattern import pattern

_COUNT = r"(?:\d{1,3}|[ée]n|ein|ei|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv)"
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            ("en", "én", "ein", "ei"), ("to",), ("tre",), ("fire",), ("fem",), ("seks",),
            ("sju", "syv"), ("åtte",), ("ni",), ("ti",), ("elleve",), ("tolv",),
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
RESULT = pattern(
    rf"(?i)(?:(?P<lead>\bDermed)|(?<=^|[.!?:\n]\s?)(?!(?:for|imot|mot)\s|dermed|\s)(?P<lead>[^.!?:\n]{{0,90}}?{_MOVED}))\b"
    r"(?P<said>[^.\n]{0,160}?\b(?P<word>vedtatt|vedteken?|falt|fall|forkastet|forkasta|tiltrådt|"
    r"nedstemt|avvist|godkjent|godkjend|bifalt)\b[^.\n]{0,160})\.?"
)
"""The sentence that gives the result, for example 'Dermed ble forslaget ikke vedtatt.'."""

AGAINST_COUNT = pattern(
    rf"(?i)\bmed\s+(?P<for>{_COUNT})\s+mot\s+(?P<against>{_COUNT})\s+(?:stemmer?|røyste?r?)\s+"
    r"(?P<word>(?:(?:ikke|ikkje)\s+)?(?:vedtatt|vedteken?|bifalt|forkastet|forkasta|avvist))\b|"
    rf"(?P<word>vedtatt|vedteken?|falt|fall|forkastet|forkasta|godkjent|godkjend|avvist|valgt|bifalt)"
    rf"[^.\n\d]{{0,30}}?\s+(?:med\s+(?P<for>{_COUNT})\s+(?:mot|-|–)\s+(?P<against>{_COUNT})\b"
    rf"\s*(?:stemmer?|røyste?r?)?|mot\s+(?P<only>{_COUNT})\s+(?:stemmer?|røyst(?:er)?))"
    r"\s*(?:\((?P<who>(?:[^()]|\([^()]*\))*)\))?"
)
"""A result with counts: 'vedtatt mot 3 stemmer (SV, R)', 'vedtatt med 15 mot 8 stemmer', 'ble med
46 mot 11 stemmer ikke vedtatt'."""

GOT = pattern(rf"(?i)\b(?:fikk|fekk)\s+(?P<count>{_COUNT})\s+(?:stemmer?|røyst(?:er)?)")
"""The votes that a proposal got, for example 'fikk 3 stemmer og falt'."""

COUNT_NAMED = pattern(rf"(?i)\b(?:med|mot|fikk|fekk)\s+{_COUNT}")
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
    rf"(?i)\b(?P<count>{_COUNT}|0)\s+(?:stemmer?\s+|stemte\s+|røysta\s+|røyster\s+|"
    rf"representanter stemte\s+)(?P<side>for|mot|imot)\b"
)
"""A count with its side, for example '11 stemte mot forslaget', '6 stemte for'."""

PROPOSAL_LOST = pattern(
    r"(?i)\b(?:forslaget|innstillingen) (?:falt|ble forkastet|ble ikke vedtatt)"
)
"""What says of counts that they were not enough: 'Forslaget falt'."""

CASTING = pattern(r"(?i)dobbeltstemme|dobbeltrøyst|dobbelstemme")
"""A casting vote, for example 'med leders dobbeltstemme'."""

ABBREVIATED = pattern(
    r"(?i)(?<=\b(?:pkt|nr|jf|jfr|kl|kr|ca|gnr|bnr|st|repr|mill|ev|evt|kap|avd|\d{1,2}))\.(?=\s?[\p{Ll}\d(])"
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
    rf"^(?:For|Imot|Mot)\s.{{1,110}}\b(?:stemte|røysta)\b|^Dermed (?:ble|vart|er)\b|"
    rf"^(?:{_COUNT}|0)\s+(?:stemte|stemmer?|røysta|røyster)\s+(?:for|mot|imot)\b|"
    rf"^(?:Ved (?:votering|avstemning|røysting|avstemming)|Votering|Avstemning)\b"
)

LOST = frozenset({"falt", "fall", "forkastet", "forkasta", "nedstemt", "avvist"})
"""Words that say that a proposal was lost."""

HEADING = pattern(r"^\s*(?:Votering|Avstemning|Avstemming|Røysting|Røystinga)\b[:.]?\s+")
"""A heading that stands before the sentence, for example 'Votering Rødseths forslag falt.'."""
