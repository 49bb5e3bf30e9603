"""Load what tests share before any of them is collected."""

pytest_plugins = ["tests.real_parts"]
