"""What a file names outside of itself is neither fetched nor run nor opened."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.faults import pdf
from tests.pipeline.test_importing import PROTOCOL, ask

IMPORT = """
import json, sys
from pathlib import Path

events = []
WATCHED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn",
           "os.fork", "os.startfile", "pty.", "webbrowser.", "urllib.", "ftplib.", "http.")

def watch(event, arguments):
    if event.startswith(WATCHED):
        events.append(event)
        raise RuntimeError(f"{event} is forbidden here")
    if event == "open" and "utenfor" in str(arguments[0]):
        events.append(f"open {arguments[0]}")

sys.addaudithook(watch)
from vedtak.pipeline.cli import main
status = main(["import", *sys.argv[1:], "--workers", "0", "--json"], standalone_mode=False)
print(json.dumps(events))
"""


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """What hears of a connection, whatever library makes it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def reaching_out(url: str, program: Path) -> bytes:
    """Minutes that try to reach out in every way that PDF has."""

    def stream(data: bytes, head: bytes = b"") -> bytes:
        return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (head, len(data), data)

    at, file = url.encode(), os.fsencode(program)
    lines = (
        b"Referat fra Testutvalget",
        b"Dato: 14. februar 2020",
        b"Sak 1/20 Orientering",
        b"Vedtak: Tatt",
    )
    text = b"".join(
        b"BT /F1 12 Tf 50 %d Td (%b) Tj ET " % (700 - 20 * n, s) for n, s in enumerate(lines)
    )
    script = b"app.launchURL('%b/js'); this.submitForm('%b/js2');" % (at, at)
    actions = (
        b"<< /S /URI /URI (%b/uri) >>" % at,
        b"<< /S /GoToR /F (%b) /D [0 /Fit] >>" % file,
        b"<< /S /GoToR /F << /FS /URL /F (%b/gotor) >> /D [0 /Fit] >>" % at,
        b"<< /S /Launch /F (%b) >>" % file,
        b"<< /S /SubmitForm /F << /FS /URL /F (%b/submit) >> >>" % at,
        b"<< /S /ImportData /F (%b) >>" % file,
        b"<< /S /JavaScript /JS 12 0 R >>",
    )
    annotations = b" ".join(
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A %b >>" % action
        for action in actions
    )
    opened = b"<< /S /JavaScript /JS 12 0 R /Next [%b] >>" % b" ".join(actions)
    hidden = b"Sak 99/20 Hemmelig vedlegg\nVedtak: Ukjent\n"
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction %b /AA << /WC %b >> /AcroForm 9 0 R "
            b"/Names << /EmbeddedFiles << /Names [(vedlegg.txt) 7 0 R] >> "
            b"/JavaScript << /Names [(en) << /S /JavaScript /JS 12 0 R >>] >> >> >>"
            % (opened, actions[3]),
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [4 0 R 13 0 R] "
            b"/Annots [%b] /AA << /O %b >> /Resources << /Font << /F1 5 0 R >> "
            b"/XObject << /X 6 0 R >> >> >>" % (annotations, opened),
            4: stream(text + b"q 100 0 0 100 50 50 cm /X Do Q"),
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            6: stream(
                b"",
                b"/Type /XObject /Subtype /Image /Width 9 /Height 9 /ColorSpace /DeviceGray "
                b"/BitsPerComponent 8 /F << /FS /URL /F (%b/image) >>" % at,
            ),
            7: b"<< /Type /Filespec /F (vedlegg.txt) /EF << /F 8 0 R >> >>",
            8: stream(hidden, b"/Type /EmbeddedFile"),
            9: b"<< /Fields [] /XFA 10 0 R >>",
            10: stream(
                b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><subform><event '
                b'activity="initialize"><submit target="%b/xfa"/></event></subform></template>'
                b"</xdp:xdp>" % at
            ),
            12: stream(script),
            13: stream(b"", b"/F (%b)" % file),
        }
    )


def test_nothing_outside_of_a_file_is_fetched_run_or_opened(
    tmp_path: Path, listener: socket.socket
) -> None:
    url = "http://{}:{}".format(*listener.getsockname())
    program, ran = tmp_path / "utenfor.sh", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\n", encoding="ascii")
    program.chmod(0o755)
    made, text = tmp_path / "møte.pdf", tmp_path / "møte.txt"
    made.write_bytes(reaching_out(url, program))
    words = f"\n{url}/text <img src='{url}/img'> file://{program} [se]({url}/md)\n"
    text.write_bytes(PROTOCOL.read_bytes() + words.encode())
    database = tmp_path / "v.duckdb"
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, str(made), str(text), "--db", str(database)],
        capture_output=True,
        env={**os.environ, "PATH": ""},  # programs for OCR are not even looked for
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
    assert not ran.exists()
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert ask(database, "SELECT count(*) FROM documents WHERE status = 'imported'") == [(2,)]
    assert ask(database, "SELECT count(*) FROM pages WHERE text LIKE '%Hemmelig%'") == [(0,)]
    assert ask(database, "SELECT number FROM cases WHERE number IN ('1/20', '99/20')") == [
        ("1/20",)
    ]
    assert ask(database, "SELECT count(*) > 0 FROM pages WHERE text LIKE '%/text%'") == [(True,)]


def test_the_watch_sees_what_it_watches_for() -> None:
    for wrong in ("import socket; socket.socket()", "import os; os.system('true')"):
        script = IMPORT.partition("from vedtak.pipeline.cli")[0] + wrong
        done = subprocess.run([sys.executable, "-c", script], capture_output=True)
        assert b"is forbidden here" in done.stderr
