package dev.agentpost.mail.integration.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.Messages;
import dev.agentpost.mail.integration.harness.ComposeProject;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import org.junit.jupiter.api.Test;

/** What is true of a mail server in a container, wherever it keeps the mail. */
interface DeployedMailContract {
    ComposeProject project();

    /** With a key. */
    TestInbox inbox();

    @Test
    default void messageShouldGoFromSmtpsToAnIdleClient() {
        String subject = Messages.uniqueSubject("to the container");
        try (ImapConnection imap = project().imap(inbox())) {
            imap.ok("SELECT INBOX");
            imap.send("IDLE");
            assertThat(imap.readResponse()).startsWith("+");

            submit(subject);

            assertThat(imap.readResponse()).matches("\\* \\d+ EXISTS");
        }
        assertThat(copies(subject)).isEqualTo(1);
    }

    @Test
    default void downAndUpShouldKeepInboxKeyAndMail() {
        String subject = Messages.uniqueSubject("kept");
        submit(subject);
        String ca = project().inMailContainer("cat", "data/tls/ca.pem");

        project().down();
        project().up();

        assertThat(copies(subject)).isEqualTo(1);
        assertThat(project().inMailContainer("cat", "data/tls/ca.pem")).isEqualTo(ca);
        assertThat(project().log()).contains(inbox().email()).doesNotContain(inbox().key());
    }

    @Test
    default void agentpostCommandShouldWorkInside() {
        assertThat(project().inMailContainer("agentpost", "org", "list", "--json"))
                .contains("\"org_");
    }

    private void submit(String subject) {
        ContainerInbox.submit(project(), inbox(), subject);
    }

    private int copies(String subject) {
        return ContainerInbox.copies(project(), inbox(), subject);
    }
}
