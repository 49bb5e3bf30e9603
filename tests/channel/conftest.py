"""Tests of the channel rule share the people of the tests of threads."""

from tests.messaging.conftest import long_standing, open_way

__all__ = ["long_standing", "open_way"]
