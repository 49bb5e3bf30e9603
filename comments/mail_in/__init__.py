"""What comes by e-mail, and becomes a comment."""
