"""Lists of people: one per line, or several on a line, with what stands in their parentheses."""

from collections.abc import Iterator
from dataclasses import dataclass

from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.names import FIRST_NAME, OFFICE, is_organization, is_person, strip_title
from vedtak.extractors.pattern import pattern
from vedtak.extractors.text import Passage
from vedtak.models.meetings import AttendanceRole, AttendanceStatus

BULLET = pattern(r"^(?:[•▪◦●○*–—-]+|\d{1,2}[.)])\s+")
"""Mark in front of a list item, for example '• ' or '3. '; not '3.mai'."""

STANDS_FOR = pattern(
    r"(?i)(?:(?:møtte|møter|møtt|vara|varamedlem|vararepr\w*|stedfortreder|i stedet|"
    r"istedenfor|i staden)"
    r"\s*(?:medlem\s*)?(?:for|til)|^for)\s+(?P<name>\p{Lu}.+)"
)
"""Whom a substitute stands in for, for example 'vara for Kari Ås' or 'møtte for Kari Ås'."""

STANDS_BEHIND = pattern(
    r"\s+(?:(?:som|møtte|møter|møtt|stilte|deltok|\d\.|vara|varamedlem|vararepresentant)\s+)*+"
    r"(?:for|i staden for|i stedet for|istedenfor|istaden for)\s+(?P<name>\p{L}.+)$"
)
"""Whom a substitute stands in for, behind the name: 'Kari Ås for Ola Li', 'Kari Ås møtte for Ola
Li'; that both are names is to be checked: not 'Direktoratet for e-helse'."""

DEPUTY = pattern(
    r"(?i:(?:møtende |møtande |innkalt )?vara(?:medlem|representant)?(?: møtte| møter)?\s*:?\s+)"
    r"(?P<name>\p{Lu}.+?)(?:\s+(?:møtte|møtt|møter))?|(?P<name>\p{Lu}.+?)\s+(?:møtte|møter|møtt)"
    r"(?: som vara)?"
)
"""Who stood in, behind the name of the member: 'vara: Kari Ås', 'Kari Ås møtte'."""

TAIL = pattern(
    r"\s+(?:m/\s?vara|[–-]\s+(?:kom|gikk|gjekk|forlot|fratrådte|tiltrådte|permisjon|deler|delar)|under|i|ved|"
    r"til|fra|frå|på|møtte|deltok|f\.o\.m\.?|t\.o\.m\.?|kl)\s.*$"
)
"""A remark behind a name, for example 'under sak 12' or 'fra kl. 10.00'."""

SLASH = pattern(r"\s*/\s*(?P<party>\p{L}{1,6})$")
"""A party behind a slash, for example 'Kari Ås/KrF'."""

RELATIVE = pattern(r"\s+som\s+\p{Ll}.*$")
"""What a clause says of a person, for example 'Alf Sneve som førte møteboka'."""

FROM = pattern(r"\s+(?:fra|frå)\s+(?P<name>\p{Lu}.+)$")
"""The organization behind a name, for example 'Oddvar Stensrud fra Idrettskretsen'."""

STOOD_IN = pattern(
    r"(?P<name>\p{Lu}[^,;:.(]{3,60}?)\s+(?:møtte|møter|møtt|stilte)\s+(?:som\s+vara\p{L}*\s+)?"
    r"(?:for|i staden for|i stedet for)\s+(?P<member>\p{Lu}[^,;:(]{3,50}?)\.?$"
)
"""A sentence that names a substitute: 'Vararepresentant Kari Ås møtte for Ola Lie.'."""

_REMARK = pattern(
    r"(?i)\d|\b(?:vara|møtte|møtt|ingen|ikke|ikkje|fratr\w+|tiltr\w+|deler av|"
    r"til og med|permisjon|digitalt|teams|kom|gikk|under sak)\b"
)
SPLIT = pattern(r"\s{0,3}(?:,|;|\bog\b|\n)\s{0,3}")
_APART = pattern(r"\s*[,;)(/]\s*")
_DASH = pattern(r"\s+[–—-]\s+|\s*:\s+")


@dataclass(slots=True)
class Listed:
    """One person of a list."""

    name: str
    """Name as written."""
    start: int
    """Offset of the entry in the passage."""
    end: int
    """Offset behind the entry."""
    organization: str | None = None
    """Organization in the parenthesis or behind the comma."""
    party: str | None = None
    """Party in the parenthesis."""
    role: AttendanceRole | None = None
    """Role that the entry itself states."""
    status: AttendanceStatus | None = None
    """Absence that the entry itself states."""
    substitute_for: str | None = None
    """Member whom the person stands in for."""
    position: str | None = None
    """Office that the entry states."""
    deputy: "Listed | None" = None
    """Who stood in for the person, where the entry of the member says so."""
    titled: bool = False
    """Whether the role is a title in front of the name, which may be an office elsewhere."""


