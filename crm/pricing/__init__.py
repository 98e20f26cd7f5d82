"""Prices: what a repair costs, why, and why it cost what it did in March."""
