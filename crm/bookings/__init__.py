"""Bookings: a repair from intake to pickup, what was promised, found, fitted and guaranteed."""
