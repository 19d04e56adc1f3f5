package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sent holds each accepted submission exactly once, {@code \Seen}, whether the client APPENDs its own copy before, during
 * or after it, twice, or never.
 */
class SentOnceIT {
    private static final Pattern APPEND_UID = Pattern.compile("OK \\[APPENDUID \\d+ (\\d+)].*");
    private static final String HIDDEN = "hidden@example.com";

    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;

    @BeforeEach
    void createInbox() {
        alice = server.admin().createOrganization("Acme").createInbox("alice");
    }

    @Test
    void appendAfterTheSubmissionShouldFindTheCopy() {
        String message = message("after");
        submitAndWait(message);

        try (ImapConnection imap = server.imap(alice)) {
            assertThat(append(imap, "Sent", message)).isEqualTo(1);
            assertThat(append(imap, "Sent", message)).isEqualTo(1);
        }

        assertThat(sent()).singleElement().asString().contains("\\Seen");
    }

    @Test
    void appendBeforeTheSubmissionShouldBeTheCopy() {
        String message = message("before");
        try (ImapConnection imap = server.imap(alice)) {
            assertThat(append(imap, "Sent", message)).isEqualTo(1);
            assertThat(append(imap, "Sent", message)).isEqualTo(1);
        }

        submit(message, "bob@example.com");

        await().untilAsserted(
                        () -> assertThat(sent()).singleElement().asString().contains("UID 1", "\\Seen"));
        submitAndWait(message("the next one"));
        assertThat(sent()).hasSize(2);
    }

    @Test
    void appendsDuringTheSubmissionShouldMakeOneCopy() {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<?>> rounds = IntStream.range(0, 10)
                    .mapToObj(round -> message("during"))
                    .<CompletableFuture<?>>flatMap(message -> IntStream.range(0, 4)
                            .mapToObj(client -> CompletableFuture.runAsync(() -> bring(message, client), clients)))
                    .toList();
            rounds.forEach(CompletableFuture::join);
        } finally {
            clients.shutdownNow();
        }

