"""The table that says who may what, at every address by every method."""

import re
from functools import cache
from typing import Any

Cells = dict[tuple[str, str], str]

ROLES = [
    "anonymous",
    "visitor",
    "other visitor",
    "account",
    "officer",
    "colleague",
    "other unit",
    "supervisor",
    "auditor",
    "administrator",
]

# `visitor` wrote the thread, `account` another one; `officer`, `colleague` and `supervisor` belong to its
# unit. The columns stand in the order of ROLES. `in`: sent to sign in. `on`: sent on, after it was done. A
# POST holds what the page's form would hold, except those that say (empty); a text from nobody is shown to be
# copied, with 403. An account's comment without what its form says of itself is 409.
MATRIX = """
                            anon  visi  othr  acco  offi  coll  unit  supe  audi  admi
GET  home                   200   200   200   200   200   200   200   200   200   200
POST home                   405   405   405   405   405   405   405   405   405   405
GET  privacy                200   200   200   200   200   200   200   200   200   200
POST privacy                405   405   405   405   405   405   405   405   405   405
GET  accessibility          200   200   200   200   200   200   200   200   200   200
POST accessibility          405   405   405   405   405   405   405   405   405   405
GET  language               404   404   404   404   404   404   404   404   404   404
POST language               405   405   405   405   405   405   405   405   405   405
GET  healthz                200   200   200   200   200   200   200   200   200   200
POST healthz                405   405   405   405   405   405   405   405   405   405
GET  readyz                 200   200   200   200   200   200   200   200   200   200
POST readyz                 405   405   405   405   405   405   405   405   405   405
GET  comment                200   200   200   200   200   200   200   200   200   200
POST comment (empty)        400   400   400   409   400   400   400   400   400   400
GET  notice                 200   200   200   200   200   200   200   200   200   200
POST notice (empty)         400   400   400   400   400   400   400   400   400   400
GET  reply                  200   200   200   200   200   200   200   200   200   200
POST reply (empty)          400   400   400   400   400   400   400   400   400   400
GET  invitation             200   200   200   200   200   200   200   200   200   200
POST invitation (empty)     400   400   400   400   400   400   400   400   400   400
GET  invited                200   200   200   200   200   200   200   200   200   200
POST invited (empty)        400   400   400   400   400   400   400   400   400   400
GET  invited_code           in    on    on    on    on    on    on    on    on    on
POST invited_code           in    on    on    on    on    on    on    on    on    on
GET  ask_for_link           200   200   200   200   200   200   200   200   200   200
POST ask_for_link (empty)   400   400   400   400   400   400   400   400   400   400
GET  follow_link            200   200   200   200   200   200   200   200   200   200
POST follow_link (empty)    400   400   400   400   400   400   400   400   400   400
GET  change_address         in    404   404   200   200   200   200   200   200   200
POST change_address (empty) in    404   404   400   400   400   400   400   400   400
GET  keep_address           in    405   405   405   405   405   405   405   405   405
POST keep_address           in    404   404   on    on    on    on    on    on    on
GET  notice_address         in    200   200   404   404   404   404   404   404   404
POST notice_address         in    on    on    404   404   404   404   404   404   404
GET  sessions               in    200   200   200   200   200   200   200   200   200
POST sessions               in    405   405   405   405   405   405   405   405   405
GET  stay                   in    200   200   200   200   200   200   200   200   200
POST stay                   in    405   405   405   405   405   405   405   405   405
GET  end_session            in    405   405   405   405   405   405   405   405   405
POST end_session            in    404   404   404   404   404   404   404   404   404
GET  end_other_sessions     in    405   405   405   405   405   405   405   405   405
POST end_other_sessions     in    on    on    on    on    on    on    on    on    on
GET  sign_in                200   200   200   on    on    on    on    on    on    on
POST sign_in (empty)        400   400   400   on    on    on    on    on    on    on
GET  account_login          200   200   200   on    on    on    on    on    on    on
POST account_login (empty)  400   400   400   on    on    on    on    on    on    on
GET  prove                  in    404   404   on    on    on    on    on    on    on
POST prove                  in    404   404   on    on    on    on    on    on    on
GET  forgotten              200   200   200   200   200   200   200   200   200   200
POST forgotten (empty)      400   400   400   400   400   400   400   400   400   400
GET  new_password           200   200   200   200   200   200   200   200   200   200
POST new_password (empty)   400   400   400   400   400   400   400   400   400   400
GET  change_password        in    404   404   200   200   200   200   200   200   200
POST change_password (empty) in   404   404   400   400   400   400   400   400   400
GET  password_known         in    404   404   200   200   200   200   200   200   200
POST password_known (empty) in    404   404   400   400   400   400   400   400   400
GET  recovery               200   200   200   200   200   200   200   200   200   200
POST recovery (empty)       400   400   400   400   400   400   400   400   400   400
GET  recovery_code          in    404   404   on    on    on    on    on    on    on
POST recovery_code          in    404   404   on    on    on    on    on    on    on
GET  recovery_code_new      in    405   405   405   405   405   405   405   405   405
POST recovery_code_new      in    404   404   on    on    on    on    on    on    on
GET  recovery_code_remove   in    404   404   200   200   200   200   200   200   200
POST recovery_code_remove   in    404   404   on    on    on    on    on    on    on
GET  authenticator          in    404   404   on    on    on    on    on    on    on
POST authenticator          in    404   404   on    on    on    on    on    on    on
GET  authenticator_new      in    405   405   405   405   405   405   405   405   405
POST authenticator_new      in    404   404   on    on    on    on    on    on    on
GET  authenticator_remove   in    404   404   404   404   404   404   404   404   404
POST authenticator_remove   in    404   404   404   404   404   404   404   404   404
GET  passkey_sign_in        405   405   405   405   405   405   405   405   405   405
POST passkey_sign_in (empty) 400  400   400   400   400   400   400   400   400   400
GET  passkey_options        405   405   405   405   405   405   405   405   405   405
POST passkey_options (empty) 400  400   400   400   400   400   400   400   400   400
GET  passkey_new            in    404   404   200   200   200   200   200   200   200
POST passkey_new (empty)    in    404   404   400   400   400   400   400   400   400
GET  passkey_open           in    404   404   404   404   404   404   404   404   404
POST passkey_open (empty)   in    404   404   404   404   404   404   404   404   404
GET  passkey_remove         in    404   404   404   404   404   404   404   404   404
POST passkey_remove         in    404   404   404   404   404   404   404   404   404
GET  second_factor          in    404   404   404   on    on    on    on    on    on
POST second_factor          in    405   405   405   405   405   405   405   405   405
GET  second_step            on    on    on    on    on    on    on    on    on    on
POST second_step            on    on    on    on    on    on    on    on    on    on
GET  signed_out             200   200   200   200   200   200   200   200   200   200
POST signed_out             405   405   405   405   405   405   405   405   405   405
GET  confirm_address        404   404   404   404   404   404   404   404   404   404
POST confirm_address        on    on    on    on    on    on    on    on    on    on
GET  withdraw_address       in    405   405   405   405   405   405   405   405   405
POST withdraw_address       in    on    on    on    404   404   404   404   404   404
GET  account                in    on    on    200   200   200   200   200   200   200
POST account                in    405   405   405   405   405   405   405   405   405
GET  own_language           in    200   200   200   200   200   200   200   200   200
POST own_language (empty)   in    400   400   400   400   400   400   400   400   400
GET  make_account           in    200   200   on    404   404   404   404   404   404
POST make_account (empty)   in    400   400   on    404   404   404   404   404   404
GET  send_confirmation      in    405   405   405   405   405   405   405   405   405
POST send_confirmation      in    on    on    on    404   404   404   404   404   404
GET  confirm_account        200   200   200   200   200   200   200   200   200   200
POST confirm_account (empty) 400   400   400   400   400   400   400   400   400   400
GET  end_reply_code         in    on    on    200   404   404   404   404   404   404
POST end_reply_code         in    on    on    on    404   404   404   404   404   404
GET  demo_mail              200   200   200   200   200   200   200   200   200   200
POST demo_mail              405   405   405   405   405   405   405   405   405   405
GET  demo_mail_item         404   404   404   404   404   404   404   404   404   404
POST demo_mail_item         405   405   405   405   405   405   405   405   405   405
GET  start                  in    on    on    on    on    on    on    on    on    on
POST start                  in    405   405   405   405   405   405   405   405   405
GET  mailbox                in    404   404   404   200   200   200   200   404   404
POST mailbox                in    405   405   405   405   405   405   405   405   405
GET  threads                in    on    on    200   404   404   404   404   404   404
POST threads                in    405   405   405   405   405   405   405   405   405
GET  add_thread             in    on    on    200   404   404   404   404   404   404
POST add_thread (empty)     in    on    on    400   404   404   404   404   404   404
GET  locked_threads         in    404   404   404   404   404   404   404   404   404
POST locked_threads (empty) in    404   404   404   404   404   404   404   404   404
GET  earlier_keys           in    404   404   404   404   404   404   404   404   404
POST earlier_keys (empty)   in    404   404   404   404   404   404   404   404   404
GET  regrants               in    404   404   404   200   200   404   200   404   404
POST regrants               in    405   405   405   405   405   405   405   405   405
GET  regrant                in    404   404   404   200   200   404   200   404   404
POST regrant (empty)        in    404   404   404   400   400   404   400   404   404
GET  regrant_letter         in    404   404   404   on    on    404   on    404   404
POST regrant_letter         in    404   404   404   on    on    404   on    404   404
GET  thread                 in    200   404   404   200   200   404   200   404   404
POST thread                 403   on    404   404   on    on    404   on    404   404
GET  incoming               in    404   404   404   200   200   200   200   404   404
POST incoming               in    405   405   405   405   405   405   405   405   405
GET  incoming_mail          in    404   404   404   200   200   404   200   404   404
POST incoming_mail          in    404   404   404   on    on    404   on    404   404
GET  incoming_thread        in    405   405   405   405   405   405   405   405   405
POST incoming_thread        in    404   404   404   on    on    404   on    404   404
GET  incoming_original      in    404   404   404   200   200   404   200   404   404
POST incoming_original      in    405   405   405   405   405   405   405   405   405
GET  incoming_file          in    404   404   404   200   200   404   200   404   404
POST incoming_file          in    405   405   405   405   405   405   405   405   405
GET  thread_mail            in    404   404   404   404   404   404   404   404   404
POST thread_mail            in    405   405   405   405   405   405   405   405   405
GET  unreached              in    404   404   404   200   200   200   200   404   404
POST unreached              in    405   405   405   405   405   405   405   405   405
GET  unreached_letter       in    404   404   404   200   200   404   200   404   404
POST unreached_letter       in    405   405   405   405   405   405   405   405   405
GET  unreached_entry        in    404   404   404   200   200   404   200   404   404
POST unreached_entry        in    404   404   404   on    on    404   on    404   404
GET  vouchings              in    404   404   404   200   200   404   200   404   404
POST vouchings              in    405   405   405   405   405   405   405   405   405
GET  thread_restrict        in    405   405   405   405   405   405   405   405   405
POST thread_restrict        in    404   404   404   on    on    404   on    404   404
GET  thread_check           in    405   405   405   405   405   405   405   405   405
POST thread_check           in    404   404   404   200   200   404   200   404   404
GET  invite                 in    404   404   404   200   200   200   200   404   404
POST invite (empty)         in    404   404   404   400   400   400   400   404   404
GET  invite_check           in    405   405   405   405   405   405   405   405   405
POST invite_check (empty)   in    404   404   404   200   200   200   200   404   404
GET  invite_again           in    404   404   404   200   200   404   200   404   404
POST invite_again (empty)   in    404   404   404   400   400   404   400   404   404
GET  halves                 in    404   404   404   on    on    404   on    404   404
POST halves                 in    404   404   404   on    on    404   on    404   404
GET  letter                 in    404   404   404   on    on    404   on    404   404
POST letter                 in    405   405   405   405   405   405   405   405   405
GET  letter_with_pin        in    404   404   404   on    on    404   on    404   404
POST letter_with_pin        in    405   405   405   405   405   405   405   405   405
GET  revoke_invitation      in    405   405   405   405   405   405   405   405   405
POST revoke_invitation      in    404   404   404   on    on    404   on    404   404
GET  representatives        in    404   404   200   404   404   404   404   404   404
POST representatives        in    405   405   405   405   405   405   405   405   405
GET  represented            in    404   404   404   404   404   404   404   404   200
POST represented            in    405   405   405   405   405   405   405   405   405
GET  representative_new     in    404   404   404   200   200   404   200   404   404
POST representative_new (empty) in 404  404   404   400   400   404   400   404   404
GET  representative_end     in    404   404   404   404   404   404   404   404   404
POST representative_end     in    404   404   404   404   404   404   404   404   404
GET  releases               in    404   404   404   200   200   200   200   404   404
POST releases               in    405   405   405   405   405   405   405   405   405
GET  release                in    404   404   404   200   200   404   200   404   404
POST release (empty)        in    404   404   404   400   400   404   400   404   404
GET  own_key                in    404   404   404   200   200   200   200   200   200
POST own_key                in    405   405   405   405   405   405   405   405   405
GET  unit                   in    404   404   404   200   200   404   200   404   200
POST unit (empty)           in    404   404   404   404   404   404   400   404   400
GET  unit_notice_links      in    405   405   405   405   405   405   405   405   405
POST unit_notice_links      in    404   404   404   404   404   404   404   404   on
GET  unit_plain_email       in    405   405   405   405   405   405   405   405   405
POST unit_plain_email       in    404   404   404   404   404   404   404   404   on
GET  unit_screening         in    404   404   404   404   404   404   404   404   200
POST unit_screening         in    404   404   404   404   404   404   404   404   on
GET  member_end             in    404   404   404   404   404   404   200   404   200
POST member_end             in    404   404   404   404   404   404   on    404   on
GET  proposal               in    404   404   404   200   200   404   200   404   404
POST proposal               in    404   404   404   on    on    404   on    404   404
GET  proposal_refuse        in    405   405   405   405   405   405   405   405   405
POST proposal_refuse        in    404   404   404   404   404   404   404   404   404
GET  proposal_withdraw      in    405   405   405   405   405   405   405   405   405
POST proposal_withdraw      in    404   404   404   404   404   404   404   404   on
GET  people                 in    404   404   404   404   404   404   404   404   200
POST people                 in    405   405   405   405   405   405   405   405   405
GET  person_invite          in    404   404   404   404   404   404   404   404   200
POST person_invite (empty)  in    404   404   404   404   404   404   404   404   400
GET  person                 in    404   404   404   404   404   404   404   404   200
POST person                 in    405   405   405   405   405   405   405   405   405
GET  person_pin             in    404   404   404   404   404   404   404   404   on
POST person_pin             in    404   404   404   404   404   404   404   404   on
GET  person_role            in    404   404   404   404   404   404   404   404   200
POST person_role (empty)    in    404   404   404   404   404   404   404   404   400
GET  person_address         in    404   404   404   404   404   404   404   404   200
POST person_address (empty) in    404   404   404   404   404   404   404   404   400
GET  person_reset           in    404   404   404   404   404   404   404   404   200
POST person_reset           in    404   404   404   404   404   404   404   404   on
GET  roles                  in    404   404   404   404   404   404   404   404   200
POST roles                  in    405   405   405   405   405   405   405   405   405
GET  person_agree           in    405   405   405   405   405   405   405   405   405
POST person_agree           in    404   404   404   404   404   404   404   404   409
GET  person_refuse          in    405   405   405   405   405   405   405   405   405
POST person_refuse          in    404   404   404   404   404   404   404   404   409
GET  person_renew           in    405   405   405   405   405   405   405   405   405
POST person_renew           in    404   404   404   404   404   404   404   404   409
GET  person_revoke          in    405   405   405   405   405   405   405   405   405
POST person_revoke          in    404   404   404   404   404   404   404   404   409
GET  person_sign_out        in    405   405   405   405   405   405   405   405   405
POST person_sign_out        in    404   404   404   404   404   404   404   404   on
GET  person_disable         in    404   404   404   404   404   404   404   404   200
POST person_disable         in    404   404   404   404   404   404   404   404   on
GET  person_enable          in    405   405   405   405   405   405   405   405   405
POST person_enable          in    404   404   404   404   404   404   404   404   on
GET  helped                 in    404   404   404   404   404   404   404   404   200
POST helped (empty)         in    404   404   404   404   404   404   404   404   400
GET  helped_account         in    404   404   404   404   404   404   404   404   200
POST helped_account         in    405   405   405   405   405   405   405   405   405
GET  helped_reset           in    404   404   404   404   404   404   404   404   200
POST helped_reset (empty)   in    404   404   404   404   404   404   404   404   400
GET  helped_disable         in    404   404   404   404   404   404   404   404   200
POST helped_disable (empty) in    404   404   404   404   404   404   404   404   400
GET  helped_enable          in    405   405   405   405   405   405   405   405   405
POST helped_enable          in    404   404   404   404   404   404   404   404   on
GET  helped_sign_out        in    405   405   405   405   405   405   405   405   405
POST helped_sign_out        in    404   404   404   404   404   404   404   404   on
GET  units                  in    404   404   404   404   404   404   404   404   200
POST units                  in    405   405   405   405   405   405   405   405   405
GET  unit_new               in    404   404   404   404   404   404   404   404   200
POST unit_new (empty)       in    404   404   404   404   404   404   404   404   400
GET  topics                 in    404   404   404   404   404   404   404   404   200
POST topics                 in    405   405   405   405   405   405   405   405   405
GET  topic_new              in    404   404   404   404   404   404   404   404   200
POST topic_new (empty)      in    404   404   404   404   404   404   404   404   400
GET  topic                  in    404   404   404   404   404   404   404   404   200
POST topic (empty)          in    404   404   404   404   404   404   404   404   400
GET  screening              in    404   404   404   404   404   404   200   404   200
POST screening              in    405   405   405   405   405   405   405   405   405
GET  mails                  in    404   404   404   404   404   404   200   404   200
POST mails                  in    405   405   405   405   405   405   405   405   405
GET  topic_stay             in    405   405   405   405   405   405   405   405   405
POST topic_stay             in    404   404   404   404   404   404   404   404   on
GET  moves                  in    404   404   404   200   200   200   200   404   404
POST moves                  in    405   405   405   405   405   405   405   405   405
GET  move                   in    405   405   405   405   405   405   405   405   405
POST move (empty)           in    404   404   404   400   400   404   400   404   404
GET  deliveries             in    404   404   404   404   404   404   200   404   200
POST deliveries             in    405   405   405   405   405   405   405   405   405
GET  deliveries_again       in    405   405   405   405   405   405   405   405   405
POST deliveries_again (empty) in    404   404   404   404   404   404   400   404   400
GET  delivery_again         in    405   405   405   405   405   405   405   405   405
POST delivery_again         in    404   404   404   404   404   404   on    404   on
GET  audit                  in    404   404   404   404   404   404   404   200   404
POST audit                  in    405   405   405   405   405   405   405   405   405
GET  status                 in    404   404   404   404   404   404   404   200   200
POST status                 in    405   405   405   405   405   405   405   405   405
GET  agency_sign_in         404   404   404   404   404   404   404   404   404   404
POST agency_sign_in         405   405   405   405   405   405   405   405   405   405
GET  agency_sign_in_back    404   404   404   404   404   404   404   404   404   404
POST agency_sign_in_back    405   405   405   405   405   405   405   405   405   405
GET  agency_identity        in    404   404   404   404   404   404   404   404   404
POST agency_identity        in    404   404   404   404   404   404   404   404   404
GET  sign_out               in    405   405   405   405   405   405   405   405   405
POST sign_out               in    on    on    on    on    on    on    on    on    on
"""
# Two more, each with the role whose column holds for them, and where it does not.
LIKE: dict[str, tuple[str, Cells]] = {
    # Whoever is disabled while they are signed in: at once nobody.
    "disabled": ("anonymous", {}),
    # Until there are records to look after, they see their own account and nothing else.
    "records officer": ("auditor", {("GET", "audit"): "404", ("GET", "status"): "404"}),
}
EVERY_ROLE = [*ROLES, *LIKE]
ROW = re.compile(r"(GET|POST)\s+(\w+)(?: \(empty\))?\s+(.+)")
OTHER_METHODS = ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


