"""Who hears what, now: one hub per web process reads the log and tells open pages of it.

Messages carry ids, never data: whoever hears one fetches what they may see.
"""
