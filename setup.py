"""What has to be computed about packaging; everything else is in ``pyproject.toml``.

The code folders stand at the top of the repository and are imported under one name: ``models/`` is
``vedtak.models``, and so on. The list of packages is computed, so that a new sub-package needs no
entry. An editable install also lays ``build/import/vedtak/``, links to the code folders, for tools
that look for files and run nothing (mypy, editors). Python itself does not need the links.
"""

import sys
from pathlib import Path

from setuptools import find_packages, setup

ROOT = Path(__file__).resolve().parent
FOLDERS = ("models", "extractors", "pipeline")


def lay_links() -> None:
    """Show the import name as folders; links to whole folders see new and changed files at once."""
    import_name = ROOT / "build" / "import" / "vedtak"
    import_name.mkdir(parents=True, exist_ok=True)
    for folder in FOLDERS:
        link = import_name / folder
        if not link.is_dir():
            link.unlink(missing_ok=True)
            link.symlink_to(Path("..", "..", "..", folder), target_is_directory=True)


if "editable_wheel" in sys.argv:
    try:
        lay_links()
    except OSError as error:  # a system without links: the program runs, mypy and editors do not
        print(f"no links for mypy and editors: {error}", file=sys.stderr)

setup(
    packages=[
        f"vedtak.{package}"
        for package in find_packages(str(ROOT), include=[*FOLDERS, *(f"{f}.*" for f in FOLDERS)])
    ],
    package_dir={f"vedtak.{folder}": folder for folder in FOLDERS},
)
