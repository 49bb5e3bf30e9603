from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the handlers of answers' mail, what resets and leaving a unit do to threads, and what the
        worker ends.
        """
        from accounts.services import memberships, resetting
        from messaging.services import (
            end_requests_of_leaver,
            expire_requests,
            plain,
            regranting,
            representing,
            unreached,
        )
        from notices import outbox
        from notices.states import (
            BOUNCED_WORK,
            PLAIN_WORK,
            PROBABLY_BOUNCED_WORK,
            give_up,
            note_deferred,
            queue_plain_again,
        )
        from notices.worker import register_housekeeping

        # Its text is erased when it is given up: tried again, it tells the person that the answer waits.
        outbox.register(
            PLAIN_WORK,
            plain.deliver,
            sends_mail=True,
            put_off=note_deferred,
            given_up=give_up,
            tried_again=queue_plain_again,
        )
        outbox.register(BOUNCED_WORK, unreached.note_bounce)
        outbox.register(PROBABLY_BOUNCED_WORK, unreached.note_probable_bounce)
        outbox.register(unreached.REMIND_WORK, unreached.remind)
        outbox.register(unreached.UNREAD_WORK, unreached.note_unread)
        outbox.register(unreached.REMIND_INVITED_WORK, unreached.remind_invited)
        outbox.register(unreached.UNACCEPTED_WORK, unreached.note_unaccepted)
        resetting.register_after_reset(regranting.lock_threads)
        resetting.register_after_reset(representing.lock_representations)
        resetting.register_after_revival(regranting.unlock_threads)
        resetting.register_after_revival(representing.unlock_representations)
        memberships.register_after_leaving(end_requests_of_leaver)
        register_housekeeping(representing.end_what_ran_out)
        register_housekeeping(expire_requests)
