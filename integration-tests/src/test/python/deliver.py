"""A mail server that delivers to port 25 with STARTTLS.

Environment: MX_PORT, CA_FILE.
Arguments: sender, subject, recipients.
Prints one line for each recipient that was refused: address, code and text.
"""

import os
import smtplib
import ssl
import sys
from email.message import EmailMessage

sender, subject, *recipients = sys.argv[1:]
message = EmailMessage()
message["From"], message["To"], message["Subject"] = sender, ", ".join(recipients), subject
message.set_content("Hello from the world.\n")

with smtplib.SMTP("localhost", int(os.environ["MX_PORT"]), local_hostname="mx.example.com") as server:
    server.starttls(context=ssl.create_default_context(cafile=os.environ["CA_FILE"]))
    for address, (code, text) in server.send_message(message, sender, recipients).items():
        print(address, code, text.decode())
