"""Description of a piece by its text: its type and its fields."""
