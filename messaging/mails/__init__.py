"""The list of every e-mail about messages: to whom, and how far it came."""
