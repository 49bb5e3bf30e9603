"""Screening, and what an answer that is personal waits for."""

from datetime import timedelta

from portal import environment as env

# Screening that runs longer than this counts as a finding.
SCREENING_SECONDS = 2.0
# So long an answer waits for a second member, who lets it go by plain e-mail although it is personal.
RELEASE_REQUESTS_LAST = timedelta(hours=env.number("SEALPOST_RELEASE_HOURS", 72, least=1, most=24 * 30))
# Nobody is the second member whom the first let into the unit since then.
SECOND_MEMBER_AFTER = timedelta(hours=24)
