"""Joint meetings: the bodies that a paper says hold one meeting together."""

from collections.abc import Sequence

from vedtak.extractors.bodies import Naming, resolve_body
from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.keys import slug
from vedtak.extractors.pattern import pattern
from vedtak.extractors.references import body_named
from vedtak.models.links import MeetingBody

_BETWEEN = pattern(r"\s*,\s*|\s*/\s*|(?<!-)\s+(?:og|samt)\s+")
"""What stands between names of bodies, for example ' og '; not that of 'Plan- og miljø'."""


def read_joint(
    reading: Reading, head: Sequence[FlowLine], meeting_id: str, part_id: str, naming: Naming
) -> None:
    """Add the bodies of a joint meeting to the reading, where the head of the part names them.

    Args:
        reading: The document.
        head: The lines above the first case.
        meeting_id: The meeting.
        part_id: The part.
        naming: How the document names bodies; it is left as it is.
    """
    possible = reading.sought.lines("joint_meeting")
    for line in head:
        if line.index not in possible:
            continue
        text = " ".join(line.text.split())
        match = reading.lexicon.search("joint_meeting", text)
        names = split_bodies(reading, match["bodies"]) if match else []
        if len(names) < 2:
            continue
        last, assumed = naming.last, naming.assumed
        for name in names:
            body = resolve_body(naming, name[:1].upper() + name[1:], part_id)
            reading.found.bodies.append(body)
            reading.found.meeting_bodies.append(
                MeetingBody(
                    meeting_body_id=f"{meeting_id}/bodies/{slug(name)}",
                    meeting_id=meeting_id,
                    body_id=body.body_id,
                    part_id=part_id,
                    body_as_written=name,
                    text=text,
                )
            )
        naming.last, naming.assumed = last, assumed
        return


def split_bodies(reading: Reading, words: str) -> list[str]:
    """The names in a list of bodies: 'utvalg for oppvekst og kultur og formannskapet' has two."""
    names: list[str] = []
    start = 0
    for between in [*_BETWEEN.finditer(words), None]:
        end = between.start() if between else len(words)
        name = words[start:end].strip(" .:")
        if body_named(reading.lexicon, name):
            names.append(name)
        elif names:
            # 'kultur' is none: the name before it goes on.
            names[-1] = words[words.index(names[-1]) : end].strip(" .:")
        start = between.end() if between else end
    return names
