"""Labelled texts to measure screening with: read from files, or made up here."""
