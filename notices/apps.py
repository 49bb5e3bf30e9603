from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the handler of the outbox's own kind of work."""
        from notices import outbox, services

        outbox.register(
            services.NOTICE_WORK,
            services.deliver,
            given_up=services.give_up,
            tried_again=services.queue_again,
        )
