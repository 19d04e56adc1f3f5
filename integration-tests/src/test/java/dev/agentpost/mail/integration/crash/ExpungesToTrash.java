package dev.agentpost.mail.integration.crash;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Saves messages in a folder of its own and expunges them, a few at a time. */
final class ExpungesToTrash implements ReconnectingClient.Work {
    private static final String FOLDER = "Passing";
    private static final int AT_ONCE = 3;
    private static final Pattern SUBJECT = Pattern.compile("Subject: (passing-\\d+)\r\n");

    private final List<String> expunged = Collections.synchronizedList(new ArrayList<>());
    private int count;

    @Override
    public void begin(ImapConnection imap) {
        imap.command("CREATE " + FOLDER);
        imap.ok("SELECT " + FOLDER);
    }

    @Override
    public void goOn(ImapConnection imap) {
        List<String> subjects = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            count++;
            String subject = "passing-" + count;
            String text = "Subject: " + subject + "\r\n\r\nGone soon.";
            imap.ok("APPEND " + FOLDER + " {" + text.length() + "+}\r\n" + text);
            subjects.add(subject);
        }
        imap.ok("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        imap.ok("EXPUNGE");
        expunged.addAll(subjects);
    }

    /** How many messages were in an EXPUNGE that was answered with OK. */
    int expunged() {
        return expunged.size();
    }

    /** Messages that were expunged and are not once in Trash and nowhere else, and others that stand twice. */
    List<String> misplaced(RunningServer server, TestInbox inbox) {
        Map<String, Integer> passing = new HashMap<>();
        Map<String, Integer> trash = new HashMap<>();
        try (ImapConnection imap = server.imap(inbox)) {
            count(imap, FOLDER, passing);
            count(imap, "Trash", trash);
        }
        List<String> misplaced = new ArrayList<>();
        expunged.stream()
                .filter(subject -> trash.getOrDefault(subject, 0) != 1 || passing.containsKey(subject))
                .forEach(subject -> misplaced.add(subject + ": " + trash.getOrDefault(subject, 0) + " in Trash, "
                        + passing.getOrDefault(subject, 0) + " in " + FOLDER));
        trash.forEach((subject, copies) -> {
            if (!expunged.contains(subject) && copies + passing.getOrDefault(subject, 0) > 1) {
                misplaced.add(subject + ": twice");
            }
        });
        return misplaced;
    }

    private static void count(ImapConnection imap, String folder, Map<String, Integer> copies) {
        imap.ok("EXAMINE " + folder);
        for (String line :
                imap.command("FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])").lines(" FETCH ")) {
            Matcher subject = SUBJECT.matcher(line);
            if (subject.find()) {
                copies.merge(subject.group(1), 1, Integer::sum);
            }
        }
    }
}
