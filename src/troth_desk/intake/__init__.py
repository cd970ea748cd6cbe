"""How does a report come in? Form, API, receipts, attachments, the reporter's portal."""
