"""PostgreSQL as Django drives it, but that nobody waits for its answers without end."""
