"""Runs a script whose smtplib and imaplib calls name no TLS context, with the server's certificate verified.

Without a context the two libraries verify nothing. Here they use the trust of the file in SSL_CERT_FILE.

usage: python3 verified.py SCRIPT
"""

import runpy
import ssl
import sys


def verifying_context(**_client_certificate):
    return ssl.create_default_context()


ssl._create_stdlib_context = verifying_context
runpy.run_path(sys.argv[1], run_name="__main__")
