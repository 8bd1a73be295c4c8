"""Infrastructure: the template, its packaging and deployment, and the local stack."""
