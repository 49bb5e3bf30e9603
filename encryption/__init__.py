"""Seal and open what Sealpost stores: format `tp1`, described in docs/format-tp1.md.

Plain Python over `cryptography`; knows nothing of Django, people or tables.
"""
