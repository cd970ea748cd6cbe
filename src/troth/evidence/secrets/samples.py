"""Keys that their issuers, or standards, publish as samples: known by fingerprint, each with its source.

A row is the fingerprint of the value (``value.py``) and where it is published. The values stand in the sources.
"""

from __future__ import annotations

SAMPLES: dict[str, str] = {
    "secret:cb38c918e656b69280b96a9269ca167b": "AWS documentation, IAM identifiers",
    "secret:af5816cb5a2d99ceb594b7b1d3a6fc0a": "AWS documentation, AWS CLI profiles",
    "secret:ae83a0f76d12a3678668c3aa3d4d8f59": "AWS documentation, AWS STS",
    "secret:4cdc6e91e6957622dbacac241b5df950": "AWS documentation, IAM access keys",
    "secret:004e00c106a0e4bc968d6c99ed1c8836": "AWS documentation, AWS CLI profiles",
    "secret:6732b9b08cd31903e577f674c4e5c72a": "Stripe API reference",
    "secret:46e0fc0f1b4494c8d87f8c41f680586f": "Stripe API reference",
    "secret:6a09a3845d6e839413331a4750cfc0ab": "Azurite, well-known storage account",
    "secret:1f80922a5a4e8a1380a0f5bf252ae97d": "Azure Cosmos DB emulator",
    "secret:0f73c43213339cb0bbff0cf361ff7cc7": "jwt.io debugger",
    "secret:4c76cb024e0bd68f79cf6c94e794cf95": "RFC 7519, section 3.1",
    "secret:ef114d554fa94319075d42829d6e0c6a": "RFC 7636, appendix B",
    "secret:a98dece18be8f2ddc45f09d519a47e1b": "RFC 6749, OAuth 2.0",
    "secret:519e8562ed0fff91876e20472a1f8962": "RFC 6749, OAuth 2.0",
    "secret:63927bbec64d1b24e86914b5afec8000": "RFC 6749, OAuth 2.0",
    "secret:b191f0c192e5bd193989605f80fc984c": "RFC 6749, OAuth 2.0",
    "secret:a1ca9cd270030ba68323dc53d9c6186e": "RFC 6749, OAuth 2.0",
    "secret:0ccd6bb3771e15a4abe782f764ca13a8": "RFC 7617, Basic authentication",
    "secret:b4ac1d5868b1ffd3303d5108b8088f50": "RFC 2617, Basic authentication",
    "secret:10d16caa341379c757828e2c8cc37ccf": "RFC 6238, appendix B",
    "secret:5535acd40bb83d71bb8197415802e931": "C2SP age test vectors",
}
