"""The wording of the sample's papers."""
