"""Verification: a paper executed again, checked, and reported on."""
