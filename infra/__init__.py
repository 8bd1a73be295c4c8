"""What Chalice does not make: the template, its packaging and the local stack."""
