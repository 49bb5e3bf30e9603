"""Who may import what, beyond the folders' one line."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = (
    "portal",
    "comments",
    "messaging",
    "accounts",
    "notices",
    "keys",
    "audit",
    "limits",
    "keyring",
    "screening",
    "encryption",
)
WAYS_TO_SMTP = ("smtplib", "django.core.mail")
# What makes an UnlockedPerson: keys open at sign-in and at founding; in no task, handler or page.
WAYS_TO_UNLOCK = ("keys.vault", "keys.passwords", "keys.reply_codes")
MAY_UNLOCK = {
    "accounts/backends.py",
    "accounts/services.py",
    "accounts/sign_in.py",
    "portal/demo/founding.py",
}


def _importers(targets: tuple[str, ...]) -> set[str]:
    """Find the files that import one of the modules, in whatever way it is written."""
    found = set()
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            if any(_is_of(name, targets) for name in _imported(path)):
                found.add(path.relative_to(ROOT).as_posix())
    return found


def _is_of(name: str, targets: tuple[str, ...]) -> bool:
    return any(name == target or name.startswith(f"{target}.") for target in targets)


def _imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def test_folders_import_to_the_right_only() -> None:
    # In a process of its own: the linter sets up logging as it likes.
    lint = "import sys; from importlinter import cli; sys.exit(cli.lint_imports(no_cache=True))"

    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


def test_mail_leaves_through_one_module() -> None:
    assert _importers(WAYS_TO_SMTP) == {"notices/mail.py"}


def test_only_sign_in_and_founding_can_unlock_a_person() -> None:
    importers = {path for path in _importers(WAYS_TO_UNLOCK) if not path.startswith("keys/")}

    assert importers <= MAY_UNLOCK


def test_nothing_listens_to_signals_of_models() -> None:
    assert _importers(("django.db.models.signals", "django.dispatch")) == set()
