"""What restricts a session, each fact of which can be thought away."""
