"""Debian's Chromium, as a test wants it."""

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--no-sandbox",  # tests often run as root, where Chromium's sandbox refuses to
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A site that a test only pretends must be able to frame the product on this machine.
    "--disable-features=LocalNetworkAccessChecks",
]
