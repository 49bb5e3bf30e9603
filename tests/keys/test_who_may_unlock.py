"""Only sign-in code opens anybody's keys: read from the source, so that no new import slips in."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = [
    "portal",
    "comments",
    "records",
    "messaging",
    "accounts",
    "notices",
    "audit",
    "limits",
    "keyring",
    "screening",
    "encryption",
]

SIGN_IN = "accounts/sign_in.py"
COMING_IN = "accounts/coming_in.py"
CONFIRMING = "accounts/addresses/confirming.py"
# Whether it is still them is asked by the same password.
STEP_UP = "accounts/step_up.py"
# The two steps of signing in.
HALF_WAY = "accounts/half_way.py"
SECOND_STEPS = "accounts/second_step/steps.py"
# The demo makes its own people and plays their parts once, when it is founded.
NEW_KEYS = "accounts/new_keys.py"
DEMO = "portal/demo/founding.py"
MAY_USE = {
    "keys.vault.unlock": {SIGN_IN},
    "keys.vault.open_account_key": {SIGN_IN},
    "keys.vault.seal": {SIGN_IN},
    "keys.vault.seal_half_way": {HALF_WAY},
    "keys.vault.open_half_way": {HALF_WAY},
    # Making somebody's keys and using them at once is how an agency is founded.
    "keys.vault.unlock_with": {COMING_IN, "accounts/services/people.py", DEMO},
    "keys.passwords.check": {"accounts/backends.py", SECOND_STEPS},
    "keys.passwords.check_password": {STEP_UP, CONFIRMING, DEMO},
    "keys.reply_codes.find": {COMING_IN, DEMO},
    "keys.passkeys.open_with": {"accounts/passkeys/signing_in.py"},
    "keys.recovery_codes.find": {"accounts/recovery_codes/coming_in.py"},
    "keys.invitations.open_with": {"accounts/services/invitations.py"},
    # It gives an account key of before, which opens nothing that is in use.
    "keys.dormant.open_with": {NEW_KEYS},
    "keys.dormant.open_with_passkey": {NEW_KEYS},
}
GUARDED_MODULES = {name.rpartition(".")[0] for name in MAY_USE} | {
    "keys.person_keys",
    "keys.slots",
    "keys.unit_keys",
}


def sources(*folders: str) -> list[Path]:
    """List the source files of some apps."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def dotted(node: ast.AST) -> str:
    """Write a chain of attributes as text; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def names_used(tree: ast.Module) -> Iterator[str]:
    """Give the full name of everything that a module imports, or reaches through an import."""
    imported = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
                imported[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
                imported[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        text = dotted(node)
        for known, full in imported.items():
            if text.startswith(f"{known}."):
                yield full + text.removeprefix(known)


@cache
def names_of(path: Path) -> frozenset[str]:
    """Read what one file uses."""
    return frozenset(names_used(ast.parse(path.read_text())))


def users_of(wanted: str, *folders: str) -> set[str]:
    """List the files that use a name."""
    return {str(path.relative_to(ROOT)) for path in sources(*folders) if wanted in names_of(path)}


@pytest.mark.parametrize("name", MAY_USE)
def test_what_opens_keys_is_used_by_sign_in_only(name: str) -> None:
    module = name.rpartition(".")[0]

    assert users_of(name, *APPS) <= MAY_USE[name]
    assert users_of(f"{module}.*", *APPS) == set()


def test_the_reading_of_sources_finds_what_it_looks_for() -> None:
    assert users_of("keys.vault.unlock", *APPS) == {SIGN_IN}
    assert list(names_used(ast.parse("from keys import vault as v\nv.unlock()"))) == [
        "keys.vault",
        "keys.vault.unlock",
    ]
    assert "keys.vault.unlock" in list(names_used(ast.parse("import keys.vault\nkeys.vault.unlock()")))


@pytest.mark.parametrize("module", sorted(GUARDED_MODULES))
def test_nobody_else_imports_the_modules_that_open_keys(module: str) -> None:
    allowed = {user for name, users in MAY_USE.items() if name.startswith(f"{module}.") for user in users}

    importers = users_of(module, *APPS)

    assert importers <= allowed


def test_an_unlocked_person_is_made_in_the_vault_only() -> None:
    makers = {
        str(path.relative_to(ROOT))
        for path in sources("keys", *APPS)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "UnlockedPerson"
    }

    assert makers == {"keys/vault.py"}


def test_background_work_knows_nothing_of_sign_in() -> None:
    background = [
        path for path in sources(*APPS) if path.name in ("tasks.py", "worker.py", "outbox.py", "work.py")
    ]
    background += sources("notices")
    forbidden = GUARDED_MODULES | {
        "keys.envelopes",
        "keys.unlocked",
        "accounts.sign_in",
        "accounts.coming_in",
    }

    for path in background:
        assert names_of(path).isdisjoint(forbidden), path


def test_slow_derivations_go_through_the_limit() -> None:
    users = users_of("encryption.passwords.derive", "keys", *APPS)

    assert users == {"keys/passwords.py"}
