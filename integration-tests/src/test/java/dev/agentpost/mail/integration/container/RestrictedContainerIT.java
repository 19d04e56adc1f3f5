package dev.agentpost.mail.integration.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.Messages;
import dev.agentpost.mail.integration.harness.Docker;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.MailContainer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The image without a compose file, in the least memory that it takes. */
@Timeout(3_600)
class RestrictedContainerIT {
    private static final int LEAST_MEBIBYTES = 1_280;

    private static MailContainer container;
    private static TestInbox inbox;

    @BeforeAll
    @Timeout(3_600)
    static void start() {
        container = MailContainer.start(LEAST_MEBIBYTES);
        inbox = container.firstInbox();
    }

    @AfterAll
    static void remove() {
        if (container != null) {
            container.close();
        }
    }

    @Test
    void messageShouldGoFromSmtpsToAnIdleClient() {
        String subject = Messages.uniqueSubject("to the container");
        try (ImapConnection imap = container.imap(inbox);
                SmtpConnection smtp = container.smtp(inbox)) {
            imap.ok("SELECT INBOX");
            imap.send("IDLE");
            assertThat(imap.readResponse()).startsWith("+");

            String address = inbox.email();
            smtp.submitAccepted(address, List.of(address), Messages.message(address, address, subject));

            assertThat(imap.readResponse()).matches("\\* \\d+ EXISTS");
        }
    }

    @Test
    void doctorShouldFindNothingToDo() {
        assertThat(container.run("agentpost", "doctor", "--time-server", "")).contains("ok");
    }

    @Test
    void progressShouldBeReadable() {
        assertThat(container.log()).contains("] starting Cassandra … ");
    }

    /** From a folder that permits no programs they cannot be loaded, and Netty and Cassandra go on more slowly without. */
    @Test
    void nativeLibrariesShouldBeLoaded() {
        String maps = container.run("sh", "-c", "cat /proc/[0-9]*/maps | grep -o '/[^ ]*[.]so' | sort -u");

        assertThat(maps.lines())
                .anyMatch(file -> file.contains("/data/cassandra/run/tmp/"))
                .noneMatch(file -> file.startsWith("/tmp/"));
        assertThat(container.log()).doesNotContain("UnsatisfiedLinkError");
    }

    @Test
    void nothingShouldHaveBeenKilledForItsMemory() {
        assertThat(Docker.inspect(container.id()).at("/State/OOMKilled").asBoolean())
                .isFalse();
    }
}
