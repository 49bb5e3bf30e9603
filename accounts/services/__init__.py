"""Every change to people and units."""

from accounts.services.people import (
    NewStaff,
    PreparedStaff,
    found_agency,
    found_unit,
    make_staff,
    make_visitor,
    prepare_staff,
    refuse_second_founding,
    set_notice_links,
    set_plain_email,
    set_screening_floors,
)

__all__ = [
    "NewStaff",
    "PreparedStaff",
    "found_agency",
    "found_unit",
    "make_staff",
    "make_visitor",
    "prepare_staff",
    "refuse_second_founding",
    "set_notice_links",
    "set_plain_email",
    "set_screening_floors",
]
