"""HTTPS from the first start: a certificate authority of this server alone, and the certificate it shows."""
