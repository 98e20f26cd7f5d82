"""`python -m crm.cli`, as the supervisor starts its children."""

from crm.cli import main

main()
