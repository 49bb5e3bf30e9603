"""The custodians' tool runs alone: without Django, without a database, without a network."""

import subprocess
import sys
from pathlib import Path

from tests.records_key.conftest import NAMES

ROOT = Path(__file__).resolve().parent.parent.parent
# Ends with a failure as soon as anything asks for a network, and tells which modules came along.
WATCHED = """
import sys
def watch(event, arguments):
    if event.startswith("socket.") or event in ("subprocess.Popen", "os.system"):
        raise RuntimeError(f"it asked for {event}")
sys.addaudithook(watch)
from records_key.__main__ import main
code = main(sys.argv[1:])
print("MODULES", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


def test_it_needs_neither_django_nor_a_network(tmp_path: Path) -> None:
    names = [part for name in NAMES for part in ("--custodian", name)]
    asked = ["make", "--folder", str(tmp_path / "ceremony"), "--agency", "Example", *names]

    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *asked], cwd=ROOT, capture_output=True, text=True, env={"LANG": "C"}
    )

    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.rpartition("MODULES")[2].split())
    others = {name for name in loaded if not name.startswith("_")} - set(sys.stdlib_module_names)
    assert others <= {"records_key", "encryption", "segno", "cryptography", "cffi", "zipimport"}


def test_it_is_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "records_key", "--help"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0
    assert "on a machine without network" in done.stdout