ROLES = {
    "chair": AttendanceRole.CHAIR,
    "deputy_chair": AttendanceRole.DEPUTY_CHAIR,
    "member": AttendanceRole.MEMBER,
    "substitute": AttendanceRole.SUBSTITUTE,
    "observer": AttendanceRole.OBSERVER,
    "secretariat": AttendanceRole.SECRETARIAT,
}
"""Groups of words for each role."""


def role_of(text: str, lexicon: Lexicon) -> AttendanceRole | None:
    """The role that a word or cell names, or None."""
    for group, role in ROLES.items():
        if lexicon.is_word(group, text):
            return role
    return None


def read_people(passage: Passage, lexicon: Lexicon) -> tuple[list[Listed], bool]:
    """Read a list of people.

    Args:
        passage: The list; items that stand on lines of their own are parted by line breaks.
        lexicon: Roles, parties, and words that no person is called.

    Returns:
        The people in order, and whether all of the passage could be read as a list.
    """
    people: list[Listed] = []
    complete = True
    for start, end in _items(passage.text):
        found = _read_item(passage.text, start, end, lexicon)
        if found is None:
            complete = False
        else:
            people += found
    return people, complete


def _items(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between line breaks and semicolons that stand outside of parentheses."""
    depth = begin = 0
    for at, character in enumerate(text):
        if character == "(":
            depth += 1
        elif character == ")":
            depth = max(0, depth - 1)
        elif character in "\n;" and depth == 0:
            if text[begin:at].strip():
                yield begin, at
            begin = at + 1
    if text[begin:].strip():
        yield begin, len(text)


def _read_item(text: str, start: int, end: int, lexicon: Lexicon) -> list[Listed] | None:
    """Read one item: usually one person, several where commas and 'og' part names."""
    while start < end and text[start].isspace():
        start += 1
    mark = BULLET.match(text[start:end])
    if mark:
        start += mark.end()
    if lexicon.is_word("nobody", text[start:end]):
        return []
    stand_in = STOOD_IN.match(text, start, end)
    if stand_in and is_person(strip_title(stand_in["name"], lexicon)[1], lexicon):
        name = strip_title(stand_in["name"], lexicon)[1]
        return [
            Listed(
                name,
                text.index(name, start),
                end,
                role=AttendanceRole.SUBSTITUTE,
                substitute_for=_member(stand_in["member"], lexicon),
            )
        ]
    people: list[Listed] = []
    pieces = list(_pieces(text, start, end))
    named = [_could_be_name(text[b:e], lexicon) for b, e in pieces]
    full = any(_is_full_name(text[b:e], lexicon) for b, e in pieces)
    for at, (begin, stop) in enumerate(pieces):
        if people and describe_deputy(people[-1], text[begin:stop], lexicon):
            people[-1].end = stop
            continue
        joined = text[max(start, begin - 4) : begin].strip().endswith("og")
        single = len(pieces) > 1 and all(named) and (not full or (joined and at > 0))
        person = _read_piece(text, begin, stop, lexicon, single)
        if person is not None:
            people.append(person)
        elif people and not _is_full_name(text[begin:stop], lexicon):
            describe(people[-1], text[begin:stop], lexicon)
            people[-1].end = stop
        elif not lexicon.is_word("nobody", text[begin:stop]):
            return people or None
    return people


def _member(name: str, lexicon: Lexicon) -> str:
    """The member whom somebody stood in for: without a title and without a further sentence."""
    name = strip_title(name.strip(" .)"), lexicon)[1]
    if not is_person(name, lexicon):
        name = name.partition(". ")[0]  # 'Kari Ås. Ingen møtte for Ola Li'
    return name


def _is_full_name(piece: str, lexicon: Lexicon) -> bool:
    name = strip_title(piece.partition("(")[0].strip(" ."), lexicon)[1]
    return is_person(name, lexicon)


def _could_be_name(piece: str, lexicon: Lexicon) -> bool:
    name = strip_title(piece.partition("(")[0].strip(" ."), lexicon)[1]
    return is_person(name, lexicon) or bool(
        FIRST_NAME.fullmatch(name) and is_person(name, lexicon, single=True)
    )


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between commas and 'og' outside of parentheses."""
    depth, begin = 0, start
    at = start
    while at < end:
        character = text[at]
        depth += (character == "(") - (character == ")")
        match = SPLIT.match(text, at, end) if depth <= 0 and character in ", o" else None
        if match and text[at - 1 : at] == "-" and "og" in match[0]:
            match = None  # 'Pleie- og omsorgssjef Kari Ås'
        if match and match.end() > match.start() and (character != "o" or at == begin):
            if text[begin:at].strip():
                yield begin, at
            begin = at = match.end()
        else:
            at += 1
    if text[begin:end].strip():
        yield begin, end


def _read_piece(text: str, start: int, end: int, lexicon: Lexicon, single: bool) -> Listed | None:
    """Read 'Name', 'Name (…)', 'Role Name', 'Name - office', 'Name, …' as one person."""
    piece = text[start:end]
    before, _, inside = piece.partition("(")
    name, rest = before.strip(), ""
    source = FROM.search(name)
    if source and is_person(strip_title(name[: source.start()], lexicon)[1], lexicon):
        name, rest = name[: source.start()], source["name"]
    role = None
    dash = _DASH.search(name)
    if dash:
        head, tail = name[: dash.start()].strip(), name[dash.end() :].strip()
        if role_of(head, lexicon) and is_person(tail, lexicon):
            role, name = role_of(head, lexicon), tail
        elif is_person(head, lexicon):
            name, rest = head, tail
    title, name = strip_title(name, lexicon)
    titled = role_of(title, lexicon) if title else None
    role = role or titled
    name, stands_for, party = _behind_name(RELATIVE.sub("", name).strip(" .,:"), lexicon)
    words = name.split()
    tail_words: list[str] = []
    while len(words) > 2 and (lexicon.is_word("party", words[-1]) or role_of(words[-1], lexicon)):
        tail_words.insert(0, words.pop())
    name = " ".join(words)
    if not is_person(name, lexicon, single=single):
        return None
    person = Listed(name, start + piece.index(words[0]), end, role=role)
    person.position, person.titled = title, titled is not None
    if titled in _ORDINARY:
        person.position, person.titled = None, False
    if stands_for:
        person.substitute_for, person.role = stands_for, AttendanceRole.SUBSTITUTE
    for part in (*tail_words, *party):
        _describe(person, part, lexicon)
    if rest:
        _describe(person, rest, lexicon)
    describe(person, inside, lexicon)
    return person


_ORDINARY = frozenset({AttendanceRole.MEMBER, AttendanceRole.SUBSTITUTE})
"""Roles whose name in front of a person is no office: 'styremedlem Kari Ås'."""


def _behind_name(name: str, lexicon: Lexicon) -> tuple[str, str | None, list[str]]:
    """Part from a name what stands behind it without a mark.

    Returns:
        The name, whom the person stands in for, and words that may be the party.
    """
    if is_person(name, lexicon):
        return name, None, []
    slash = SLASH.search(name)
    if slash and lexicon.is_word("party", slash["party"]):
        return name[: slash.start()], None, [slash["party"]]
    behind = STANDS_BEHIND.search(name)
    if behind and is_person(name[: behind.start()], lexicon):
        words = strip_title(behind["name"], lexicon)[1].split()
        party = [words.pop()] if lexicon.is_word("party", words[-1]) else []
        if is_person(" ".join(words), lexicon):
            return name[: behind.start()], " ".join(words), party
    tail = TAIL.search(name)
    if tail and is_person(name[: tail.start()], lexicon):
        return name[: tail.start()], None, []
    return name, None, []


def describe(person: Listed, text: str, lexicon: Lexicon) -> None:
    """Take what a cell or a parenthesis says of a person, piece by piece."""
    for part in _inside(text):
        if not describe_deputy(person, part, lexicon):
            _describe(person.deputy or person, part, lexicon)


def describe_deputy(person: Listed, text: str, lexicon: Lexicon) -> bool:
    """Take who stood in for a person: 'vara: Kari Ås'. Tell whether the text says so."""
    before, _, inside = text.strip(" .").partition("(")
    match = DEPUTY.fullmatch(before.strip(" ."))
    if match is None or not is_person(match["name"], lexicon):
        return False
    person.deputy = Listed(match["name"], person.start, person.end, role=AttendanceRole.SUBSTITUTE)
    person.deputy.substitute_for = person.name
    for part in _inside(inside):
        _describe(person.deputy, part, lexicon)
    return True


def _inside(text: str) -> list[str]:
    return [part for part in _APART.split(text) if part.strip()]


def is_office(text: str, lexicon: Lexicon) -> bool:
    """Whether a description is an office, for example 'Administrerende direktør'."""
    return lexicon.is_word("title", text) or any(OFFICE.fullmatch(word) for word in text.split())


def _describe(person: Listed, text: str, lexicon: Lexicon) -> None:
    """Take what is said of a person: role, party, whom they stand in for, absence, organization."""
    text = " ".join(text.split()).strip(" .")
    if not text:
        return
    dash = _DASH.search(text)
    if dash and _is_known(text[: dash.start()], lexicon):
        _describe(person, text[: dash.start()], lexicon)
        _describe(person, text[dash.end() :], lexicon)
        return
    stands = STANDS_FOR.search(text)
    role = role_of(text, lexicon)
    if stands:
        person.substitute_for = _member(stands["name"], lexicon)
        person.role = AttendanceRole.SUBSTITUTE
    elif role:
        person.role, person.titled = role, False
    elif lexicon.is_word("absent", text):
        person.status = AttendanceStatus.ABSENT
    elif lexicon.is_word("party", text):
        person.party = text
    elif _REMARK.search(text):
        return
    elif person.organization is None and ":" not in text:
        if is_office(text, lexicon) or (text[0].islower() and not is_organization(text, lexicon)):
            person.position = text
        else:
            person.organization = text


def _is_known(text: str, lexicon: Lexicon) -> bool:
    """Whether a text is a party, a role or an absence: 'FrP - for Kari Ås'."""
    return (
        lexicon.is_word("party", text)
        or role_of(text, lexicon) is not None
        or lexicon.is_word("absent", text)
    )
