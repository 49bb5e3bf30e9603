"""Addresses as pages show them."""


def hint(address: str) -> str:
    """Hide most of an address: who knows it recognises it, and nobody else learns it; empty for none."""
    return f"{address[:1]}***@{address.rpartition('@')[2]}" if address else ""
