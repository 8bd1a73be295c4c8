"""The site: src/ is what people write, build.py makes dist/ of it."""
