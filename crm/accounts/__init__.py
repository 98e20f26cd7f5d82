"""Who works here, where, and what they may do.

A business has branches (shops); staff belong to one or more of them and hold one role, whose
permissions are data (`config/permissions.yaml`). Not all staff are people: the system, the
website, each integration and each API key act under a name of their own, so that "by whom"
always has an answer.
"""
