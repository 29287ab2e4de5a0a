"""Proof of the guard: one mutation of the paper at a time, each of which verification must find."""
