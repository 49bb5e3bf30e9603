"""What is done about mail that comes in, by use case."""
