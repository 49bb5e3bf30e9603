"""The custodians of the tests' records key, with their five pages and their machine."""

import json
import re
from pathlib import Path
from typing import Any

from django.conf import settings

from records_key import shares
from records_key.__main__ import main
from records_key.ceremony import page_path
from records_key.shares import Share


def lines_on(page: Path) -> str:
    """Copy the lines off a printed page."""
    rows = re.findall(r'<th scope="row">([^<]+)</th>\s*<td>\s*([^<]+?)\s*</td>', page.read_text())
    return "\n".join(f"{label} {code}" for label, code in rows)


def share_of(custodian: int, *, ceremony: Path | None = None) -> Share:
    """Read the page of a custodian; of the tests' own ceremony, unless another one is named."""
    return shares.read(lines_on(page_path(ceremony or settings.VAR / "custodians", custodian)))


def at_their_machine(*asked: str, out: Path, quorum: tuple[int, ...], ceremony: Path | None = None) -> Any:
    """Run the custodians' tool with the pages of a quorum; gives the document that it wrote."""
    arguments = list(asked)
    for custodian in quorum:
        page = out.parent / f"page-{custodian}.txt"
        page.write_text(share_of(custodian, ceremony=ceremony).typed)
        arguments += ["--share", str(page)]
    assert main(arguments) == 0
    for custodian in quorum:
        (out.parent / f"page-{custodian}.txt").unlink()
    return json.loads(out.read_text())


def drill(bundle: Path, *, quorum: tuple[int, ...] = (1, 2, 3), ceremony: Path | None = None) -> Any:
    """Hold a drill with a bundle; gives the signed result."""
    out = bundle.with_name(f"result-of-{''.join(map(str, quorum))}-{bundle.stem}.json")
    asked = ("drill", "--bundle", str(bundle), "--result", str(out))
    return at_their_machine(*asked, out=out, quorum=quorum, ceremony=ceremony)


def grant(request: Path, *, words: str, quorum: tuple[int, ...] = (1, 2, 3)) -> Any:
    """Open what a request asks for; gives the signed grant."""
    out = request.with_name(f"grant-of-{request.stem}.json")
    asked = ("grant", "--request", str(request), "--grant", str(out), "--words", words)
    return at_their_machine(*asked, out=out, quorum=quorum)