        await().untilAsserted(() -> assertThat(sent()).hasSize(10).allMatch(message -> message.contains("\\Seen")));
        submitAndWait(message("the last one"));
        assertThat(sent()).hasSize(11);
    }

    /** One client submits, the others append. */
    private void bring(String message, int client) {
        if (client == 1) {
            submit(message, "bob@example.com");
            return;
        }
        try (ImapConnection imap = server.imap(alice)) {
            append(imap, "Sent", message);
        }
    }

    @Test
    void messageWithoutDateOrMessageIdShouldBeOneCopy() {
        String message = "From: " + alice.email() + "\r\nTo: bob@example.com\r\nSubject: "
                + Messages.uniqueSubject("bare") + "\r\n\r\nhello";
        submitAndWait(message);

        try (ImapConnection imap = server.imap(alice)) {
            assertThat(append(imap, "Sent", message)).isEqualTo(1);
        }

        assertThat(sent()).singleElement().asString().contains("Message-ID:", "Date:");
    }

    @Test
    void messageThatPythonWritesTwiceShouldBeOneCopy() {
        String subject = Messages.uniqueSubject("python");
        String parameters = Json.write(Map.of("to", alice.email(), "subject", subject));

        ClientScripts.python("file_in_sent.py", server, alice, Map.of(), parameters);

        try (ImapConnection imap = server.imap(alice)) {
            await().untilAsserted(() -> assertThat(imap.count("INBOX", subject)).isEqualTo(1));
            await().untilAsserted(() -> assertThat(imap.count("Sent", subject)).isEqualTo(1));
        }
        submitAndWait(message("the next one"));
        assertThat(sent()).hasSize(2);
    }

    @Test
    void secondSubmissionShouldHaveACopyOfItsOwn() {
        String message = message("again");
        submitAndWait(message);

        submit(message, "bob@example.com");

        await().untilAsserted(() -> assertThat(sent()).hasSize(2));
        try (ImapConnection imap = server.imap(alice)) {
            assertThat(append(imap, "Sent", message)).isEqualTo(2);
        }
        assertThat(sent()).hasSize(2);
    }

    @Test
    void appendOfAnotherBodyShouldBeStored() {
        String message = message("changed");
        submitAndWait(message);

        try (ImapConnection imap = server.imap(alice)) {
            assertThat(append(imap, "Sent", message.replace("The body", "Another body")))
                    .isEqualTo(2);
            assertThat(append(imap, "Sent", message)).isEqualTo(1);
        }
    }

    @Test
    void appendShouldBeStoredWhenTheCopyWasExpunged() {
        String message = message("expunged");
        submitAndWait(message);

        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("SELECT Sent");
            imap.ok("UID STORE 1 +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
            assertThat(append(imap, "Sent", message)).isEqualTo(2);
            assertThat(append(imap, "Sent", message)).isEqualTo(2);
        }
    }

    @Test
    void appendShouldBeStoredWhenTheCopyWasMoved() {
        String message = message("moved");
        submitAndWait(message);

        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("SELECT Sent");
            imap.ok("UID MOVE 1 Drafts");
            assertThat(append(imap, "Sent", message)).isEqualTo(2);
        }
        assertThat(sent()).hasSize(1);
    }

    @Test
    void bccShouldStayWhenTheClientAppendsAfterwards() {
        String message = message("blind after");
        submitAndWait(message, "bob@example.com", HIDDEN);

        try (ImapConnection imap = server.imap(alice)) {
            assertThat(append(imap, "Sent", message)).isEqualTo(1);
            assertThat(append(imap, "Sent", "Bcc: " + HIDDEN + "\r\n" + message))
                    .isEqualTo(1);
        }

        assertThat(sent()).singleElement().asString().contains("Bcc: " + HIDDEN);
    }

    @Test
    void bccShouldBeInTheCopyWhenTheClientAppendedBefore() {
        String message = message("blind before");
        try (ImapConnection imap = server.imap(alice)) {
            append(imap, "Sent", message);
            imap.ok("SELECT Sent");

            submit(message, "bob@example.com", HIDDEN);

            await().untilAsserted(
                            () -> assertThat(sent()).singleElement().asString().contains("Bcc: " + HIDDEN, "\\Seen"));
            await().untilAsserted(() -> assertThat(imap.ok("NOOP").untagged()).contains("* 1 EXPUNGE"));
        }
    }

    @Test
    void appendToAnotherFolderShouldAlwaysBeStored() {
        String message = message("elsewhere");
        submitAndWait(message);

        try (ImapConnection imap = server.imap(alice)) {
            assertThat(append(imap, "Drafts", message)).isEqualTo(1);
            assertThat(append(imap, "Drafts", message)).isEqualTo(2);
        }
    }

    @Test
    void copyThatWasFoundShouldNotBeAnnounced() {
        String message = message("quiet");
        submitAndWait(message);
        try (ImapConnection imap = server.imap(alice);
                ImapConnection client = server.imap(alice)) {
            imap.ok("SELECT Sent");

            append(client, "Sent", message);

            assertThat(imap.ok("NOOP").untagged()).isEmpty();
        }
    }

    private String message(String what) {
        return Messages.message(alice.email(), "bob@example.com", Messages.uniqueSubject(what));
    }

    private void submitAndWait(String message, String... recipients) {
        int before = sent().size();
        submit(message, recipients.length == 0 ? new String[] {"bob@example.com"} : recipients);
        await().untilAsserted(() -> assertThat(sent()).hasSize(before + 1));
    }

    private void submit(String message, String... recipients) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            smtp.submitAccepted(alice.email(), List.of(recipients), message);
        }
    }

    /** The UID that the server answers with. */
    private static long append(ImapConnection imap, String folder, String message) {
        int octets = message.getBytes(StandardCharsets.UTF_8).length;
        String status = imap.command("APPEND " + folder + " {" + octets + "+}\r\n" + message)
                .status();
        Matcher answer = APPEND_UID.matcher(status);
        assertThat(answer.matches()).as(status).isTrue();
        return Long.parseLong(answer.group(1));
    }

    /** Each message with its UID, flags and header. */
    private List<String> sent() {
        try (ImapConnection imap = server.imap(alice)) {
            imap.ok("EXAMINE Sent");
            return imap.command("UID FETCH 1:* (FLAGS BODY.PEEK[HEADER])").lines(" FETCH ");
        }
    }
}
