from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the handlers of mail that was taken in, and what the worker puts away."""
        from comments.mail_in.services import answering, deciding, settling, taking
        from notices import outbox
        from notices.worker import register_housekeeping

        outbox.register(taking.READ_WORK, settling.settle, given_up=settling.park_given_up)
        outbox.register(answering.ANSWER_WORK, answering.answer)
        register_housekeeping(deciding.put_away_automatic)
