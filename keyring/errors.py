"""What can go wrong with the server's own keys."""


class KeyringError(Exception):
    """Tell that the server's keys cannot be had; `explanation` is for those who run the portal."""

    def __init__(self, explanation: str) -> None:
        super().__init__(explanation)
        self.explanation = explanation
