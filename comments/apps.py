from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the handler of mail that was taken in."""
        from comments.mail_in.services import settling, taking
        from notices import outbox

        outbox.register(taking.READ_WORK, settling.settle, given_up=settling.park_given_up)
