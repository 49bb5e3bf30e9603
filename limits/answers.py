"""How an answer tells that something is refused for now only."""

from typing import TypeVar

from django.http import HttpResponse

from limits.errors import Postponed

Response = TypeVar("Response", bound=HttpResponse)


def postponed(response: Response, error: Exception | None) -> Response:
    """Say in the answer when to try again, if `error` refuses for now only; give it back as it is if not.

    Source: RFC 9110 section 10.2.3, Retry-After in seconds.
    """
    if isinstance(error, Postponed):
        response.status_code = error.status
        response["Retry-After"] = str(error.retry_after_seconds)
    return response
