"""The privacy policy names everything that the portal leaves in a browser, and nothing besides."""

import html
import re
from pathlib import Path

from django.conf import settings

from tests.people import Browser

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "portal/static/portal").glob("*.js"))
STORED = re.compile(r"(?:local|session)Storage\.setItem\(([^,]+),")


def stored_names() -> set[str]:
    """Name what our scripts store, whether the name stands in the call or in a constant above it."""
    names = set()
    for script in SCRIPTS:
        source = script.read_text()
        for given in STORED.findall(source):
            constant = re.search(rf'const {given} = "([^"]+)"', source)
            names.add(constant[1] if constant else given.strip('"'))
    return names


def test_the_policy_names_each_cookie_and_each_note_of_a_script():
    cookies = {getattr(settings, name) for name in dir(settings) if name.endswith("COOKIE_NAME")}
    page = html.unescape(Browser().get("/privacy/").content.decode())

    named = set(re.findall(r"<dt>\s*<code[^>]*>([^<]+)</code>", page))

    assert named == cookies | stored_names()
    assert stored_names() == {"passkey", "keys"}


def test_no_script_leaves_anything_in_another_place():
    for script in SCRIPTS:
        source = script.read_text()
        for word in ("document.cookie", "cookieStore", "indexedDB", "caches.", "serviceWorker", "Storage["):
            assert word not in source, (script.name, word)
        assert source.count(".setItem(") == len(STORED.findall(source)), script.name


def test_no_page_sets_a_cookie_by_another_name_than_a_setting():
    for source in ROOT.glob("[a-z]*/**/*.py"):
        if source.relative_to(ROOT).parts[0] == "tests":
            continue
        for given in re.findall(r"\.set_(?:signed_)?cookie\(\s*([^,)]+)", source.read_text()):
            # `browsers.set_cookie(request, response)` is a function of ours, which names its setting.
            assert given.endswith("COOKIE_NAME") or given == "request", (source.name, given)
