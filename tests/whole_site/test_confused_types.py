"""Whatever type stands in whatever field of whatever address, for whatever role: it breaks nothing."""

import ast
import json
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.utils import timezone

from audit.forms import EventsForm
from notices.models import WorkerHeartbeat
from portal.middleware import READ_BY_VIEWS
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.filled_forms import FilledForm, filled_forms
from tests.whole_site.role_matrix import CLOSED, ROLES, expected, is_open_to, who_tries_all

ROOT = Path(__file__).resolve().parent.parent.parent
OUR_APPS = ("accounts", "audit", "comments", "messaging", "notices", "portal")
# Each is a number, a time, an id, a list or a text somewhere else than here.
CONFUSED = {
    "nothing": "",
    "null": "a\x00b",
    "digits": "9" * 5000,
    "negative": "-1",
    "beyond every integer": "170141183460469231731687303715884105728",
    "no number": "NaN",
    "no end": "1e999",
    "digit that is no number": "²",
    "digits of another script": "٣",
    "list": "[]",
    "object": '{"$ne": null}',
    "id in another form": "urn:uuid:00000000-0000-0000-0000-000000000000",
    "ids": "00000000000000000000000000000000,x",
    "no day": "2026-02-30",
    "last day": "9999-12-31",
    "half a character": "\ud800",
    "turned letters": "\u202e\u2028\ufeff",
    "template": "{{ 7 }}%(a)s%s{0.__class__}",
    "token of nobody": "eyJhIjoxfQ:1tXxXx:AAAA",
    "base64": "/+8=",
    "long": "\N{COMBINING GRAVE ACCENT}" * 700,
}
QUERIES = ("before", "after", "next", "unit", "q", "sent", "again", "actor", "since", "action", "subject")
# Asked last of all: whoever has signed out is somebody else.
LEAVES = {"sign_out"}


def declared_fields() -> set[str]:
    """List the fields of every form."""
    for address in every_address():
        import_module(address.view.__module__)
    found: list[Any] = list(_forms_below(forms.BaseForm))
    return {str(name) for form in found for name in form.base_fields}


def names_of_fields() -> list[str]:
    """List the fields of every form, and those that a view reads by itself."""
    return sorted(declared_fields() | {"form_token", "message_id", *READ_BY_VIEWS})


def _forms_below(parent: Any) -> Iterator[Any]:
    for form in parent.__subclasses__():
        yield from _forms_below(form)
        if hasattr(form, "base_fields"):
            yield form


def encoded(value: str) -> bytes:
    """Encode as a browser does, and half a character as only a program can."""
    return quote(value.encode("utf-8", "surrogatepass"), safe="").encode()


def send(client: Client, path: str, pairs: list[tuple[str, str]]) -> Any:
    """Post fields as they are, in their order, also those that come twice."""
    body = b"&".join(encoded(name) + b"=" + encoded(value) for name, value in pairs)
    return client.post(path, body, content_type="application/x-www-form-urlencoded")


def other_bodies(names: list[str]) -> Iterator[tuple[Any, str]]:
    """Make bodies that are no form of ours, each with its type."""
    values: list[Any] = [[], {}, None, True, 1.5, {"a": [1]}]
    for value in values:
        yield json.dumps(dict.fromkeys(names, value)), "application/json"
    yield "[" * 10_000, "application/json"
    yield b"\xff\xfe\x00", "application/x-www-form-urlencoded"
    yield (
        b"&".join(f"{name}[]=1&{name}[0]=2".encode() for name in names[:20]),
        "application/x-www-form-urlencoded",
    )
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\nnever ends', MULTIPART_CONTENT
    yield b"", "multipart/form-data; boundary=\xff"


@pytest.fixture
def unlimited(settings: Any, db: None) -> None:
    """Lift every limit, so that each request is looked at for what it holds."""
    settings.LIMITS = {scope: (10**6, seconds) for scope, (_most, seconds) in settings.LIMITS.items()}
    settings.AXES_FAILURE_LIMIT = 10**6
    # Else one page says that it is not ready, which is no fault of what it was asked.
    WorkerHeartbeat.objects.create(seen_at=timezone.now())


def client_of(agency: Agency, role: str) -> Client:
    """Let somebody of this role in, who sees what breaks as everybody would; their pages are not checked."""
    client = Client(raise_request_exception=False)
    client.cookies = agency.browser_of(role).cookies
    return client


def is_tried_by(role: str, method: str, name: str) -> bool:
    """Tell whether this role tries an address: one that is closed to it is the turn of every third.

    Where nobody finds anything, as where there is nothing yet to remove, everybody does.
    """
    answers = {expected(each)[method, name] for each in ROLES}
    is_nobodys = answers <= CLOSED and "404" in answers
    return is_open_to(role, method, name) or is_nobodys or (len(name) + ROLES.index(role)) % 3 == 0


def in_order(agency: Agency) -> list[tuple[str, str]]:
    """List name and path of every address; what ends the session comes last."""
    found = [(each.name, path_of(each.name, each.route, agency)) for each in every_address()]
    return sorted(found, key=lambda pair: pair[0] in LEAVES)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.urls("tests.whole_site.demo_urls")
