"""Every test that the table of abuse cases names is there, and every case names one."""

import ast
import re
from functools import cache
from itertools import starmap
from pathlib import Path

from django.conf import settings

from tests.faults.nemesis import EMBEDDED, EVERYWHERE, FETCHING, PRODUCTION

ROOT = Path(settings.BASE_DIR)
CASES = (ROOT / "docs" / "abuse-cases.md").read_text(encoding="utf-8")
ROWS = [line for line in CASES.splitlines() if re.search(r"\([A-I]\d+\) \|", line)]


# Every case of these sections; their numbers are those of a longer list.
ABOUT_LEAVING = {
    f"D{number}" for number in (2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 20, 21, 23, 24, 26, 27)
}
ABOUT_COMING_IN = {"E2", "E3", "E5", "E6", "E8", "E9", "E11", "E12", "F2", "F3", "F5", "F8", "F9", "I9"}
FAULTS = {f"F{number:02}" for number in (*range(1, 18), *range(27, 40))}


NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def names_in(path: str) -> dict[str, set[str]]:
    """Map the tests in a file to what each asks for; none when there is no such file."""
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module([], [])
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {each.name: {given.arg for given in each.args.args} for each in functions}


def reads_the_mail_server(path: str, name: str) -> bool:
    """Tell whether a test asks for the mail server, itself or by a fixture of its file."""
    given = names_in(path).get(name, set())
    return "mail_server" in given or any(reads_the_mail_server(path, each) for each in given)


def test_every_test_that_a_case_names_is_there():
    named = NAMED.findall(CASES)

    missing = [f"{path}::{name}" for path, name in named if name not in names_in(path)]

    assert len(named) > 60
    assert missing == []


def test_every_case_names_a_test_and_no_case_is_told_twice():
    numbers = [number for row in ROWS for number in re.findall(r"\(([A-I]\d+)\) \|", row)]

    assert len(numbers) > 30
    assert len(numbers) == len(set(numbers))
    assert set(numbers) >= ABOUT_LEAVING | ABOUT_COMING_IN | FAULTS
    assert [row for row in ROWS if "::test_" not in row] == []


def test_every_case_of_what_must_not_leave_reads_what_the_mail_server_got():
    about_leaving = [row for row in ROWS if re.search(r"\(D\d+\) \|", row)]

    unread = [row for row in about_leaving if not any(starmap(reads_the_mail_server, NAMED.findall(row)))]

    assert len(about_leaving) == len(ABOUT_LEAVING)
    assert unread == []


def test_every_fault_that_is_said_to_strike_while_people_send_does():
    named = set(re.findall(r'nemesis "([^"]+)"', CASES))

    assert named
    assert named <= {*EVERYWHERE, *EMBEDDED, *PRODUCTION, *FETCHING}
