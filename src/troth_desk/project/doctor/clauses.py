"""The clauses that the doctor applies to the desk itself: what policies advise those who run things to do.

The sentences are those that such sections hold everywhere; ``kind`` is what ``troth check`` makes of one. Sections of
advice to users are "guidance"; what a team promises of its own operation is a "practice" or a "recurrence".
"""

from __future__ import annotations

from troth_desk.project.doctor.check import Clause

TLS = Clause("guidance", "Enable TLS for all network communications")
LEAST_PRIVILEGE = Clause("guidance", "Run with minimal required permissions")
SERVICE_ACCOUNTS = Clause("guidance", "Use dedicated service accounts")
SEGMENTATION = Clause("guidance", "Implement network segmentation")
AUDIT_LOG = Clause("guidance", "Enable audit logging")
NO_COMMITTED_SECRETS = Clause("guidance", "Never commit credentials to version control")
SECRETS = Clause("guidance", "Use environment variables or secret managers")
ROTATION = Clause("guidance", "Rotate credentials regularly")
REVIEW_ACCESS = Clause("guidance", "Review access permissions periodically")
UNUSUAL_ACCESS = Clause("guidance", "Monitor for unusual access patterns")
FAILED_LOGINS = Clause("guidance", "Set up alerts for failed authentication attempts")
REVIEW_LOGS = Clause("guidance", "Review audit logs regularly")
DEPENDENCIES = Clause("guidance", "Keep dependencies updated")
AUTHENTICATION = Clause("practice", "Secure authentication and authorization")
UPDATES = Clause("practice", "Regular security updates for all systems")
BACKUPS = Clause("practice", "Backup and disaster recovery procedures")
EVENTS = Clause("practice", "Monitoring and alerting for security events")
INPUT = Clause("practice", "Input validation at all public API boundaries")
PGP = Clause("pgp", "Use PGP key for sensitive reports")
CONTACT = Clause("contact", "Send a detailed report to the security address")
CLOCKS = Clause("deadline", "Acknowledgment within 48 hours of your report")
