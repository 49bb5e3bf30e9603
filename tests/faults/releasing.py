"""An officer whose personal answers leave by plain e-mail once a second member has released them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.agency import officer_email
from bench.browser import Browser, Page
from tests.faults.clients import PlainOfficer, insist, signed_in
from tests.faults.history import Kind

_OFFERED = 'value="ask"'


@dataclass
class ReleasedOfficer(PlainOfficer):
    """An officer who asks a colleague to release each answer, and tries so with what nobody may release too.

    second: the number of the colleague, who releases it at once.
    """

    second: int = field(kw_only=True)

    # A year of birth is personal, and no more than that.
    words = "You were born in 1970, so form 12 is enough."

    def begin_thread(self) -> None:
        super().begin_thread()
        # Each thread is over sooner than what they proved by signing in.
        self._second: Browser = signed_in(self.port, officer_email(self.second))

    def _choose(self, fields: dict[str, str]) -> tuple[Kind, dict[str, str]]:
        if not self.may_mail:
            return self.kind, fields
        check = insist(lambda: self.browser.post(self.path, {**fields, "action": "check"}))
        asking = {"action": "ask", "reason": "They have no other way to read it."}
        return ("released" if _OFFERED in check.text else self.kind), {
            **fields,
            **check.hidden_fields(),
            **asking,
        }

    def _is_sent(self, answer: Page, token: str, note: Callable[[Any], None]) -> bool:
        if "sent=" in answer.location:
            return super()._is_sent(answer, token, note)
        # Where an answer that broke off had been a yes, the next one leads to what waits already.
        return answer.location.startswith("/releases/") and self._is_released(answer.location, token, note)

    def _is_released(self, path: str, token: str, note: Callable[[Any], None]) -> bool:
        form = insist(lambda: self._second.get(path))
        fields = {**form.hidden_fields(), "action": "release", "reason": "They asked for it."}
        answer = insist(lambda: self._second.post(path, fields), again=lambda: note("again"))
        return super()._is_sent(answer, token, note)
