package dev.agentpost.mail.integration.container;

import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ComposeProject;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;

/** What lies in INBOX. */
final class ContainerInbox {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ContainerInbox() {}

    /** How many messages of that subject there are, once there is one. */
    static int copies(ComposeProject project, TestInbox inbox, String subject) {
        try (ImapConnection imap = project.imap(inbox)) {
            return await().atMost(PATIENCE).until(() -> imap.count("INBOX", subject), count -> count > 0);
        }
    }
}
