"""The pages on which a second member releases a plain e-mail, or refuses."""
