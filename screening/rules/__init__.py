"""The rules, one module for each family of numbers."""

from typing import Final

from screening.rules.ages import ages
from screening.rules.banking import accounts, routing_and_accounts, routing_numbers
from screening.rules.births import births_in_parts, births_in_six_digits, dates_of_birth, days_of_a_year
from screening.rules.births_in_cells import births_behind_kin, births_in_cells
from screening.rules.cards import payment_cards
from screening.rules.days_of_people import births_of_people
from screening.rules.ibans import ibans
from screening.rules.identity_papers import (
    identity_papers,
    massachusetts_licences,
    shaped_licences,
    shaped_passports,
)
from screening.rules.licences_of_states import licences_of_states
from screening.rules.listed_births import (
    births_behind_numbers,
    births_beside_numbers,
    births_in_rows,
    births_of_a_family,
    births_of_children,
)
from screening.rules.masks import last_four_digits, masked_numbers
from screening.rules.names import names
from screening.rules.people import addresses, emails, telephones
from screening.rules.pieces import numbers_in_pieces
from screening.rules.records import records
from screening.rules.returns import return_information
from screening.rules.spoken_births import spoken_births
from screening.rules.tax_numbers import (
    bare_numbers,
    employer_numbers,
    grouped_numbers,
    shaped_numbers,
    tax_accounts,
    wrapped_numbers,
)
from screening.rules.uncalled_digits import uncalled_last_four_digits
from screening.rules.uncalled_papers import uncalled_papers
from screening.rules.where_money_goes import accounts_with_money
from screening.sights import Rule

RULES: Final[tuple[Rule, ...]] = (
    shaped_numbers,
    wrapped_numbers,
    numbers_in_pieces,
    records,
    employer_numbers,
    bare_numbers,
    grouped_numbers,
    tax_accounts,
    masked_numbers,
    last_four_digits,
    uncalled_last_four_digits,
    accounts,
    routing_numbers,
    routing_and_accounts,
    accounts_with_money,
    ibans,
    payment_cards,
    dates_of_birth,
    days_of_a_year,
    births_in_parts,
    births_in_rows,
    births_behind_numbers,
    births_beside_numbers,
    births_behind_kin,
    births_in_cells,
    births_of_children,
    births_of_a_family,
    births_in_six_digits,
    spoken_births,
    births_of_people,
    identity_papers,
    massachusetts_licences,
    shaped_licences,
    licences_of_states,
    shaped_passports,
    uncalled_papers,
)
"""Rules whose sights count by themselves; each of them needs a number, in digits or in words."""

PEOPLE_RULES: Final[tuple[Rule, ...]] = (
    return_information,
    ages,
    names,
    addresses,
    telephones,
    emails,
)
"""Rules about people and their taxes; run on what a reader sees only."""
