package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestKey;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Json;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a server that is in use, restored where nothing was. */
class BackupIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SUBJECT = Pattern.compile("Subject: (backed-up-\\d+)\r\n");
    private static final int MAILS_BEFORE = 40;

    /** Larger than what the queue keeps in its journal. */
    private static final String LARGE_BODY = ("x".repeat(70) + "\r\n").repeat(3_000);

    private final RunningServer server = RunningServer.shared();

    @TempDir
    private Path folder;

    private final List<String> accepted = new CopyOnWriteArrayList<>();

    @Test
    void restoredServerShouldHaveAllThatWasThereWhenTheBackupBegan() throws Exception {
        TestOrganization acme = server.admin().createOrganization("Acme");
        TestInbox alice = acme.createBusyInbox("alice");
        TestKey revoked = acme.createKey();
        acme.revoke(revoked);
        Path backup = folder.resolve("backup.zip");
        AtomicBoolean over = new AtomicBoolean();
        Thread load = new Thread(() -> submitUntil(over, alice));
        load.start();
        await().atMost(PATIENCE).until(() -> accepted.size() >= MAILS_BEFORE);
        TestKey lastKey = acme.createKey();
        List<String> before = List.copyOf(accepted);

        RunningServer.Outcome made = server.tryCommand("backup", backup.toString(), "--json");

        over.set(true);
        load.join();
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(Json.parse(made.out()).get("files").asInt()).isPositive();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(server.data().resolve("backup")).isEmptyDirectory();

        RunningServer restored = RunningServer.startOnBackup(backup, "it-restored");
        try {
            assertThat(restored.ready().get("first_key").isNull()).isTrue();
            TestInbox sameInbox = alice.withKey(lastKey.secret());
            try (ImapConnection imap = restored.imap(sameInbox)) {
                for (String mailbox : List.of("INBOX", "Sent")) {
                    await().atMost(PATIENCE).untilAsserted(() -> assertThat(subjects(imap, mailbox))
                            .containsAll(before));
                    assertThat(subjects(imap, mailbox)).doesNotHaveDuplicates();
                }
            }
            try (ImapConnection imap = restored.imap()) {
                assertThat(imap.authenticate(alice.withKey(revoked.secret())).status())
                        .contains("AUTHENTICATIONFAILED");
            }
            assertThat(restored.admin().checkStore("bodies")).isEmpty();
        } finally {
            restored.end();
        }
    }

    private void submitUntil(AtomicBoolean over, TestInbox inbox) {
        try (SmtpConnection smtp = server.smtp(inbox)) {
            for (int mail = 0; !over.get(); mail++) {
                String subject = "backed-up-" + mail;
                String message = Messages.message(inbox.email(), inbox.email(), subject);
                smtp.submitAccepted(
                        inbox.email(), List.of(inbox.email()), mail % 10 == 0 ? message + LARGE_BODY : message);
                accepted.add(subject);
            }
        }
    }

    private static List<String> subjects(ImapConnection imap, String mailbox) {
        imap.ok("EXAMINE " + mailbox);
        return imap.ok("FETCH 1:* (BODY.PEEK[HEADER.FIELDS (SUBJECT)])").lines(" FETCH ").stream()
                .map(SUBJECT::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }
}
