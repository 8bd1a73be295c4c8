"""Identity: sign-in, sessions, passwords, and servants' accounts."""
