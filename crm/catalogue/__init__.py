"""The device database: which kinds, makes and models exist, what ails them, what a repair is."""
