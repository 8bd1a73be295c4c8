"""Lambda handlers: each reads an event, calls one use case and sorts the outcome."""
