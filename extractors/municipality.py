"""Which municipality a document is of, told by how often it names it."""

from vedtak.extractors.context import Reading
from vedtak.extractors.pattern import pattern

MUNICIPALITY = pattern(
    r"(?<![\p{L}-])(\p{Lu}[\p{L}-]+(?:\s\p{Lu}\p{L}+)?)\s+"
    r"(?:(?:fylkes)?kommune|KOMMUNE|FYLKESKOMMUNE)\b"
)
"""Name of a municipality, for example 'Levanger kommune'; not 'en kommune'."""


def municipality(reading: Reading) -> str | None:
    """The municipality that a document is of: named alone on a line, or far more than others."""
    counts: dict[str, int] = {}
    for line in reading.flow.lines:
        if "kommune" not in line.text and "KOMMUNE" not in line.text:
            continue
        for match in MUNICIPALITY.finditer(line.text):
            alone = match[0] == line.text.strip()
            name = " ".join(match[0].split())
            name = name.title() if name.isupper() else name
            name = name.replace("Kommune", "kommune").replace("Fylkesk", "fylkesk")
            counts[name] = counts.get(name, 0) + (3 if alone else 1)
    if not counts:
        return None
    name, most = max(counts.items(), key=lambda item: (item[1], item[0]))
    return name if most >= 2 and most >= 0.6 * sum(counts.values()) else None
