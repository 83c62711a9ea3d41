"""A made archive of attendance lists of which it is known who is who, from a seed.

Bodies belong to municipalities (parties) or to national organizations (members for employers).
People sit for terms of four years, a third of them again, some in two bodies of a municipality, a
few stand in once. Names are drawn with the skew that Norwegian names have, so that namesakes, and
names one letter apart, occur by chance; more of both are put in on purpose: 3 in 100 new members
bear the name of somebody in a body of another organization, 2 in 100 members and substitutes a
name one letter from a colleague's in the same body. One in fifty changes party when elected again.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from vedtak.pipeline.names.mentions import Mention


def _words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


FIRST = _words(
    "Anne Kari Jan Per Bjørn Inger Ole Lars Kjell Marit Knut Ingrid Svein Liv Arne Eva Thomas "
    "Nina Hans Hilde Geir Berit Tor Kristin Morten Astrid Terje Bente Odd Solveig Erik Randi "
    "Martin Heidi Andreas Silje John Elin Kåre Kristian Christian Karin Åse Åge Øyvind Håkon "
    "Pål Trond Rune Ida Julie Magnus Sigrid Gunnar Tone Jon Stein Turid Unni Jørgen Frode "
    "Wenche Arild Bjarne Oddvar Torill Reidun Ragnhild Vegard Sindre Maria Marie Anna Anders "
    "Eirik Erling Aslak Anne-Lise Tor-Erik Else-Marie Kari-Anne Ole-Johan Aud Dagny Egil Finn "
    "Greta Halvor Ivar Jostein Kjersti Lillian Magnhild Nils Oline Petter Roar Sverre Tobias "
    "Ulrik Vilde Yngve Ørjan "
)
MIDDLE = _words(
    "Marie Johan Olav Kristine Helene Arne Magnus Anne Erik Johanne Berg Lie Moen Espen "
    "Egenæs Jørstad Kathrine Asbjørn Andre Sofie Margrethe Ravlo Soknes Dypdal Vik Aas Øvrum "
    "Dahl "
)
LAST = _words(
    "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen "
    "Pettersen Eriksen Berg Haugen Hagen Johannessen Andreassen Jacobsen Dahl Jørgensen "
    "Halvorsen Henriksen Lund Sørensen Jakobsen Moen Gundersen Iversen Strand Solberg "
    "Svendsen Martinsen Knutsen Eide Bakken Paulsen Mathisen Lie Amundsen Nguyen Rasmussen "
    "Kristoffersen Bakke Berge Nygård Solheim Lunde Holm Nilssen Lien Bråthen Hauge Aas Ås "
    "Hanssen Myhre Myrvold Sæther Moe Ødegård Næss Fjeld Grønn Vatne Skår Tveit Rød Sand "
    "Lutdal Ertsås Grenne Trøite Persøy Kvåle Hembre-Ingul Bøhn-Flatås Sæter-Ness Rausand "
    "Hjelmstad Kverkild Austmo Wanderås Sommervoll Skjerve Nydal Groven Krogstad Vordal "
    "Haugskott Heimburg Kleinau Folladal Opstad Bruvik Hovland Haukås Nordbø Steine Kvam "
    "Fossdal Lillevik Brekkhus Hauknes Aspelund Elvrum Formo "
)
FARM_STARTS = _words(
    "Nord Sør Øst Vest Midt Ås Berg Fjell Skog Elve Bjørke Gran Furu Hassel Lille Stor Ny Opp Ned "
    "Inn Ut Sand Stein Myr Lø Tør Kvern Sæter Hagl Rein Ulv Bjørn Hest Kjøl Stav Tverr Brekke Lang "
    "Kort Høy Lav Rød Svart Hvit Grøn Gul Kald Varm Tun Vik Strand Holm Nes Sund Fos Bekk"
)
FARM_ENDS = _words(
    "haug land stad rud set heim nes vik dal berg bakk li moen eng voll tveit sand vold gård "
    "myr lund rønning aas eide hus"
)
PARTIES = ("a", "h", "sp", "frp", "sv", "krf", "v", "mdg", "r", "inp")
EMPLOYERS = tuple(f"etat-{number}" for number in range(60))


@dataclass(frozen=True, slots=True)
class Noise:
    """Share of the rows on which each kind of noise falls, where the name allows it."""

    initial: float = 0.03
    """The given name as an initial."""
    middle_initial: float = 0.05
    """The middle name as an initial."""
    middle_dropped: float = 0.06
    """The middle name left out."""
    folded: float = 0.06
    """æ, ø, å written as ae, o or oe, aa."""
    hyphen: float = 0.04
    """A hyphen left out."""
    typo: float = 0.01
    """One letter dropped, doubled, swapped or changed."""
    affiliation: float = 0.05
    """Party or employer not written."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in a body."""

    person: int
    name: str
    affiliation: str | None
    role: str
    first: int
    last: int


