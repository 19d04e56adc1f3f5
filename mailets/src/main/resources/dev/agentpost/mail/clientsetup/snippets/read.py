import email
import imaplib
import ssl
from email import policy

tls = ssl.create_default_context()
with imaplib.IMAP4_SSL({{host}}, {{imapsPort}}, ssl_context=tls) as imap:
    imap.login({{email}}, {{key}})
    imap.select("INBOX")
    status, found = imap.search(None, "UNSEEN")
    for number in found[0].split():
        status, data = imap.fetch(number, "(RFC822)")
        message = email.message_from_bytes(data[0][1], policy=policy.default)
        print(message["From"], "-", message["Subject"])
