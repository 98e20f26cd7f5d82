"""What other systems hear from us: addresses they may have, signatures, and the post itself.

Everything here is told what it needs and touches no table of ours.
"""