def make_archive(
    seed: int,
    bodies: int = 60,
    years: int = 20,
    rows_per_year: int = 36,
    noise: Noise | None = None,
) -> tuple[list[Mention], list[int], dict[str, str]]:
    """Make an archive.

    Returns:
        The rows of its attendance lists, the person behind each row, and what each body belongs
        to.
    """
    return _Maker(random.Random(seed), noise or Noise()).make(bodies, years, rows_per_year)


class _Maker:
    def __init__(self, chance: random.Random, noise: Noise) -> None:
        self.chance = chance
        self.noise = noise
        self.people = 0
        self.elsewhere: list[str] = []
        self.here: list[str] = []
        self.mentions: list[Mention] = []
        self.truth: list[int] = []

    def make(
        self, bodies: int, years: int, rows_per_year: int
    ) -> tuple[list[Mention], list[int], dict[str, str]]:
        scopes = {}
        pool: list[tuple[int, str, str | None]] = []
        for number in range(bodies):
            body, municipal = f"utvalg-{number}", number % 4 != 3
            scopes[body] = f"kommune-{number // 4}" if municipal else f"etat-{number % 60}"
            if number % 4 == 0:
                pool = []
                self.elsewhere, self.here = self.elsewhere + self.here, []
            seats = list(self._seats(body, municipal, years, pool))
            self._meetings(body, seats, years, rows_per_year)
        return self.mentions, self.truth, scopes

    def name(self) -> str:
        """A name: one last name in four is a common one; a third of the names have a middle."""
        first = self._skewed(FIRST, 50)
        last = self._skewed(LAST, 32)
        if self.chance.random() > 0.25:
            last = self.chance.choice(FARM_STARTS) + self.chance.choice(FARM_ENDS)
        if self.chance.random() < 0.35:
            return f"{first} {self.chance.choice(MIDDLE)} {last}"
        return f"{first} {last}"

    def _seats(
        self, body: str, municipal: bool, years: int, pool: list[tuple[int, str, str | None]]
    ) -> Iterator[Seat]:
        """People with their terms; a fifth of a municipal body's come from its other bodies."""
        known: list[tuple[int, str, str | None]] = []
        for start in range(0, years, 4):
            again = [one for one in known if self.chance.random() < 0.35]
            known = [self._turned(one, municipal) for one in again[:8]]
            while len(known) < 9:
                known.append(self._member(municipal, pool, known))
            for place, (person, name, stand) in enumerate(known):
                last = start + 3 if self.chance.random() < 0.9 else start + self.chance.randrange(4)
                yield Seat(person, name, stand, "chair" if place == 0 else "member", start, last)
        secretary = self._person(None)
        yield Seat(secretary[0], secretary[1], None, "secretariat", 0, years)

    def _turned(
        self, one: tuple[int, str, str | None], municipal: bool
    ) -> tuple[int, str, str | None]:
        """Somebody elected again: one in fifty for another party."""
        if municipal and self.chance.random() < 0.02:
            return one[0], one[1], f"party {self._skewed(PARTIES, 2.2)}"
        return one

    def _member(
        self,
        municipal: bool,
        pool: list[tuple[int, str, str | None]],
        known: list[tuple[int, str, str | None]],
    ) -> tuple[int, str, str | None]:
        """Somebody new: from another body, a near name of a member's, or anybody."""
        taken = {one[0] for one in known}
        free = [one for one in pool if one[0] not in taken]
        if municipal and free and self.chance.random() < 0.2:
            return self.chance.choice(free)
        stand = (
            f"party {self._skewed(PARTIES, 2.2)}"
            if municipal
            else f"organization {self.chance.choice(EMPLOYERS)}"
        )
        made = self._person(stand)
        if self.elsewhere and self.chance.random() < 0.03:  # the name of somebody far away
            made = (made[0], self.chance.choice(self.elsewhere), stand)
        if known and self.chance.random() < 0.02:  # a real person one letter away from a colleague
            near = self._typo(self.chance.choice(known)[1])
            made = (made[0], near, stand)
        while any(one[1] == made[1] and one[2] == stand for one in known):
            made = (made[0], self.name(), stand)  # secretaries would tell such twins apart
        self.here.append(made[1])
        if municipal:
            pool.append(made)
        return made

    def _person(self, stand: str | None) -> tuple[int, str, str | None]:
        self.people += 1
        return self.people, self.name(), stand

    def _skewed(self, values: tuple[str, ...], mean: float) -> str:
        """Draw a value, the first ones more often."""
        return values[int(self.chance.expovariate(1 / mean)) % len(values)]

    def _meetings(self, body: str, seats: list[Seat], years: int, rows_per_year: int) -> None:
        for year in range(years):
            sitting = [seat for seat in seats if seat.first <= year <= seat.last]
            meetings = max(1, round(rows_per_year / max(len(sitting), 1)))
            for number in range(meetings):
                date = dt.date(2000 + year, 1 + number * 11 // meetings, 10)
                self._list(body, f"{body}/{2000 + year}/{number + 1}", date, sitting)

    def _list(self, body: str, meeting: str, date: dt.date, sitting: list[Seat]) -> None:
        """One list: those who came and, for most lists, those who did not; substitutes."""
        absentees = self.chance.random() < 0.7
        for seat in sitting:
            away = self.chance.random() < 0.12
            if not away or absentees:
                self._row(body, meeting, date, seat)
            if away and self.chance.random() < 0.5:
                number, name, _ = self._person(None)
                if self.chance.random() < 0.02:  # a relative of nearly the same name stands in
                    name = self._typo(seat.name)
                self._row(
                    body,
                    meeting,
                    date,
                    Seat(number, name, seat.affiliation, "substitute", 0, 0),
                )

    def _row(self, body: str, meeting: str, date: dt.date, seat: Seat) -> None:
        stand = None if self.chance.random() < self.noise.affiliation else seat.affiliation
        self.mentions.append(
            Mention(
                "attendance",
                f"{meeting}/{len(self.mentions)}",
                self._written(seat.name),
                body,
                meeting,
                date,
                date.year,
                meeting.replace("/", "-"),
                (meeting,),
                stand,
                seat.role == "secretariat",
                seat.role,
            )
        )
        self.truth.append(seat.person)

    def _written(self, name: str) -> str:
        """A name as a tired secretary writes it."""
        chance, noise = self.chance, self.noise
        words = name.split()
        if len(words) > 2:
            draw = chance.random()
            if draw < noise.middle_dropped:
                del words[1]
            elif draw < noise.middle_dropped + noise.middle_initial:
                words[1] = f"{words[1][0]}."
        if chance.random() < noise.initial:
            words[0] = f"{words[0][0]}."
        text = " ".join(words)
        if chance.random() < noise.hyphen:
            text = text.replace("-", " ")
        if chance.random() < noise.folded:
            letter = chance.choice(("o", "oe"))
            for old, new in (("ø", letter), ("Ø", letter.capitalize()), ("å", "aa"), ("Å", "Aa")):
                text = text.replace(old, new)
            text = text.replace("æ", "ae").replace("Æ", "Ae")
        return self._typo(text) if chance.random() < noise.typo else text

    def _typo(self, text: str) -> str:
        """Change one letter inside one of the longer words."""
        words = text.split()
        long = [n for n, word in enumerate(words) if len(word) > 3]
        if not long:
            return text
        at = self.chance.choice(long)
        word = words[at]
        place = self.chance.randrange(1, len(word) - 1)
        kind = self.chance.randrange(4)
        if kind == 0:
            word = word[:place] + word[place + 1 :]
        elif kind == 1:
            word = word[:place] + word[place] + word[place:]
        elif kind == 2:
            word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        else:
            word = word[:place] + self.chance.choice("aeinrst") + word[place + 1 :]
        words[at] = word
        return " ".join(words)
