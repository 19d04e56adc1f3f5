"""An agent's send_email tool: HTML body, comma-separated To and Cc, attachments, three attempts.

Environment: SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASS, RETRY_DELAY (seconds, 5 when not set), CA_FILE.
Standard input: {"to", "subject", "body", "cc", "attachment_filenames"} as JSON.
Prints the number of the attempt that succeeded.
"""

import json
import os
import smtplib
import ssl
import sys
import time
from email import encoders
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

ATTEMPTS = 3


def addresses(text):
    return [address.strip() for address in (text or "").split(",") if address.strip()]


def compose(user, to, subject, body, cc=None, attachment_filenames=()):
    message = MIMEMultipart()
    message["From"] = user
    message["To"] = ", ".join(addresses(to))
    if cc:
        message["Cc"] = ", ".join(addresses(cc))
    message["Subject"] = subject
    message.attach(MIMEText(body, "html"))
    for filename in attachment_filenames:
        part = MIMEBase("application", "octet-stream")
        with open(filename, "rb") as file:
            part.set_payload(file.read())
        encoders.encode_base64(part)
        part.add_header("Content-Disposition", "attachment", filename=os.path.basename(filename))
        message.attach(part)
    return message


def send(message, recipients):
    context = ssl.create_default_context(cafile=os.environ["CA_FILE"])
    host, port = os.environ["SMTP_HOST"], int(os.environ.get("SMTP_PORT", "465"))
    with smtplib.SMTP_SSL(host, port, context=context, timeout=60) as server:
        server.login(os.environ["SMTP_USER"], os.environ["SMTP_PASS"])
        server.sendmail(os.environ["SMTP_USER"], recipients, message.as_string())


def send_email(**parameters):
    message = compose(os.environ["SMTP_USER"], **parameters)
    recipients = addresses(parameters["to"]) + addresses(parameters.get("cc"))
    for attempt in range(1, ATTEMPTS + 1):
        try:
            send(message, recipients)
            return attempt
        except (OSError, smtplib.SMTPException) as error:
            print(f"attempt {attempt} failed: {error}", file=sys.stderr)
            if attempt == ATTEMPTS:
                raise
            time.sleep(float(os.environ.get("RETRY_DELAY", "5")))


if __name__ == "__main__":
    print(send_email(**json.load(sys.stdin)))
