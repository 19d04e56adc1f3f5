package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often each subject stands in each folder, as IMAP tells. */
public final class StoredCopies {
    private static final Pattern SUBJECT = Pattern.compile("Subject: (crash-\\d+)\r\n");

    private final Map<String, Integer> copies = new HashMap<>();

    private StoredCopies() {}

    public static StoredCopies read(RunningServer server, List<TestInbox> inboxes) {
        StoredCopies stored = new StoredCopies();
        for (TestInbox inbox : inboxes) {
            try (ImapConnection imap = server.imap(inbox)) {
                stored.readFolder(imap, inbox, "INBOX");
                stored.readFolder(imap, inbox, "Sent");
            }
        }
        return stored;
    }

    private void readFolder(ImapConnection imap, TestInbox inbox, String folder) {
        imap.ok("EXAMINE " + folder);
        for (String line :
                imap.command("FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])").lines(" FETCH ")) {
            Matcher subject = SUBJECT.matcher(line);
            if (subject.find()) {
                copies.merge(name(inbox, folder, subject.group(1)), 1, Integer::sum);
            }
        }
    }

    private static String name(TestInbox inbox, String folder, String subject) {
        return inbox.email() + " " + folder + " " + subject;
    }

    private static Set<String> wanted(Collection<AcceptedMail> accepted) {
        Set<String> wanted = new HashSet<>();
        for (AcceptedMail mail : accepted) {
            wanted.add(name(mail.recipient(), "INBOX", mail.subject()));
            wanted.add(name(mail.sender(), "Sent", mail.subject()));
        }
        return wanted;
    }

    public List<String> missing(Collection<AcceptedMail> accepted) {
        List<String> missing = new ArrayList<>(wanted(accepted));
        missing.removeAll(copies.keySet());
        return missing;
    }

    public int secondCopies() {
        return copies.values().stream().mapToInt(count -> count - 1).sum();
    }

    int unacknowledged(Collection<AcceptedMail> accepted) {
        Set<String> wanted = wanted(accepted);
        return (int) copies.keySet().stream()
                .filter(name -> name.contains(" INBOX ") && !wanted.contains(name))
                .count();
    }
}
