"""The archive: values, rules and use cases, without AWS, environment or clock."""
