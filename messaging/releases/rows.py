"""What the pages of releases show, as plain values for their templates."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from messaging.findings import explained, marked
from messaging.models import ReleaseRequest
from messaging.services.releasing import OpenedRequest
from notices.addresses import hint


def release_row(request: ReleaseRequest, names: Mapping[UUID, str], *, reader: Person) -> dict[str, Any]:
    """Describe what waits, or waited, for a second member, without its words."""
    ended_by = request.ended_by_id
    return {
        "url": reverse("release", args=[request.public_id]),
        "thread_url": request.thread.get_absolute_url(),
        "unit": request.thread.unit.name,
        "topic": request.thread.topic.name,
        "author": names.get(request.author_id, "") or _("A colleague"),
        "is_own": request.author_id == reader.public_id,
        "state_words": request.get_state_display(),
        "is_released": request.state == ReleaseRequest.State.RELEASED,
        "asked_at": request.asked_at,
        "expires_at": request.expires_at,
        "ended_at": request.ended_at,
        "ended_by": names.get(ended_by, "") if ended_by else "",
    }


def opened_release(request: ReleaseRequest, opened: OpenedRequest) -> dict[str, Any]:
    """Describe what would leave, to whom and why, with what was found marked in it."""
    decision = opened.decision
    found = [finding for finding in decision.findings if finding.part == "text"]
    return {
        "reason": opened.reason,
        "address_hint": hint(decision.held_mail.recipient) if decision.held_mail else "",
        "may_leave": opened.may_leave and request.thread.latest_sequence == request.latest_sequence,
        "why": explained(decision.findings),
        "segments": marked(opened.words.text, found),
    }
