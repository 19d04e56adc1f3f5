"""One poll of an agent's inbox: unread mail with the exact subject "New Task" becomes a task and is marked as read.

Environment: IMAP_HOST, IMAP_PORT, SMTP_USER, SMTP_PASS, CA_FILE. Other mail is ignored and stays unread.
Prints one line of JSON for each task: {"sender", "description"}.
"""

import email
import email.policy
import email.utils
import imaplib
import json
import os
import ssl

SUBJECT = "new task"


def text_of(message):
    body = message.get_body(preferencelist=("plain", "html"))
    return body.get_content().strip()


def unread_tasks(imap):
    _, found = imap.search(None, "UNSEEN")
    for number in found[0].split():
        _, data = imap.fetch(number, "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
        header = email.message_from_bytes(data[0][1], policy=email.policy.default)
        if (header["Subject"] or "").strip().lower() == SUBJECT:
            yield number


def process(imap, number):
    _, data = imap.fetch(number, "(BODY.PEEK[])")
    message = email.message_from_bytes(data[0][1], policy=email.policy.default)
    _, sender = email.utils.parseaddr(message["From"])
    print(json.dumps({"sender": sender, "description": text_of(message)}))
    imap.store(number, "+FLAGS", "\\Seen")


def main():
    context = ssl.create_default_context(cafile=os.environ["CA_FILE"])
    host, port = os.environ["IMAP_HOST"], int(os.environ.get("IMAP_PORT", "993"))
    with imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=60) as imap:
        imap.login(os.environ["SMTP_USER"], os.environ["SMTP_PASS"])
        imap.select("INBOX")
        for number in list(unread_tasks(imap)):
            process(imap, number)


if __name__ == "__main__":
    main()
