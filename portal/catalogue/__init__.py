"""Catalogues: every marked text in another language, kept by `make messages` without any other tool."""
