"""What can go wrong at a ceremony; each error is a sentence that says what to do, and holds no secret."""


class CeremonyError(Exception):
    """Stand above every refusal of this tool."""


class BadFile(CeremonyError):
    """Tell that a file is missing, is there already, or is not what it should be."""


class BadShare(CeremonyError):
    """Tell that a custodian's page was not read rightly."""


class CannotRecover(CeremonyError):
    """Tell that these pages together give no records key, or not the one that is asked for."""
