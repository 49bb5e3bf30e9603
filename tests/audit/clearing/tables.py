"""What a flush between tests empties in a way of its own, and what it leaves."""

LOG = "audit_auditevent"
# What migrations end with. Nobody writes there, so it stays, and is not made again after each flush.
KEPT = {"django_content_type", "auth_permission"}
