"""Who acts, and by when? The desk: a self-hosted service for coordinated disclosure and response (Django)."""
