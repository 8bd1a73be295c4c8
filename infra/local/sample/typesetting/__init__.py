"""Typesetting and scanning of the sample's papers."""
