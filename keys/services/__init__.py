"""Every write of keys: people's, units', and the slots that open them. Each belongs inside a transaction."""

from keys.models import Side
from keys.services.people import NewKeys, make_person_keys
from keys.services.slots import (
    PreparedSlot,
    add_password_slot,
    add_reply_code_slot,
    prepare_password_slot,
    store_slot,
)
from keys.services.units import grant_unit_key, make_unit_epoch

__all__ = [
    "NewKeys",
    "PreparedSlot",
    "Side",
    "add_password_slot",
    "add_reply_code_slot",
    "grant_unit_key",
    "make_person_keys",
    "make_unit_epoch",
    "prepare_password_slot",
    "store_slot",
]
