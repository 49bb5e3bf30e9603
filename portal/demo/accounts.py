"""The demo's people. Plainly made up, and the same in every demo, so that a guide can name them."""

from dataclasses import asdict, dataclass

from accounts.models import Role

# Said aloud by every start of the demo; the demo serves this machine only.
PASSWORD = "correct horse for the demo only"  # noqa: S105

INCOME, BUSINESS, COLLECTIONS = "Income Tax", "Business Taxes", "Payments and Collections"
UNITS = (INCOME, BUSINESS, COLLECTIONS)
# Invited, and has not come in: the administrator sends a new invitation to see its PIN.
NEWCOMER_EMAIL = "newcomer@example.org"


@dataclass(frozen=True)
class DemoAccount:
    """One person of the demo, as a person who tries it needs to know them."""

    role: str
    name: str
    email: str
    unit: str = ""
    password: str = PASSWORD


ACCOUNTS = (
    DemoAccount(Role.OFFICER, "Officer One of Income Tax", "officer.one.income@example.org", INCOME),
    DemoAccount(Role.OFFICER, "Officer Two of Income Tax", "officer.two.income@example.org", INCOME),
    DemoAccount(Role.OFFICER, "Officer One of Business Taxes", "officer.one.business@example.org", BUSINESS),
    DemoAccount(Role.OFFICER, "Officer Two of Business Taxes", "officer.two.business@example.org", BUSINESS),
    DemoAccount(Role.OFFICER, "Officer One of Payments", "officer.one.payments@example.org", COLLECTIONS),
    DemoAccount(Role.OFFICER, "Officer Two of Payments", "officer.two.payments@example.org", COLLECTIONS),
    DemoAccount(Role.SUPERVISOR, "Supervisor of Income Tax", "supervisor@example.org", INCOME),
    DemoAccount(Role.AUDITOR, "Auditor of the Demo", "auditor@example.org"),
    DemoAccount(Role.ADMINISTRATOR, "Administrator of the Demo", "administrator@example.org"),
)


def addresses(site_url: str) -> dict[str, str]:
    """Give the addresses to open."""
    return {"portal": f"{site_url}/", "mail": f"{site_url}/demo/mail/"}


def for_programs(site_url: str) -> dict[str, object]:
    """Give addresses and accounts as plain values."""
    return {
        "addresses": addresses(site_url),
        "accounts": [{**asdict(account), "role": str(account.role)} for account in ACCOUNTS],
    }


def for_people(site_url: str) -> str:
    """Give addresses and accounts as text for a terminal."""
    where = addresses(site_url)
    lines = ["", f"  Sealpost       {where['portal']}", f"  Caught mail    {where['mail']}", ""]
    lines += [f"  {account.role:<14} {account.email:<34} {account.unit}" for account in ACCOUNTS]
    lines += ["", f"  Everybody's password: {PASSWORD}", "  Ctrl-C stops all of it.", ""]
    return "\n".join(lines)
