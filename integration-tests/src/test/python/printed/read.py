import imaplib
import email

imap = imaplib.IMAP4_SSL("imap.agent-post.dev", 993)
imap.login(
    "support-a1b2c3@shared.agent-post.dev",
    "ap_sk_your_api_key_here",
)

imap.select("INBOX")
status, messages = imap.search(None, "UNSEEN")

for msg_id in messages[0].split():
    status, data = imap.fetch(msg_id, "(RFC822)")
    msg = email.message_from_bytes(data[0][1])
    print(f"From: {msg['From']}")
    print(f"Subject: {msg['Subject']}")

imap.logout()
