"""Who may import what, beyond the folders' one line."""

import ast
import subprocess
import sys
import tomllib
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
    "prepared",
    "keyring",
    "screening",
    "encryption",
)
WAYS_TO_SMTP = ("smtplib", "django.core.mail")
# What makes an UnlockedPerson: keys open at sign-in and at founding; in no task, handler or page.
WAYS_TO_UNLOCK = (
    "keys.vault",
    "keys.passwords",
    "keys.reply_codes",
    "keys.recovery_codes",
    "keys.passkeys",
    "keys.invitations",
    "keys.dormant",
)
MAY_UNLOCK = {
    "accounts/backends.py",
    "accounts/addresses/confirming.py",
    "accounts/coming_in.py",
    "accounts/new_keys.py",
    "accounts/passkeys/signing_in.py",
    "accounts/half_way.py",
    "accounts/recovery_codes/coming_in.py",
    "accounts/second_step/steps.py",
    "accounts/services/invitations.py",
    "accounts/services/people.py",
    "accounts/sign_in.py",
    "accounts/step_up.py",
    "portal/demo/founding.py",
}


def _importers(targets: tuple[str, ...]) -> set[str]:
    """Find the files that import one of the modules, in whatever way it is written."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in _own_files()
        if any(_is_of(name, targets) for name in _imported(path))
    }


def _own_files() -> list[Path]:
    return [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]


def _called(tree: ast.AST) -> set[str]:
    """Collect the last names of everything that is called, below a node."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {each.id if isinstance(each, ast.Name) else getattr(each, "attr", "") for each in called}


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


def test_the_layers_of_each_folder_with_pages_are_watched() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [each for each in project["tool"]["importlinter"]["contracts"] if each["id"] == "apps"]

    with_pages = {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for path in _own_files()
        if path.name == "views.py"
    }

    assert with_pages - set(layers["containers"]) == set()
    assert len(with_pages) > len(FOLDERS)


def test_mail_leaves_through_one_module() -> None:
    assert _importers(WAYS_TO_SMTP) == {"notices/mail.py", "notices/smtp.py"}
    assert _importers(("notices.smtp",)) == {"notices/mail.py"}


def test_only_two_functions_mail_and_neither_takes_a_text_by_itself() -> None:
    functions = {
        node.name: node
        for node in ast.parse((ROOT / "notices" / "mail.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    callers = {name for name, node in functions.items() if "_send" in _called(node)}
    openers = {name for name, node in functions.items() if "give_to_server" in _called(node)}
    public = {name for name in functions if not name.startswith("_")}

    assert openers == {"_send"}
    assert callers == {"send_notice", "send_plain"}
    assert public == callers | {"message_id_of"}
    taken = {
        name: [ast.unparse(each) for each in (*functions[name].args.args, *functions[name].args.kwonlyargs)]
        for name in callers
    }
    # A token of an invitation is the only thing that is not in the row, where it must not be.
    assert taken == {
        "send_notice": ["notice: Notice", "token: str"],
        "send_plain": ["decision: Decision", "notice: Notice"],
    }


def test_plain_email_is_sent_in_one_place_and_decided_in_one() -> None:
    watched = ("send_plain", "Decision", "PlainMail", "_send", "give_to_server", "SMTPBackend")
    names: dict[str, set[str]] = {name: set() for name in watched}
    for path in _own_files():
        for name in _called(ast.parse(path.read_text(encoding="utf-8"))) & names.keys():
            names[name].add(path.relative_to(ROOT).as_posix())

    assert names == {
        "send_plain": {"messaging/services/plain.py"},
        "Decision": {"messaging/channel.py"},
        "PlainMail": {"messaging/channel.py"},
        "_send": {"notices/mail.py"},
        "give_to_server": {"notices/mail.py"},
        "SMTPBackend": {"notices/smtp.py"},
    }


def test_screening_is_asked_in_one_place_which_counts_what_fails() -> None:
    assert _importers(("screening.screen", "screening.engine")) == {
        "messaging/screenings.py",
        "screening/__init__.py",
    }


def test_only_the_handlers_of_the_outbox_import_what_mails() -> None:
    assert _importers(("notices.mail",)) == {"messaging/services/plain.py", "notices/services.py"}


def test_only_sign_in_and_founding_can_unlock_a_person() -> None:
    importers = {path for path in _importers(WAYS_TO_UNLOCK) if not path.startswith("keys/")}

    assert importers <= MAY_UNLOCK


def test_nothing_listens_to_signals_of_models() -> None:
    assert _importers(("django.db.models.signals", "django.dispatch")) == set()
