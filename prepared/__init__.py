"""Queries that are put together once: Django takes longer to write most of them than a database to answer."""
