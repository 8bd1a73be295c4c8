"""What a transcript says, by rules, without I/O."""
