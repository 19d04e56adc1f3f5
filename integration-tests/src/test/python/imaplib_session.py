"""A program on imaplib: folders, its own copy, search, flags, copying, moving, deleting.

Environment: IMAP_HOST, IMAP_PORT, SMTP_USER, SMTP_PASS, CA_FILE. All folders must be empty.
Prints one line of JSON.
"""

import imaplib
import json
import os
import re
import ssl
import time


def text(data):
    return [(line if isinstance(line, bytes) else line[0]).decode() for line in data if line]


def ok(answer):
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"{status} {data}")
    return data


def message(subject):
    return f"From: {os.environ['SMTP_USER']}\r\nSubject: {subject}\r\n\r\nThe body of {subject}.\r\n".encode()


def subjects(imap, folder):
    count = int(ok(imap.select(f'"{folder}"'))[0])
    if not count:
        return []
    data = ok(imap.fetch("1:*", "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))
    return [part[1].decode().strip().removeprefix("Subject: ") for part in data if isinstance(part, tuple)]


def session(imap):
    seen = {"capabilities": list(imap.capabilities), "folders": text(ok(imap.list())), "subscribed": text(ok(imap.lsub()))}
    for subject in ("one", "two", "three", "four"):
        ok(imap.append("INBOX", None, imaplib.Time2Internaldate(time.time()), message(subject)))
    seen["draft"] = text(ok(imap.append("Drafts", r"(\Draft)", None, message("begun"))))
    ok(imap.create("Projects"))
    ok(imap.subscribe("Projects"))
    seen["selected"] = int(ok(imap.select("INBOX"))[0])
    seen["found"] = ok(imap.search(None, "UNSEEN", "SUBJECT", '"three"'))[0].decode()
    seen["body"] = ok(imap.uid("FETCH", "3", "(BODY.PEEK[TEXT])"))[0][1].decode()
    ok(imap.copy("1", "Projects"))
    ok(imap.uid("MOVE", "3", "Projects"))
    seen["stored"] = re.findall(r"\\\w+", " ".join(text(ok(imap.store("2", "+FLAGS", r"(\Seen \Deleted)")))))
    seen["expunged"] = text(ok(imap.expunge()))
    seen["status"] = text(ok(imap.status("INBOX", "(MESSAGES UIDNEXT)")))
    ok(imap.close())
    seen["contents"] = {folder: subjects(imap, folder) for folder in ("INBOX", "Projects", "Drafts", "Trash")}
    ok(imap.select("INBOX", readonly=True))
    seen["refused"] = imap.copy("1", "Nowhere")[1][0].decode()
    ok(imap.delete("Projects"))
    seen["bye"] = imap.logout()[0]
    return seen


def main():
    context = ssl.create_default_context(cafile=os.environ["CA_FILE"])
    imap = imaplib.IMAP4_SSL(os.environ["IMAP_HOST"], int(os.environ["IMAP_PORT"]), ssl_context=context, timeout=60)
    imap.login(os.environ["SMTP_USER"], os.environ["SMTP_PASS"])
    print(json.dumps(session(imap)))


if __name__ == "__main__":
    main()
