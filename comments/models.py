"""What was taken in from the public form, so that one form makes one comment."""

from typing import ClassVar

from django.db import models

from messaging.models import Thread


class Comment(models.Model):
    """One form that was sent; the words themselves are the first message of its thread.

    form_hash: SHA-256 of the form's secret, so that the same form posted again finds its comment.
    content_mac: what the form held, under a key that only the form's secret gives; tells a repeat from a
    change.
    """

    form_hash = models.BinaryField(max_length=32, unique=True)
    content_mac = models.BinaryField(max_length=32)
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="comment")
    policy_version = models.CharField(max_length=40)
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["received_at"]

    def __str__(self) -> str:
        return f"comment of thread {self.thread_id}"
