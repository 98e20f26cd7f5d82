"""Errors on a page's console: scripts that failed, and what the content policy refused."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError

# A refusal is an answer with its own words on the page; Chromium notes its status as well.
AN_ANSWER = re.compile(r"the server responded with a status of (403|404|409|412|422|429) ")


class Complaints:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self.expected: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._said)
        context.on("weberror", self._failed)

    def expect(self, words: str) -> None:
        """What this test itself provokes."""
        self.expected.append(words)

    def _said(self, message: ConsoleMessage) -> None:
        refused = "Content Security Policy" in message.text
        if message.type == "error" or refused:
            self._keep(f"{message.text} ({message.location.get('url')})")

    def _failed(self, error: WebError) -> None:
        self._keep(f"{error.error.message}\n{error.error.stack}")

    def _keep(self, text: str) -> None:
        known = AN_ANSWER.search(text) or any(words in text for words in self.expected)
        if not known:
            self.heard.append(text)
