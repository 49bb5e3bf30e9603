"""Queries that are put together once, since Django takes longer to write most of them than a database to
answer them; pages of long lists; transactions that are tried once more.
"""
