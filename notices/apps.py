from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the handler of the outbox's own kind of work."""
        from notices import outbox, services, states

        outbox.register(
            states.NOTICE_WORK,
            services.deliver,
            sends_mail=True,
            put_off=states.note_deferred,
            given_up=states.give_up,
            tried_again=states.queue_again,
        )
