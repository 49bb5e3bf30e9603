"""The numbers that a standard decides, one table for each standard: SEALPOST_PROFILE chooses.

`nist` follows NIST SP 800-63B-4. `pub1075` is for agencies that hold federal tax information, after IRS
Publication 1075 (Rev. 11-2021), whose sections 4.1 (access control) and 4.7 (identification and
authentication) set numbers for controls of NIST SP 800-53 Rev. 5. Which number is of which control stands
beside it. They were not compared with the text of the publication: whoever is audited by it does so first.
Neither asks for a change of password without a reason, for kinds of characters or for a history of passwords:
SP 800-63B-4, section 3.1.1.2, forbids the first two and knows no third. The publication asks for all three
(IA-5); `docs/operations.md` says what an agency does about that.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Profile:
    """Hold what one standard says.

    shortest_password, shortest_with_factor, longest_password: in characters, alone and beside a factor.
    failures: refused passwords of one person from one address after which the pair has to wait.
    failures_count_for: for so long each of them counts. lockout_lasts: for so long the pair waits.
    reset_lasts_staff, reset_lasts_taxpayer: for so long a mailed link chooses a new password.
    staff_unused: of the agency's people, an account that nobody used for so long is disabled.
    public_unused: of the public, after so long the owner shows once more that the address is theirs.
    names_penalties: whether the notice that use is monitored also says whose information this is, what misuse
    leads to, and that going on is consent.
    """

    shortest_password: int = 15
    shortest_with_factor: int = 8
    longest_password: int = 128
    failures: int = 5
    failures_count_for: timedelta = timedelta(minutes=30)
    lockout_lasts: timedelta = timedelta(minutes=30)
    reset_lasts_staff: timedelta = timedelta(hours=1)
    reset_lasts_taxpayer: timedelta = timedelta(hours=24)
    # Publication 1075, AC-2(3); SP 800-63B-4 leaves it to the agency. Thirteen months: a year's return, and
    # one month.
    staff_unused: timedelta = timedelta(days=120)
    public_unused: timedelta = timedelta(days=396)
    names_penalties: bool = False


NIST = Profile()
# Sessions of staff lock after 15 minutes (AC-11) and end after 30 (AC-12) with either.
PUB1075 = replace(
    NIST,
    # IA-5(1). Alone a password has the 15 of SP 800-63B-4, which are more.
    shortest_with_factor=14,
    # AC-7 a: in a row, in so long.
    failures=3,
    failures_count_for=timedelta(minutes=120),
    # AC-7 b: at least.
    lockout_lasts=timedelta(minutes=15),
    # AC-8 a: whose system it is, that use is monitored, what misuse leads to, and consent.
    names_penalties=True,
)

PROFILES = {"nist": NIST, "pub1075": PUB1075}


def read(name: str, *, variable: str) -> Profile:
    """Find the profile of this name; raises ImproperlyConfigured for any other."""
    try:
        return PROFILES[name]
    except KeyError:
        raise ImproperlyConfigured(f"{variable} must be {' or '.join(PROFILES)}, and is not.") from None
