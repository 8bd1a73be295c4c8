"""The site: sources in src/, built to dist/ by build.py."""