def test_no_type_in_any_field_of_any_address_is_a_fault(agency: Agency, unlimited: None, role: str):
    client = client_of(agency, role)
    names, values = names_of_fields(), list(CONFUSED.values())
    mixed = [(name, values[number % len(values)]) for number, name in enumerate(names)]
    alike = [[(name, value) for name in names] for value in values]

    faults = [
        (name, pairs[0])
        for name, path in in_order(agency)
        if is_tried_by(role, "POST", name)
        for pairs in [mixed, *(alike if who_tries_all("POST", name) == role else [])]
        if send(client, path, pairs).status_code >= 500
    ]

    assert not faults


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.urls("tests.whole_site.demo_urls")
def test_no_other_kind_of_body_or_query_is_a_fault(agency: Agency, unlimited: None, role: str):
    client = client_of(agency, role)
    bodies, values = list(other_bodies(names_of_fields())), list(CONFUSED.values())[:-1]
    queries = [
        b"&".join(
            encoded(name) + b"=" + encoded(values[(number + turn) % len(values)])
            for number, name in enumerate(QUERIES)
        )
        for turn in range(0, len(values), 4)
    ]

    faults: list[tuple[str, Any]] = []
    for name, path in in_order(agency):
        of_one = bodies if who_tries_all("POST", name) == role else bodies[:1]
        for body, kind in of_one if is_tried_by(role, "POST", name) else ():
            if client.generic("POST", path, body, content_type=kind).status_code >= 500:
                faults.append((name, body))
        # Whoever only looks on meets another of them in each role.
        is_all = who_tries_all("GET", name) == role
        of_role = queries if is_all else [queries[ROLES.index(role) % len(queries)]]
        for query in of_role if is_tried_by(role, "GET", name) else ():
            if client.get(path, QUERY_STRING=query.decode()).status_code >= 500:
                faults.append((name, query))

    assert not faults


# One field at a time, where all others are right: what is looked at after the form was found good.
DEEP = [
    "null",
    "digits",
    "digit that is no number",
    "list",
    "half a character",
    "id in another form",
    "last day",
]


def forms_shown_to(client: Client, agency: Agency) -> dict[str, FilledForm]:
    """Collect the filled forms of this role's pages by where they go and what they hold."""
    shown: dict[str, FilledForm] = {}
    for _name, path in in_order(agency):
        response = client.get(path)
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            for form in filled_forms(path, response.content.decode()):
                shown.setdefault(f"{form.action} {sorted(form.fields)}", form)
    return {key: form for key, form in shown.items() if form.fields}


@pytest.mark.urls("tests.whole_site.demo_urls")
def test_one_confused_field_of_a_good_form_is_no_fault_and_one_that_comes_twice_is_never_taken(
    agency: Agency, unlimited: None
):
    tried: set[str] = set()
    faults, taken = [], []

    for role in ROLES:
        client = client_of(agency, role)
        for key, form in forms_shown_to(client, agency).items():
            if key in tried:
                continue
            tried.add(key)
            # What proves who somebody is, is not looked at where they have proved it just now.
            looked_at = [name for name in form.fields if not name.startswith("proof-")]
            for name in looked_at:
                twice = send(client, form.action, [*form.fields.items(), (name, "another value")])
                if twice.status_code < 400:
                    taken.append((form.action, name, twice.status_code, twice.headers.get("Location")))
            for name, kind in product(looked_at, DEEP):
                pairs = list({**form.fields, name: CONFUSED[kind]}.items())
                if send(client, form.action, pairs).status_code >= 500:
                    faults.append((form.action, name, kind))

    assert not faults
    assert not taken


def test_no_form_that_is_posted_has_a_field_that_is_refused_before_it_is_asked():
    # The form of the audit log is sent as a query, in which nothing may come twice at all.
    assert declared_fields() & set(READ_BY_VIEWS) <= set(EventsForm.base_fields)


def names_read_from_posts() -> set[str]:
    """List the names that our code reads from what was posted, as its sources or a constant there say."""
    found: set[str] = set()
    for app in OUR_APPS:
        for source in (ROOT / app).rglob("*.py"):
            tree = ast.parse(source.read_text())
            constants = {
                node.targets[0].id: node.value.value
                for node in tree.body
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
                if isinstance(node.targets[0], ast.Name)
            }
            found |= {str(constants.get(name, name)) for name in map(_name_read, ast.walk(tree)) if name}
    return found


def _name_read(node: ast.AST) -> str:
    """Give the name, or the constant with it, in `request.POST["name"]` and `request.POST.get("name")`."""
    if isinstance(node, ast.Subscript):
        read, key = node.value, node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        read, key = node.func.value, node.args[0]
    else:
        return ""
    if not (isinstance(read, ast.Attribute) and read.attr == "POST"):
        return ""
    return key.id if isinstance(key, ast.Name) else str(getattr(key, "value", ""))


def test_nothing_that_a_view_reads_by_itself_may_come_twice():
    read = names_read_from_posts()

    assert {"action", "false_alarm", "restricted", "kept_form"} <= read
    # The first is a variable, for what stands in forms; the second stands in a form of allauth's.
    assert read - {"name", "login"} <= declared_fields() | {"form_token", "message_id", *READ_BY_VIEWS}
