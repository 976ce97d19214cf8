"""Passages of public reports with planted words that must not be public."""
