"""The API's JSON: one function for each value that a use case returns, in a module for each room."""
