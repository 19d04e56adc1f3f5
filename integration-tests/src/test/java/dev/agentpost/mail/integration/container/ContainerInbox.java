package dev.agentpost.mail.integration.container;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.Messages;
import dev.agentpost.mail.integration.harness.ComposeProject;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What lies in INBOX. */
final class ContainerInbox {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SUBJECT = Pattern.compile("\r\nSubject: (.*)\r\n");

    private ContainerInbox() {}

    /** How many messages of that subject there are when no mail is on its way any more. */
    static int copies(ComposeProject project, TestInbox inbox, String subject) {
        return settled(project, inbox).getOrDefault(subject, 0L).intValue();
    }

    /**
     * How many messages of each subject there are when no mail is on its way any more: a later message is there, and the
     * queue is empty.
     */
    static Map<String, Long> settled(ComposeProject project, TestInbox inbox) {
        String marker = Messages.uniqueSubject("marker");
        submit(project, inbox, marker);
        try (ImapConnection imap = project.imap(inbox)) {
            await().atMost(PATIENCE).until(() -> imap.count("INBOX", marker) > 0);
            await().atMost(PATIENCE).until(() -> project.queued() == 0);
            return imap.headers("INBOX").stream()
                    .flatMap(header -> SUBJECT.matcher(header).results().map(ContainerInbox::subject))
                    .collect(groupingBy(identity(), counting()));
        }
    }

    private static String subject(MatchResult match) {
        return match.group(1);
    }

    static void submit(ComposeProject project, TestInbox inbox, String subject) {
        try (SmtpConnection smtp = project.smtp(inbox)) {
            String address = inbox.email();
            smtp.submitAccepted(address, List.of(address), Messages.message(address, address, subject));
        }
    }
}
