"""What can go wrong while a document is screened; `screen` turns each of these into a verdict."""


class ScreeningError(Exception):
    """Say that a document could not be screened to its end."""

    explanation = "This text could not be checked, so it is treated as sensitive."


class ScreeningTimeout(ScreeningError):
    """Say that screening used up the time it was given."""

    explanation = "Checking this text took too long, so it is treated as sensitive."


class DocumentTooLong(ScreeningError):
    """Say that a document holds more text than screening takes on."""

    explanation = "This text is too long to be checked, so it is treated as sensitive."
