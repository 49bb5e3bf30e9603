"""The private half of the records key never touches the server: nothing here could make, take or use it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SERVER = sorted({path.parent for path in ROOT.glob("*/apps.py")} | {ROOT / "keyring"})
# Whose private keys each of these opens or makes: the server's own, a person's, a unit's.
MAY_READ_PRIVATE_KEYS = {"keyring/versions.py", "keys/person_keys.py", "keys/unit_keys.py"}
MAY_MAKE_KEY_PAIRS = {"keys/services/people.py", "keys/services/units.py"}
MAY_OPEN_EPOCHS = {"keys/unit_keys.py"}


def files() -> Iterator[tuple[str, str]]:
    """Give name and text of every module of the server."""
    for folder in SERVER:
        for path in folder.rglob("*.py"):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def names_in(text: str) -> set[str]:
    """Collect every name, attribute and import of a module."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(f"{ast.unparse(node.value)}.{node.attr}")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def users_of(*names: str) -> set[str]:
    return {path for path, text in files() if names_in(text) & set(names)}


def test_no_module_of_the_server_imports_the_custodians_tool() -> None:
    modules = [
        (path, node.module if isinstance(node, ast.ImportFrom) else alias.name)
        for path, text in files()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]

    assert len(modules) > 1000
    assert {path for path, module in modules if (module or "").partition(".")[0] == "records_key"} == set()


def test_only_the_demo_runs_it_and_in_a_process_of_its_own() -> None:
    assert {path for path, text in files() if '"-m", "records_key"' in text} == {"portal/demo/founding.py"}


def test_private_keys_are_read_made_and_used_in_known_places_only() -> None:
    assert users_of("PrivateKey.from_bytes") == MAY_READ_PRIVATE_KEYS
    assert users_of("encryption.keypairs.generate") == MAY_MAKE_KEY_PAIRS
    assert users_of("encryption.epochs.open_epoch") == MAY_OPEN_EPOCHS
    assert users_of("encryption.statements.sign_statement") == set()


def test_nothing_of_the_server_splits_or_combines_a_seed() -> None:
    words = ("seed", "custodian-", "SEALPOST-SHARE")

    found = {path for path, text in files() if any(word in text for word in words)}

    # A unit's own seed, out of which a chain's key is derived.
    assert found <= {"keys/unit_keys.py", "keys/unit_wraps.py", "keyring/versions.py"}
