"""Who may be contacted how, for what, and how we know. One judge: `may_contact`."""
