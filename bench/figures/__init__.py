"""Figures: what was measured, the bar, and whether it is met."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """Hold one line of the table."""

    name: str
    measured: str
    bar: str
    is_met: bool
