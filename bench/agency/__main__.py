"""Make the agency in the VAR of the environment, or let it grow: `python -m bench.agency --threads 1000`."""

import argparse
import os

import django


def main() -> None:
    """Found the agency unless it is there, then fill its mailbox up to the number of threads."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--threads", type=int, default=1000)
    options = parser.parse_args()

    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    django.setup()
    from bench.agency import filling, founding

    founding.found_once()
    filling.fill(options.threads)


main()
