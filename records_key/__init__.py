"""The records key's offline side: the ceremony of its custodians, the drill, and the last resort.

Runs on a machine without network, as `python -m records_key`. Knows the standard library, `encryption` and
segno, which draws QR codes; no Django, no database and no part of the portal's server. docs/records-key.md
tells custodians what to do.
"""
