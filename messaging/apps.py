from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the handler of answers by plain e-mail, and what a reset does to threads."""
        from accounts.services import resetting
        from messaging.services import plain, regranting
        from notices import outbox
        from notices.services import PLAIN_WORK, give_up, queue_again

        # Its text is erased when it is given up: tried again, it tells the person that the answer waits.
        outbox.register(PLAIN_WORK, plain.deliver, given_up=give_up, tried_again=queue_again)
        resetting.register_after_reset(regranting.lock_threads)
        resetting.register_after_revival(regranting.unlock_threads)
