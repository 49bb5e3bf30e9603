"""The floor: a bare page of Django's with a session, a signed-in user and 20 rows of the same database.

It opens, verifies and records nothing, so what a page of ours costs beyond it is ours.
"""
