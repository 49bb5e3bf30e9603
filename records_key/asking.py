"""Custodians' pages from files, or from whoever types or scans at the terminal."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from records_key import shares
from records_key.documents import read_text
from records_key.errors import BadShare, CannotRecover
from records_key.shares import LINES, SCANNED_PREFIX, Share

Ask = Callable[[str], str]
T = TypeVar("T")


def read_shares(paths: Sequence[Path], *, wanted: int) -> list[Share]:
    """Read pages from files, or ask at the terminal for as many as are wanted; raises BadShare, BadFile."""
    if paths:
        return [_read_file(path) for path in paths]
    return [ask_for_share(_at_terminal, number, of=wanted) for number in range(1, wanted + 1)]


def ask_for_share(ask: Ask, number: int, *, of: int) -> Share:
    """Ask for one page, scanned at once or typed line by line; a wrong line is asked for again."""
    _say(f"\nPage {number} of {of}. Scan its QR code, or type the code behind SET.")
    while True:
        first = ask("SET ")
        try:
            if first.strip().upper().startswith(SCANNED_PREFIX):
                return shares.read(first)
            set_code = shares.read_set(first.upper().removeprefix("SET"))
            break
        except BadShare as error:
            _say(str(error))
    custodian = _until_right(ask, "CUSTODIAN ", shares.read_custodian)
    lines = [_ask_line(ask, set_code, custodian, line) for line in range(1, LINES + 1)]
    while True:
        try:
            return shares.assemble(set_code, custodian, lines, ask("CHECK "))
        except BadShare as error:
            _say(str(error))


def _ask_line(ask: Ask, set_code: str, custodian: int, number: int) -> str:
    def read(typed: str) -> str:
        shares.read_line(typed, set_code=set_code, custodian=custodian, number=number)
        return typed

    return _until_right(ask, f"{number:2} ", read)


def _until_right(ask: Ask, prompt: str, read: Callable[[str], T]) -> T:
    while True:
        try:
            return read(ask(prompt))
        except BadShare as error:
            _say(str(error))


def _read_file(path: Path) -> Share:
    try:
        return shares.read(read_text(path))
    except BadShare as error:
        raise BadShare(f"{path}: {error}") from None


def _at_terminal(prompt: str) -> str:
    try:
        return input(prompt)
    except EOFError:
        raise CannotRecover("The pages were not given to the end. Nothing was opened.") from None


def _say(words: str) -> None:
    print(words, file=sys.stderr)
