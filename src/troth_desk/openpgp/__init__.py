"""OpenPGP (RFC 9580; keys of version 4, RFC 4880, which every program reads): one key an organisation of the desk."""
