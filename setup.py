"""What has to be computed about packaging; everything else is in ``pyproject.toml``.

The code folders stand at the top of the repository and are imported under one name: ``models/`` is
``vedtak.models``, and so on; ``pipeline/door/`` is ``vedtak`` itself. The list of packages is
computed, so that a new sub-package needs no entry. An editable install also lays
``build/import/vedtak/``, links to the code folders, for tools that look for files and run nothing
(mypy, editors). Python itself does not need the links.
"""

import sys
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).resolve().parent
FOLDERS = ("models", "extractors", "pipeline")
DOOR = "pipeline/door"  # not a folder `vedtak`, which a checkout would put before an installed one


def lay_links() -> None:
    """Show the import name as folders; links to whole folders see new and changed files at once."""
    import_name = ROOT / "build" / "import" / "vedtak"
    import_name.mkdir(parents=True, exist_ok=True)
    for folder in FOLDERS:
        link = import_name / folder
        if not link.is_dir():
            link.unlink(missing_ok=True)
            link.symlink_to(Path("..", "..", "..", folder), target_is_directory=True)
    for file in ("__init__.py", "py.typed"):
        link = import_name / file
        link.unlink(missing_ok=True)
        link.symlink_to(Path("..", "..", "..", DOOR, file))


if "editable_wheel" in sys.argv:
    try:
        lay_links()
    except OSError as error:  # a system without links: the program runs, mypy and editors do not
        print(f"no links for mypy and editors: {error}", file=sys.stderr)

FOUND = find_packages(
    str(ROOT),
    include=[*FOLDERS, *(f"{folder}.*" for folder in FOLDERS)],
    exclude=[DOOR.replace("/", ".")],
)

setup(
    packages=["vedtak", *(f"vedtak.{package}" for package in FOUND)],
    package_dir={"vedtak": DOOR, **{f"vedtak.{folder}": folder for folder in FOLDERS}},
)
