from collections.abc import Iterator

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("vedtak", deadline=None)
settings.load_profile("vedtak")


@pytest.fixture(scope="session", autouse=True)
def plain_imports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands run by tests read in this process and recognize nothing, unless told otherwise.

    Starting a worker takes a second and a half, recognizing a page several: what must be
    recognized is recognized once in a session.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VEDTAK_WORKERS", "0")
        patch.setenv("VEDTAK_OCR", "never")
        patch.setenv("VEDTAK_OCR_CACHE", str(tmp_path_factory.mktemp("recognized")))
        yield
