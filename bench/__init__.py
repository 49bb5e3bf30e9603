"""Figures of a real portal on this machine, each beside a baseline that is measured at the same time."""
