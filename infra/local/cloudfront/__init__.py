"""CloudFront's double: serves the site and forwards `/api/*`, by the distribution of the packaged template."""
