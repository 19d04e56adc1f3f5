package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.ImapConnection;

/** Marks what comes, and saves and removes drafts: whatever else moves a folder's counters. */
final class FlagsAndExpunges implements ReconnectingClient.Work {
    private static final String DRAFT = "Subject: draft\r\n\r\nNot yet.\r\n";

    @Override
    public void goOn(ImapConnection imap) {
        saveAndRemoveDrafts(imap);
        imap.ok("SELECT INBOX");
        imap.command("STORE * +FLAGS (\\Seen)");
        imap.command("STORE * FLAGS (\\Flagged)");
    }

    private static void saveAndRemoveDrafts(ImapConnection imap) {
        imap.ok("SELECT Drafts");
        for (int i = 0; i < 3; i++) {
            imap.send("APPEND Drafts (\\Draft) {" + DRAFT.length() + "+}\r\n" + DRAFT);
            readUntilTagged(imap);
        }
        imap.command("STORE 2 +FLAGS (\\Deleted)");
        imap.command("EXPUNGE");
        imap.command("STORE 1:* +FLAGS (\\Deleted)");
        imap.command("EXPUNGE");
    }

    private static void readUntilTagged(ImapConnection imap) {
        String line = imap.readResponse();
        while (line != null && line.startsWith("* ")) {
            line = imap.readResponse();
        }
        if (line == null) {
            throw new AssertionError("cut");
        }
    }
}
