"""How is the desk put together? Settings, addresses, the server's entrance."""
