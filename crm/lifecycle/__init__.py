"""LEAD, PROSPECT, CUSTOMER, RETENTION, ADVOCACY: where a customer stands with the shop."""
