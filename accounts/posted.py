"""What somebody posted that may stand on a page again, or be kept: all of it but secrets."""

from django.http import HttpRequest

from accounts.fields import shown_again

# Nothing whose name says that it is a secret.
SECRET_WORDS = ("password", "code", "pin", "token", "credential", "secret", "proof-")


def without_secrets(request: HttpRequest) -> list[tuple[str, str]]:
    """List what was posted as pairs of name and value, without passwords, codes, PINs and proofs."""
    return [
        (name, shown_again(value))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not any(word in name.lower() for word in SECRET_WORDS)
        for value in values
    ]
