"""Every call, email, text, chat and visit, with a customer or a lead."""
