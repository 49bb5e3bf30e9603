"""Threads that open only after a second factor, where the portal is set to ask for one."""
