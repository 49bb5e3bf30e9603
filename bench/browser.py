"""A small browser: one connection that is kept, cookies, and the hidden fields of the last page."""

import html
import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from types import TracebackType
from urllib.parse import urlencode

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 30
# The server closes a connection that was quiet for five seconds.
KEPT_SECONDS = 3.0

_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


@dataclass(frozen=True)
class Page:
    """Hold an answer, and the seconds from asking to its last byte."""

    status: int
    location: str
    content: bytes
    seconds: float

    @property
    def text(self) -> str:
        """Decode the content."""
        return self.content.decode()

    def hidden_fields(self) -> dict[str, str]:
        """Read the hidden fields of the last form in the page's main part."""
        form = self.text.partition("</main>")[0].rpartition("<form")[2]
        fields: dict[str, str] = {}
        for tag in _INPUT.findall(form):
            attributes = dict(_ATTRIBUTE.findall(tag))
            if attributes.get("type") == "hidden":
                fields[attributes["name"]] = html.unescape(attributes.get("value", ""))
        return fields


class Browser:
    """Visits one server on this machine."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.cookies = dict(cookies or {})
        self._connection = HTTPConnection(HOST, port, timeout=TIMEOUT_SECONDS)
        self._used_at = 0.0

    def __enter__(self) -> "Browser":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def get(self, path: str) -> Page:
        """Ask for a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> Page:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        if began - self._used_at > KEPT_SECONDS:
            self._connection.close()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        self._used_at = time.perf_counter()
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return Page(response.status, response.headers.get("Location", ""), content, self._used_at - began)
