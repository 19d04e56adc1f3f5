"""A first session of Thunderbird, without a screen: an account is made, mail is read, sent, filed, flagged and deleted.

usage: python3 thunderbird_session.py PROGRAM PROFILE
Environment: AUTOCONFIG (a URL), SMTP_USER, SMTP_PASS, CA_FILE. INBOX holds the messages "one" and "two".
PROFILE must not exist. Thunderbird's record of what it and the server said is left in PROFILE.imap.moz_log (IMAP) and
PROFILE.out (SMTP). Prints one line of JSON.
"""

import json
import os
import pathlib
import socket
import subprocess
import sys
import urllib.request

from marionette import Marionette

ACTIONS = pathlib.Path(__file__).parent.parent / "thunderbird" / "actions.js"
QUIET = {
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "devtools.console.stdout.chrome": True,
    "mailnews.smtp.loglevel": "All",
}


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def start(program, profile, port):
    profile.mkdir()
    settings = {**QUIET, "marionette.port": port}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in settings.items()]
    (profile / "user.js").write_text("".join(lines))
    command = [program, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile]
    environment = {**os.environ, "HOME": str(profile), "MOZ_LOG": "IMAP:5,timestamp", "MOZ_LOG_FILE": f"{profile}.imap"}
    with open(f"{profile}.out", "wb") as output:
        return subprocess.Popen(command, env=environment, stdout=output, stderr=output)


def session(do):
    user = os.environ["SMTP_USER"]
    pem = pathlib.Path(os.environ["CA_FILE"]).read_text()
    authority = "".join(pem.split("-----BEGIN CERTIFICATE-----")[1].split("-----END")[0].split())
    with urllib.request.urlopen(os.environ["AUTOCONFIG"]) as answer:
        configuration = answer.read().decode()
    do("createAccount", authority, configuration, user, os.environ["SMTP_PASS"])
    return {
        "folders": do("shownFolders"),
        "read": do("readMessage", "Inbox", "one"),
        "sent": do("sendMessage", user, "hidden@example.com", "greeting", "Written in Thunderbird."),
        "deleted": do("deleteMessage", "Inbox", "two"),
        "flagged": do("flagMessage", "Inbox", "one"),
        "drafts": do("saveDraft", user, "begun", "Not yet."),
        "emptied": do("compactAndEmptyTrash", "Inbox"),
        "created": do("createFolder", "Projects"),
    }


def main():
    program, profile = sys.argv[1], pathlib.Path(sys.argv[2])
    port = free_port()
    thunderbird = start(program, profile, port)
    try:
        control = Marionette(port)
        library = ACTIONS.read_text()
        seen = session(lambda action, *arguments: control.call(library, action, *arguments))
        control.command("Marionette:Quit", flags=["eForceQuit"])
        thunderbird.wait(timeout=60)
    finally:
        thunderbird.kill()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
