"""Everything that the audit log can tell of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """Name what was done as `app.noun.past_verb`; never renamed, for leaves repeat it and never change."""

    PERSON_MADE = "accounts.person.made", _("Person made")
    SIGNED_IN = "accounts.person.signed_in", _("Signed in")
    SIGNED_OUT = "accounts.person.signed_out", _("Signed out")
    STAFF_SESSION_REFUSED = "accounts.staff_session.refused", _("Session of staff refused")
    PROVED_AGAIN = "accounts.person.proved_again", _("Proved again who they are")
    PAGE_REFUSED = "accounts.page.refused", _("Page refused")
    PROOF_REFUSED = "accounts.proof.refused", _("Proof refused")
    SIGN_IN_REFUSED = "accounts.sign_in.refused", _("Sign-in refused")
    MANY_SIGN_INS_REFUSED = "accounts.sign_ins.refused", _("Many sign-ins refused everywhere")
    PASSWORD_SUFFICES_NO_MORE = (
        "accounts.password.suffices_no_more",
        _("Password alone no longer suffices, after many failures"),
    )
    BROWSER_REMEMBERED = "accounts.browser.remembered", _("Browser remembered")
    BROWSERS_FORGOTTEN = "accounts.browsers.forgotten", _("Browsers forgotten")
    SIGN_IN_LINK_MAILED = "accounts.sign_in_link.mailed", _("Link to sign in with mailed")
    SIGN_IN_LINK_FOLLOWED = "accounts.sign_in_link.followed", _("Link to sign in with followed")
    REPLY_CODE_USED = "accounts.reply_code.used", _("Reply code used")
    REPLY_CODE_REFUSED = "accounts.reply_code.refused", _("Reply code refused")
    AUTHENTICATOR_ADDED = "accounts.authenticator.added", _("Authenticator app added")
    AUTHENTICATOR_REMOVED = "accounts.authenticator.removed", _("Authenticator app removed")
    ONE_TIME_CODE_REFUSED = "accounts.one_time_code.refused", _("One-time code refused")
    ONE_TIME_CODES_STOPPED = "accounts.one_time_codes.stopped", _("Too many wrong one-time codes")
    PASSKEY_ADDED = "accounts.passkey.added", _("Passkey added")
    PASSKEY_REMOVED = "accounts.passkey.removed", _("Passkey removed")
    PASSKEY_RETIRED = "accounts.passkey.retired", _("Passkey signs in no more")
    PASSKEY_REFUSED = "accounts.passkey.refused", _("Passkey refused")
    PASSKEY_COPIED = "accounts.passkey.copied", _("Passkey that may have been copied")
    SECOND_STEP_ASKED = "accounts.second_step.asked", _("Asked for a second factor")
    RECOVERY_CODE_USED = "accounts.recovery_code.used", _("Recovery code used")
    RECOVERY_CODE_REFUSED = "accounts.recovery_code.refused", _("Recovery code refused")
    ADDRESS_CONFIRMED = "accounts.address.confirmed", _("Address confirmed")
    ADDRESS_WITHDRAWN = "accounts.address.withdrawn", _("Confirmation of an address taken back")
    PERSON_RESET = "accounts.person.reset", _("Begun anew without the keys of before")
    OLD_SECRET_REFUSED = "accounts.old_secret.refused", _("Old password, code or passkey refused")
    LANGUAGE_CHOSEN = "accounts.language.chosen", _("Language of e-mails chosen")
    ADDRESS_CHANGE_ASKED_FOR = "accounts.address_change.asked_for", _("Change of address asked for")
    NOTICE_ADDRESS_CHANGED = "accounts.notice_address.changed", _("Address for notices changed")
    ADDRESS_CHANGED = "accounts.address.changed", _("Address changed")
    AGENCY_FOUNDED = "accounts.agency.founded", _("Agency founded")
    ACCOUNT_ASKED_FOR = "accounts.account.asked_for", _("Account asked for")
    PASSWORD_RESET_ASKED_FOR = "accounts.password_reset.asked_for", _("Link to a new password asked for")
    PASSWORD_RESET_STARTED = "accounts.password_reset.started", _("Link to a new password sent for somebody")
    PASSWORD_RESET_MAILED = "accounts.password_reset.mailed", _("Link to a new password mailed")
    PASSWORD_RESET_REFUSED = "accounts.password_reset.refused", _("Link to a new password refused")
    PASSWORD_CHANGED = "accounts.password.changed", _("Password changed")
    ACCOUNT_MADE = "accounts.account.made", _("Account made")
    MEMBERSHIP_ADDED = "accounts.membership.added", _("Member added to a unit")
    IDENTITY_LINKED = "accounts.identity.linked", _("Account of the agency linked")
    IDENTITY_UNLINKED = "accounts.identity.unlinked", _("Link to an account of the agency ended")
    IDENTITY_NAMED = "accounts.identity.named", _("Named by the sign-in of the agency")
    IDENTITY_REFUSED = "accounts.identity.refused", _("Sign-in of the agency refused")
    PLAIN_EMAIL_ALLOWED = "accounts.plain_email.allowed", _("Plain e-mail allowed for a unit")
    NOTICE_LINKS_ALLOWED = "accounts.notice_links.allowed", _("Links in notices allowed for a unit")
    NOTICE_LINKS_STOPPED = "accounts.notice_links.stopped", _("Links in notices stopped for a unit")
    SCREENING_MADE_STRICTER = "accounts.screening.made_stricter", _("Screening set for a unit")
    PLAIN_EMAIL_STOPPED = "accounts.plain_email.stopped", _("Plain e-mail stopped for a unit")

    MEMBERSHIP_RESTORED = "accounts.membership.restored", _("Unit key given to a member again")
    MEMBERSHIP_PROPOSED = "accounts.membership.proposed", _("Member of a unit proposed")
    MEMBERSHIP_REFUSED = "accounts.membership.refused", _("Proposed member refused")
    MEMBERSHIP_WITHDRAWN = "accounts.membership.withdrawn", _("Proposal of a member withdrawn")
    MEMBERSHIP_ENDED = "accounts.membership.ended", _("Member left a unit")
    UNIT_MADE = "accounts.unit.made", _("Unit made")
    ACCOUNT_LOOKED_FOR = "accounts.account.looked_for", _("Account of the public looked for")
    ACCOUNT_SEEN = "accounts.account.seen", _("Account of the public seen by an administrator")
    PERSON_DISABLED = "accounts.person.disabled", _("Person disabled")
    PERSON_ENABLED = "accounts.person.enabled", _("Person enabled again")
    FORM_KEPT = "accounts.form.kept", _("Form kept that was sent after its session")
    UNUSED_TOLD = "accounts.unused.told", _("Told that an account is not used")
    SESSION_ENDED = "accounts.session.ended", _("Session ended")
    ROLE_CHANGED = "accounts.role.changed", _("Role changed")
    PROMOTION_PROPOSED = "accounts.promotion.proposed", _("Administrator proposed")
    PROMOTION_ENDED = "accounts.promotion.ended", _("Proposal of an administrator decided")
    ADMINISTRATOR_MADE_ALONE = "accounts.administrator.made_alone", _("Administrator made by one person")
    SESSIONS_ENDED = "accounts.sessions.ended", _("Sessions ended")
    INVITATION_MADE = "accounts.invitation.made", _("Invited")
    INVITATION_ENDED = "accounts.invitation.ended", _("Invitation ended")
    INVITATION_REFUSED = "accounts.invitation.refused", _("Invitation refused")
    IDENTITY_VOUCHED_FOR = "accounts.identity.vouched_for", _("Identity vouched for")
    VOUCHINGS_OPENED = "messaging.vouchings.opened", _("Proofs of somebody's identity read")
    INVITATION_USED_UP = "accounts.invitation.used_up", _("Invitation ended after wrong PINs")

    PERSON_KEY_MADE = "keys.person_key.made", _("Person key made")
    PERSON_KEY_RETIRED = "keys.person_key.retired", _("Person key retired")
    PERSON_KEY_REVIVED = "keys.person_key.revived", _("Person key revived")
    ACCOUNT_KEY_ROTATED = "keys.account_key.rotated", _("Account key changed")
    ACCOUNT_KEY_RESET = "keys.account_key.reset", _("Account key replaced without the one before")
    SLOT_ADDED = "keys.slot.added", _("Way to unlock added")
    SLOT_STRENGTHENED = "keys.slot.strengthened", _("Way to unlock sealed more strongly")
    SLOT_REMOVED = "keys.slot.removed", _("Way to unlock removed")
    SUCCESSION_SIGNED = "keys.succession.signed", _("Thread handed over")
    MANDATE_SIGNED = "keys.mandate.signed", _("Representative named by a signature")
    UNIT_EPOCH_MADE = "keys.unit_epoch.made", _("Unit key made")
    UNIT_KEY_GRANTED = "keys.unit_key.granted", _("Unit key granted")
    UNIT_KEY_REVOKED = "keys.unit_key.revoked", _("Unit key revoked")
    RECORDS_KEY_REPLACED = "keys.records_key.replaced", _("Records key replaced")
    QUORUM_ASKED = "keys.quorum.asked", _("Custodians asked to open a unit")
    QUORUM_OPENED_UNIT = "keys.quorum.opened_unit", _("Unit opened by the custodians")
    RECORDS_DRILL_EXPORTED = "keys.records_drill.exported", _("Drill of the records key begun")
    RECORDS_DRILL_PASSED = "keys.records_drill.passed", _("Drill of the records key passed")
    RECORDS_DRILL_FAILED = "keys.records_drill.failed", _("Drill of the records key failed")

    COMMENT_RECEIVED = "comments.comment.received", _("Comment received")
    MAIL_TAKEN_IN = "comments.mail.taken_in", _("E-mail taken in")
    MAIL_BECAME_THREAD = "comments.mail.became_thread", _("E-mail became a thread")
    MAIL_PARKED = "comments.mail.parked", _("E-mail waits for somebody to look at it")
    MAIL_OPENED = "comments.mail.opened", _("E-mail opened")
    MAIL_FILE_KEPT = "comments.mail.file_kept", _("File of an e-mail kept")
    MAIL_DISCARDED = "comments.mail.discarded", _("E-mail put away")

    THREAD_OPENED = "messaging.thread.opened", _("Thread opened")
    SUBJECT_OPENED = "messaging.thread.subject_opened", _("Subject opened")
    MESSAGE_SENT = "messaging.message.sent", _("Message sent")
    MESSAGE_OPENED = "messaging.message.opened", _("Message opened")
    MESSAGE_FAILED_TO_OPEN = "messaging.message.failed_to_open", _("Message failed to open")
    MAILBOX_LISTED = "messaging.mailbox.listed", _("Mailbox listed")
    THREAD_RESTRICTED = "messaging.thread.restricted", _("Thread marked as restricted")
    THREAD_UNRESTRICTED = "messaging.thread.unrestricted", _("Thread marked as restricted no more")
    THREAD_ADOPTED = "messaging.thread.adopted", _("Thread added to an account")
    THREAD_OPENED_TO_NEW_KEYS = "messaging.thread.opened_to_new_keys", _("Thread opened to new keys")
    THREAD_REGRANTED = "messaging.thread.regranted", _("Thread opened to its taxpayer again")
    REGRANT_ASKED = "messaging.regrant.asked", _("Unit asked to make sure who somebody is")
    REGRANT_OPENED = "messaging.regrant.opened", _("Locked subjects looked at")
    REGRANT_LETTER_MADE = "messaging.regrant.letter_made", _("Letter with a code made")
    REGRANT_ENDED = "messaging.regrant.ended", _("Made sure who somebody is")
    LETTER_CODE_TYPED = "messaging.letter_code.typed", _("Code of a letter typed")
    LETTER_CODE_REFUSED = "messaging.letter_code.refused", _("Code of a letter refused")
    THREADS_LISTED = "messaging.threads.listed", _("Own threads listed")
    REPRESENTATIVE_LET_IN = "messaging.representative.let_in", _("Representative let in")
    REPRESENTATIVE_LOCKED = "messaging.representative.locked", _("Representative with new keys kept out")
    REPRESENTATIVE_UNLOCKED = (
        "messaging.representative.unlocked",
        _("Representative's earlier keys came back"),
    )
    REPRESENTATIVE_ENDED = "messaging.representative.ended", _("Representative ended")
    CHANNEL_DECIDED = "messaging.channel.decided", _("Channel decided")
    PLAIN_ANSWER_WITHHELD = "messaging.plain_answer.withheld", _("Answer kept from plain e-mail")
    SCREENING_FAILED = "messaging.screening.failed", _("Screening failed or ran out of time")
    FALSE_ALARM_REPORTED = "messaging.false_alarm.reported", _("False alarm of screening reported")
    RELEASE_ASKED = "messaging.release.asked", _("Second member asked to release a plain e-mail")
    RELEASE_OPENED = "messaging.release.opened", _("Request to release a plain e-mail opened")
    RELEASE_GIVEN = "messaging.release.given", _("Plain e-mail released by a second member")
    RELEASE_REFUSED = "messaging.release.refused", _("Release of a plain e-mail refused")
    RELEASE_WITHDRAWN = "messaging.release.withdrawn", _("Request to release a plain e-mail withdrawn")
    RELEASE_EXPIRED = "messaging.release.expired", _("Request to release a plain e-mail expired")
    DRAFT_KEPT = "messaging.draft.kept", _("Draft kept")
    UNREACHED_NOTED = "messaging.unreached.noted", _("Somebody is to be reached another way")
    TAXPAYER_REACHED = "messaging.taxpayer.reached", _("Somebody was reached another way")
    LETTER_MADE = "messaging.letter.made", _("Letter made that a message waits")
    TOPIC_ADDED = "messaging.topic.added", _("Topic added")
    TOPIC_CHANGED = "messaging.topic.changed", _("Topic changed")
    TOPIC_MOVE_PROPOSED = "messaging.topic_move.proposed", _("Move of a topic proposed")
    TOPIC_MOVE_ENDED = "messaging.topic_move.ended", _("Move of a topic decided")
    TOPIC_MOVED = "messaging.topic.moved", _("Topic moved to another unit")

    NOTICE_QUEUED = "notices.notice.queued", _("Notice queued")
    NOTICE_SENT = "notices.notice.sent", _("Notice sent")
    NOTICE_FAILED = "notices.notice.failed", _("Notice failed")
    NOTICE_BOUNCED = "notices.notice.bounced", _("Notice came back")
    MAIL_NOT_ENCRYPTED = "notices.mail.not_encrypted", _("Mail not sent for want of encryption")
    MAIL_NOT_ACCEPTED = "notices.mail.not_accepted", _("Mail not taken from us by a mail server")
    PLAIN_ANSWER_SENT = "notices.plain_answer.sent", _("Answer sent by plain e-mail")
    NOTICE_WITHDRAWN = "notices.notice.withdrawn", _("Notice withdrawn")
    NOTICE_CHECKED = "notices.notice.checked", _("Notice checked")

    WORK_TRIED_AGAIN = "notices.work.tried_again", _("Dead letter tried again")

    LOG_READ = "audit.log.read", _("Audit log read")
    STATUS_READ = "portal.status.read", _("Status page read")


ALERTING = (
    Action.MESSAGE_FAILED_TO_OPEN,
    Action.NOTICE_FAILED,
    Action.MAIL_NOT_ENCRYPTED,
    Action.MAIL_NOT_ACCEPTED,
    Action.INVITATION_USED_UP,
    Action.TOPIC_MOVED,
    Action.ADMINISTRATOR_MADE_ALONE,
    Action.STAFF_SESSION_REFUSED,
    Action.MANY_SIGN_INS_REFUSED,
    Action.RECORDS_DRILL_FAILED,
    Action.QUORUM_OPENED_UNIT,
    Action.ONE_TIME_CODES_STOPPED,
    Action.PASSKEY_COPIED,
    Action.SCREENING_FAILED,
)
"""Actions that somebody has to look at."""
