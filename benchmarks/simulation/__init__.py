"""The archive on AWS in simulation: numbers and their sources, lanes of functions, the archive event by event, and by flows."""
