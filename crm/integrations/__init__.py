"""Other systems: what they deliver is kept as it came, read, and waits for somebody's word.

A delivery is stored before anybody looks at it, so nothing that reached us is ever lost. The
folder named after a system (`revivatech`) only reads its payloads into intents; what an intent
leads to is decided here, the same for every system: a registration or a request waits in the
approval queue, an update changes a customer, a payment is written into the conversation.
"""
