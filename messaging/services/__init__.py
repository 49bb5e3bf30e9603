"""Every write of threads and messages. Reading is one too: it leaves a receipt and an audit event."""

from messaging.services.adopting import adopt
from messaging.services.deliveries import try_again, try_all_again
from messaging.services.drafts import keep_draft, kept_text
from messaging.services.ending_releases import (
    end_requests_of_leaver,
    expire_requests,
    refuse_release,
    withdraw_request,
)
from messaging.services.false_alarms import report_false_alarm
from messaging.services.inviting import (
    FirstWords,
    code_of,
    invite,
    invite_again,
    revoke_invitation,
    take_up,
)
from messaging.services.opening import (
    lacks_unit_key,
    open_heading,
    open_mailbox,
    open_thread,
    open_threads,
    thread_heading,
)
from messaging.services.release_requests import open_reasons
from messaging.services.releasing import ask_release, open_request, release
from messaging.services.representing import Named, end_representation, let_in
from messaging.services.restricting import set_restricted
from messaging.services.sending import reply, send_answer
from messaging.services.starting import start_own_thread, start_thread
from messaging.services.topic_moves import agree_to_move, refuse_move, withdraw_move
from messaging.services.topics import add_topic, change_topic, offer_topic

__all__ = [
    "FirstWords",
    "Named",
    "add_topic",
    "adopt",
    "agree_to_move",
    "ask_release",
    "change_topic",
    "code_of",
    "end_representation",
    "end_requests_of_leaver",
    "expire_requests",
    "invite",
    "invite_again",
    "keep_draft",
    "kept_text",
    "lacks_unit_key",
    "let_in",
    "offer_topic",
    "open_heading",
    "open_mailbox",
    "open_reasons",
    "open_request",
    "open_thread",
    "open_threads",
    "refuse_move",
    "refuse_release",
    "release",
    "reply",
    "report_false_alarm",
    "revoke_invitation",
    "send_answer",
    "set_restricted",
    "start_own_thread",
    "start_thread",
    "take_up",
    "thread_heading",
    "try_again",
    "try_all_again",
    "withdraw_move",
    "withdraw_request",
]
