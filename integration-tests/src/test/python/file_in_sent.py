"""Sends a message with an attachment and then puts its own copy of it into Sent, as agents do with Python's libraries.

Both calls write the message anew, each with boundaries of its own.
Environment: SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS, IMAP_HOST, IMAP_PORT, CA_FILE.
Standard input: {"to", "subject"} as JSON.
"""

import email.utils
import imaplib
import json
import os
import smtplib
import ssl
import sys
import time
from email.message import EmailMessage


def compose(to, subject):
    message = EmailMessage()
    message["From"] = os.environ["SMTP_USER"]
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = email.utils.localtime()
    message["Message-ID"] = email.utils.make_msgid(domain="client.example.com")
    message.set_content("See the report.")
    message.add_alternative("<p>See the report.</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="report.pdf")
    return message


def main(to, subject):
    user, password = os.environ["SMTP_USER"], os.environ["SMTP_PASS"]
    context = ssl.create_default_context(cafile=os.environ["CA_FILE"])
    message = compose(to, subject)
    with smtplib.SMTP_SSL(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"]), context=context) as smtp:
        smtp.login(user, password)
        smtp.send_message(message)
    with imaplib.IMAP4_SSL(os.environ["IMAP_HOST"], int(os.environ["IMAP_PORT"]), ssl_context=context) as imap:
        imap.login(user, password)
        status, answer = imap.append("Sent", r"\Seen", imaplib.Time2Internaldate(time.time()), message.as_bytes())
        if status != "OK":
            raise RuntimeError(answer)


main(**json.load(sys.stdin))