def other_method_of(role: str, index: int) -> str:
    """Say which method that is neither GET, HEAD nor POST a role tries at the address of this index.

    No role is asked for before one is refused: so they share them, and two roles or more try each at each.
    """
    return OTHER_METHODS[(EVERY_ROLE.index(role) + index) % len(OTHER_METHODS)]


@cache
def expected(role: str) -> Cells:
    """Read the column of a role; HEAD answers as GET, and every other method, of which it tries one, 405."""
    column, differs = LIKE.get(role, (role, {}))
    cells: Cells = {}
    names: dict[str, int] = {}
    for line in MATRIX.strip().splitlines()[1:]:
        row = ROW.fullmatch(line.strip())
        assert row, line
        method, name, outcomes = row.groups()
        outcome = differs.get((method, name), outcomes.split()[ROLES.index(column)])
        cells[method, name] = outcome
        if method == "GET":
            cells["HEAD", name] = outcome
            other = other_method_of(role, names.setdefault(name, len(names)))
            cells[other, name] = "in" if outcome == "in" else "405"
    return cells


CLOSED = frozenset({"404", "405", "in"})
"""What an address answers to whoever may not, or cannot so, see it."""


def is_open_to(role: str, method: str, name: str) -> bool:
    """Tell whether an address shows this role anything, or takes anything of it."""
    return expected(role)[method, name] not in CLOSED


def who_tries_all(method: str, name: str) -> str:
    """Tell which role tries whatever an address may be asked: the first that is shown its page, or that it is
    open to; nobody's is the first of all.
    """
    open_to = [role for role in ROLES if is_open_to(role, method, name)]
    shown = [role for role in open_to if expected(role)["GET", name] == "200"]
    return [*shown, *open_to, *ROLES][0]


def outcome_of(response: Any) -> str:
    """Name what came of a request as the table does."""
    if response.status_code != 302:
        return str(response.status_code)
    return "in" if response["Location"].startswith("/sign-in/?next=") else "on"
