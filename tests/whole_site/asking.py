"""How a page is asked for: its address, about the agency's things, and what its form would hold."""

import re
from typing import Any
from uuid import uuid4

from comments.mail_in.facts import file_id
from keys.queries import shown_key
from tests.whole_site.conftest import Agency


def form_of(name: str, agency: Agency) -> dict[str, str]:
    """Fill in the form that the page of this name has."""
    thread = agency.thread
    if name == "proposal":
        shown = shown_key(agency.proposal.person.public_id)
        return {"key_id": shown.key_id if shown else "", "compared": "in_person"}
    if name == "incoming_mail":
        return {"why": "junk"}
    if name == "unreached_entry":
        return {"way": "letter"}
    if name in ("thread", "thread_check"):
        return {
            "text": "Words",
            "action": "send",
            "message_id": str(uuid4()),
            "seen": str(thread.latest_sequence),
        }
    return {}


def about(name: str, agency: Agency) -> Any:
    """Give what the page of this name is about."""
    if name in ("incoming_thread", "incoming_original", "incoming_file"):
        # Not the one that is put away.
        return agency.other_mail
    return {
        "incoming": agency.mail,
        "person": agency.proposal.person,
        "helped": agency.regrant.person,
        "unit": agency.proposal.unit,
        "member": agency.proposal.unit,
        "proposal": agency.proposal,
        "topic": agency.thread.topic,
        "delivery": agency.dead_letter,
        "release": agency.release,
        "regrants": agency.proposal.unit,
        "regrant": agency.regrant,
        "unreached": agency.unreached,
        "move": agency.move,
    }.get(name.partition("_")[0], agency.thread)


def path_of(name: str, route: str, agency: Agency) -> str:
    """Fill in the parameters of a route with what its page is about."""
    public_id = str(about(name, agency).public_id)
    path = re.sub(r"<slug:\w+>", "none", route.replace("<uuid:public_id>", public_id))
    path = path.replace("<uuid:file_id>", str(file_id(agency.other_mail.public_id, 1)))
    return "/" + path.replace("<uuid:person_id>", str(agency.leaver.public_id))
