"""The agency that is measured: people, a thread of ten messages, and many threads."""

PASSWORD = "a password for the bench only"
OFFICERS = 8
MESSAGES = 10
LONG_SUBJECT = "A thread of ten messages"
TEXT = "When does my refund come? I filed in February and have heard nothing since. " * 8


def officer_email(number: int) -> str:
    """Name an officer, from 1 to OFFICERS."""
    return f"officer.{number}@example.org"
