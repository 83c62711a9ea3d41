"""Which case a reference means: rules over names, numbers and days, without input or output."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vedtak.extractors.body_names import read_body_name
from vedtak.extractors.keys import fold
from vedtak.extractors.titles import is_generic, title_key
from vedtak.models.base import Certainty
from vedtak.models.references import CaseReference, ReferenceLink, ReferenceStatus
from vedtak.pipeline.matters.matters import TreatedCase, archive_number

_YEAR = dt.timedelta(days=366)
_SHORTEST = 25
"""The beginning of a title is taken for the whole from so many characters on."""


class KnownBody(NamedTuple):
    """A body that documents are of."""

    body_id: str
    """Its key."""
    name: str
    """Its name."""
    short_name: str | None = None
    """Its short form."""
    organization: str | None = None
    """Its organization, by key."""
    organization_name: str | None = None
    """Its organization as written."""


class KnownCase(NamedTuple):
    """A case that a reference may mean or come from."""

    case: TreatedCase
    """The case."""
    sequence: int | None
    """Running number."""
    year: int | None
    """Year of the number."""
    titles: tuple[str, ...] = ()
    """All wordings of the title."""


class References:
    """Finds the cases that references mean among all that documents tell of."""

    def __init__(
        self,
        bodies: Iterable[KnownBody],
        cases: Iterable[KnownCase],
        meetings: Iterable[tuple[str, dt.date]],
    ) -> None:
        """Sort what is known, so that each reference is looked up and not searched for.

        Args:
            bodies: All bodies.
            cases: All cases.
            meetings: Body and day of all meetings.
        """
        self._bodies = {body.body_id: body for body in bodies}
        self._named: dict[tuple[str | None, str], set[str]] = {}
        for body in self._bodies.values():
            core = read_body_name(body.name, body.organization_name).core
            for name in {core, fold(body.short_name or "")} - {""}:
                self._named.setdefault((body.organization, name), set()).add(body.body_id)
        self._meetings = set(meetings)
        self._cases: dict[str, KnownCase] = {}
        self._numbered: dict[tuple[str, int, int], list[KnownCase]] = {}
        self._on_day: dict[tuple[str, dt.date], list[KnownCase]] = {}
        self._of_body: dict[str, list[KnownCase]] = {}
        for known in sorted(cases, key=lambda one: one.case.case_id):
            self._add(known)

    def _add(self, known: KnownCase) -> None:
        case = known.case
        self._cases[case.case_id] = known
        self._of_body.setdefault(case.body_id, []).append(known)
        if known.sequence is not None and known.year is not None:
            key = (case.body_id, known.sequence, known.year)
            self._numbered.setdefault(key, []).append(known)
        if case.date is not None:
            self._on_day.setdefault((case.body_id, case.date), []).append(known)

    def resolve(self, reference: CaseReference) -> ReferenceLink:
        """Find the case that a reference means: one that fits, or why there is none."""
        origin = self._cases.get(reference.case_id or "")
        if origin is None:
            return _none(reference, ReferenceStatus.BODY_UNSEEN, "its own body is not known")
        bodies = self._meant(reference, origin.case.body_id)
        if not bodies:
            own = self._bodies.get(origin.case.body_id)
            owner = (own.organization if own else None) or "the same organization"
            reason = f"no document is of {reference.body_as_written} of {owner}"
            return _none(reference, ReferenceStatus.BODY_UNSEEN, reason)
        body = bodies[0] if len(bodies) == 1 else None
        if reference.sequence is not None and reference.year is not None:
            return self._by_number(reference, bodies, body)
        if reference.date is not None:
            return self._by_day(reference, origin, bodies, body)
        return self._by_body(reference, origin, bodies, body)

    def _meant(self, reference: CaseReference, own: str) -> list[str]:
        """The bodies that may be meant: of that name in the same organization, or its own."""
        if reference.body_as_written is None:
            return [own]
        body = self._bodies.get(own)
        if body is None:
            return []
        name = reference.body_as_written
        core = read_body_name(name, body.organization_name).core
        if body.organization is None:
            same = {own} & self._named.get((None, core), set())
            return sorted(same)
        found = self._named.get((body.organization, core), set())
        return sorted(found | self._named.get((body.organization, fold(name)), set()))

    def _by_number(
        self, reference: CaseReference, bodies: Sequence[str], body: str | None
    ) -> ReferenceLink:
        sequence, year = reference.sequence or 0, reference.year or 0
        fitting = [one for b in bodies for one in self._numbered.get((b, sequence, year), [])]
        letters = "".join(c for c in (reference.number or "") if c.isalpha()).lower()
        exact = [one for one in fitting if letters and _letters(one.case.case_id) == letters]
        fitting = exact or fitting
        if len(fitting) == 1:
            certain = reference.body_as_written is not None
            reason = f"case {reference.number} of {fitting[0].case.body_id}"
            return _found(reference, fitting[0], reason, certain)
        if fitting:
            reason = f"{len(fitting)} cases have the number {reference.number}"
            return _none(reference, ReferenceStatus.SEVERAL, reason, body)
        day = reference.date
        if day is not None and not any((b, day) in self._meetings for b in bodies):
            reason = f"no document is of a meeting of {', '.join(bodies)} on {day}"
            return _none(reference, ReferenceStatus.MEETING_UNSEEN, reason, body)
        reason = f"no document names case {reference.number} of {', '.join(bodies)}"
        return _none(reference, ReferenceStatus.CASE_UNSEEN, reason, body)

    def _by_day(
        self,
        reference: CaseReference,
        origin: KnownCase,
        bodies: Sequence[str],
        body: str | None,
    ) -> ReferenceLink:
        day = reference.date or dt.date.max
        if not any((b, day) in self._meetings for b in bodies):
            reason = f"no document is of a meeting of {', '.join(bodies)} on {day}"
            return _none(reference, ReferenceStatus.MEETING_UNSEEN, reason, body)
        cases = [one for b in bodies for one in self._on_day.get((b, day), [])]
        return self._like(reference, origin, cases, f"treated on {day}", body)

    def _by_body(
        self,
        reference: CaseReference,
        origin: KnownCase,
        bodies: Sequence[str],
        body: str | None,
    ) -> ReferenceLink:
        """Neither day nor number: what the body treated in the year before."""
        day = origin.case.date
        cases = [
            one
            for b in bodies
            for one in self._of_body.get(b, [])
            if day and one.case.date and dt.timedelta(0) <= day - one.case.date <= _YEAR
        ]
        link = self._like(reference, origin, cases, "treated in the year before", body)
        if link.status == ReferenceStatus.CASE_UNSEEN:
            return _none(reference, ReferenceStatus.VAGUE, "it gives neither day nor number", body)
        return link

    def _like(
        self,
        reference: CaseReference,
        origin: KnownCase,
        cases: Sequence[KnownCase],
        when: str,
        body: str | None,
    ) -> ReferenceLink:
        """The one of some cases that has the archive number or the title of the case itself."""
        cases = [one for one in cases if one.case.case_id != origin.case.case_id]
        number = archive_number(origin.case.archive_case)
        fitting = [
            one for one in cases if number and number == archive_number(one.case.archive_case)
        ]
        reason = f"archive case {number}, {when}"
        if not fitting:
            fitting = [one for one in cases if _same_title(origin, one)]
            reason = f"the same title, {when}"
        if len(fitting) == 1:
            return _found(reference, fitting[0], reason, reason.startswith("archive"))
        if fitting:
            reason = f"{len(fitting)} cases {when} fit"
            return _none(reference, ReferenceStatus.SEVERAL, reason, body)
        reason = f"none of the cases {when} has the same archive number or title"
        return _none(reference, ReferenceStatus.CASE_UNSEEN, reason, body)


def _letters(case_id: str) -> str:
    """The letters of a case's number: 'ps' in '…/2026/ps-6-26'."""
    last = case_id.rpartition("/")[2]
    return "".join(c for c in last if c.isalpha())


def _same_title(one: KnownCase, other: KnownCase) -> bool:
    """Whether two cases share a wording of the title, or one is the beginning of the other."""
    for mine in one.titles:
        for theirs in other.titles:
            if is_generic(mine) or is_generic(theirs):
                continue
            a, b = fold(mine), fold(theirs)
            if a == b and len(a.split()) > 1:
                return True
            short, long = sorted((a, b), key=len)
            if len(short) >= _SHORTEST and title_key(short) and long.startswith(f"{short} "):
                return True
    return False


def _found(reference: CaseReference, known: KnownCase, reason: str, certain: bool) -> ReferenceLink:
    return ReferenceLink(
        reference_id=reference.reference_id,
        status=ReferenceStatus.FOUND,
        target_case_id=known.case.case_id,
        target_body_id=known.case.body_id,
        reason=reason,
        certainty=Certainty.CERTAIN if certain else Certainty.LIKELY,
    )


def _none(
    reference: CaseReference, status: ReferenceStatus, reason: str, body: str | None = None
) -> ReferenceLink:
    return ReferenceLink(
        reference_id=reference.reference_id, status=status, target_body_id=body, reason=reason
    )
