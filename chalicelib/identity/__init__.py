"""Sign-in, sessions, passwords, and accounts of servants."""
