"""Browsers: their sessions, what was typed when one was over, and which are remembered."""

import uuid
from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from accounts.models.people import Person


class KnownBrowser(models.Model):
    """A browser that its user asked us to remember; what its cookie holds is stored hashed.

    A sign-in with it is no news to its person, and failures of strangers do not slow it down.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="known_browsers")
    token_hash = models.CharField(max_length=64)
    since = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "token_hash"], name="known_browser_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["used_at"], name="known_browser_by_use")]

    def __str__(self) -> str:
        return f"of {self.person_id}"


class Session(AbstractBaseSession):
    """A browser's session. The browser's key is stored hashed, and an ended session stays a day without its
    data.

    person_proof: that it is this person's, which takes the browser's key to make; empty in those that began
    before there was one.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    person_id = models.UUIDField(null=True, db_index=True)
    person_proof = models.CharField(max_length=64, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "session"


class KeptForm(models.Model):
    """What somebody typed into a form whose session was over when they sent it, sealed to them.

    path: the page of the form; such a page has no secret in its address.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author_id = models.UUIDField()
    path = models.CharField(max_length=200)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["author_id", "path", "kept_at"], name="kept_form_of_author")
        ]

    def __str__(self) -> str:
        return str(self.public_id)
