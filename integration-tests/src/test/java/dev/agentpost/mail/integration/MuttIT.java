package dev.agentpost.mail.integration;

import static dev.agentpost.mail.integration.harness.MailProgram.MUTT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.MailProgram;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** mutt with its folders on the server and its own SMTP, driven by what its user would type. */
class MuttIT {
    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;
    private ImapConnection imap;

    @TempDir
    private Path home;

    @BeforeEach
    void createInbox() {
        alice = server.admin().createOrganization("Acme").createInbox("alice");
        imap = server.imap(alice);
        String user = alice.email().replace("@", "%40");
        MailProgram.settings(
                home,
                ".muttrc",
                "set ssl_ca_certificates_file='" + server.caFile() + "'",
                "set from='" + alice.email() + "' realname='Alice' use_envelope_from",
                "set smtp_url='smtps://" + user + "@localhost:" + server.smtpsPort() + "/' smtp_pass='" + alice.key()
                        + "'",
                "set folder='imaps://" + user + "@localhost:" + server.imapsPort() + "/' imap_pass='" + alice.key()
                        + "'",
                "set spoolfile=+INBOX record=+Sent postponed=+Drafts trash=+Trash",
                "set quit=yes delete=yes move=no postpone=yes recall=no confirmappend=no confirmcreate=no",
                "set editor=true abort_unmodified=no wait_key=no sleep_time=0 pager=cat prompt_after=no");
    }

    @AfterEach
    void close() {
        imap.close();
    }

    private void receive(String... subjects) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            for (String subject : subjects) {
                String message = Messages.message(alice.email(), alice.email(), subject);
                smtp.submitAccepted(alice.email(), List.of(alice.email()), message);
                await().untilAsserted(
                                () -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
            }
        }
    }

    /** Opens INBOX and types this, in mutt's own notation of keys. */
    private String type(String keys, String... more) {
        String[] arguments = new String[more.length + 2];
        System.arraycopy(more, 0, arguments, 0, more.length);
        arguments[more.length] = "-e";
        arguments[more.length + 1] = "push \"" + keys + "\"";
        return MUTT.runOnTerminal(home, arguments);
    }

    @Test
    void messageSentShouldBeInSentOnceWithBcc() {
        MUTT.runWithInput(
                home, "Written in mutt.\n", "-s", "greeting", "-b", "hidden@example.com", "--", alice.email());

        await().untilAsserted(() -> assertThat(imap.count("INBOX", "greeting")).isEqualTo(1));
        assertThat(imap.messageWithSubject("INBOX", "greeting"))
                .contains("Written in mutt.")
                .doesNotContain("hidden@example.com");
        await().untilAsserted(() -> assertThat(imap.headers("Sent"))
                .singleElement()
                .asString()
                .contains("Subject: greeting", "hidden@example.com"));
        assertThat(imap.messageWithSubject("Sent", "greeting")).contains("\\Seen");
    }

    @Test
    void foldersShouldBeListedOnceEach() {
        String screen = MUTT.runOnTerminal(home, "Trash", "qq", new String[] {"-e", "push \"<change-folder>?\""});

        assertThat(Pattern.compile("IMAP +(\\w+)").matcher(screen).results().map(found -> found.group(1)))
                .containsExactly("Drafts", "INBOX", "Sent", "Trash");
    }

    @Test
    void messageOpenedShouldBeShownAndSeen() {
        receive("one", "two");

        String screen = type("<limit>~s two<enter><display-message><quit>");

        assertThat(screen).contains("The body of two.");
        assertThat(imap.messageWithSubject("INBOX", "two")).contains("\\Seen");
        assertThat(imap.messageWithSubject("INBOX", "one")).doesNotContain("\\Seen");
    }

    /** mutt copies to its trash folder before it expunges, or leaves the deleted message to the server. */
    @ParameterizedTest
    @ValueSource(strings = {"set trash=+Trash", "unset trash"})
    void deletedMessageShouldBeInTrashOnce(String setting) {
        receive("one", "two");

        type("<delete-pattern>~s one<enter><sync-mailbox><quit>", "-e", setting);

        assertThat(imap.count("INBOX", "one")).isZero();
        assertThat(imap.count("INBOX", "two")).isEqualTo(1);
        assertThat(imap.count("Trash", "one")).isEqualTo(1);
        assertThat(imap.headers("Trash")).hasSize(1);
    }

    @Test
    void messageSavedElsewhereShouldNotBeInTrash() {
        receive("one");

        type("<save-message>=Projects<enter><sync-mailbox><quit>");

        assertThat(imap.headers("INBOX")).isEmpty();
        assertThat(imap.count("Projects", "one")).isEqualTo(1);
        assertThat(imap.headers("Trash")).isEmpty();
    }

    @Test
    void postponedMessageShouldLeaveDraftsWhenItIsSent() {
        type("<mail>" + alice.email() + "<enter>later<enter><postpone-message><quit>");

        assertThat(imap.count("Drafts", "later")).isEqualTo(1);

        type("<recall-message><send-message><quit>");

        await().untilAsserted(() -> assertThat(imap.count("INBOX", "later")).isEqualTo(1));
        assertThat(imap.headers("Drafts")).isEmpty();
        await().untilAsserted(() -> assertThat(imap.count("Sent", "later")).isEqualTo(1));
        assertThat(imap.headers("Trash")).isEmpty();
    }
}
