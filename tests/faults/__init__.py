"""Sends while everything is killed, and checks what came of them: `python -m tests.faults --sends 2000`.

Clients write through the pages and note what they were told in a history; a nemesis kills processes, servers
and connections meanwhile; then all is healed, and a checker holds what is there against the history.
"""
