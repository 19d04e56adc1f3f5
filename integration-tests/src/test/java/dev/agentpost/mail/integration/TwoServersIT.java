package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.Processes;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers on one Cassandra, the embedded one of the first. {@code -Dagentpost.nodes.messages=1000} makes each of the two that
 * change one folder append so many messages.
 */
class TwoServersIT {
    private static final int MESSAGES = Integer.getInteger("agentpost.nodes.messages", 200);
    private static final int WRITERS = 4;
    private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(2);

    private static final String FOLDER = "Shared";
    private static final String TEXT = "Subject: appended\r\n\r\nBy one of two.\r\n";

    private static final RunningServer FIRST = RunningServer.shared();
    private static RunningServer second;

    private final Set<Long> appended = new ConcurrentSkipListSet<>();
    private final Set<Long> expunged = new ConcurrentSkipListSet<>();

    @BeforeAll
    static void startSecond() {
        second = RunningServer.startBeside(FIRST, "it-second");
    }

    @AfterAll
    static void endSecond() {
        second.end();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void serversShouldAgreeOnAFolderThatBothChange() throws Exception {
        TestInbox alice = FIRST.admin().createOrganization("Acme").createInbox("alice");
        try (ImapConnection imap = FIRST.imap(alice)) {
            imap.ok("CREATE " + FOLDER);
        }

        changeOnBoth(alice);

        assertThat(appended)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2L * MESSAGES).boxed().toList());
        Set<Long> left = new TreeSet<>(appended);
        left.removeAll(expunged);
        for (RunningServer server : List.of(FIRST, second)) {
            assertFolderHas(left, server, alice);
        }
        assertThat(FIRST.admin().checkStore("headers")).isEmpty();
    }

    /** The row "Sent", from another node. */
    @Test
    void copyThatTheOtherServerAppendsShouldBeTheOneThatIsThere() {
        TestInbox alice = FIRST.admin().createOrganization("Acme").createInbox("alice");
        String subject = Messages.uniqueSubject("from the other server");
        String message = Messages.message(alice.email(), alice.email(), subject);
        try (SmtpConnection smtp = FIRST.smtp(alice);
                ImapConnection imap = second.imap(alice)) {
            smtp.submitAccepted(alice.email(), List.of(alice.email()), message);
            await().untilAsserted(() -> assertThat(imap.count("Sent", subject)).isEqualTo(1));

            String answer = imap.ok("APPEND Sent (\\Seen) {" + message.length() + "+}\r\n" + message)
                    .status();

            assertThat(answer).contains("[APPENDUID ", " 1]");
            assertThat(imap.count("Sent", subject)).isEqualTo(1);
        }
    }

    /** "Changes apply everywhere within 2 seconds": a filter rule, on the node that it was not made on. */
    @Test
    void filterRuleShouldHoldOnTheOtherServerWithinTwoSeconds() {
        TestOrganization acme = FIRST.admin().createOrganization("Acme");
        TestInbox alice = acme.createInbox("alice");
        String rcpt = "RCPT TO:<customer@example.com>";
        try (SmtpConnection smtp = second.smtp(alice)) {
            smtp.command("MAIL FROM:<" + alice.email() + ">");
            assertThat(smtp.command(rcpt)).startsWith("250 ");

            String rule = acme.createRule(
                    Map.of("direction", "send", "action", "block", "match_type", "domain", "value", "example.com"));
            await().atMost(IN_FORCE_WITHIN)
                    .untilAsserted(() -> assertThat(smtp.command(rcpt)).startsWith("550 5.7.1 "));

            acme.deleteRule(rule);
            await().atMost(IN_FORCE_WITHIN)
                    .untilAsserted(() -> assertThat(smtp.command(rcpt)).startsWith("250 "));
        }
    }

    /** The row "inbox already holds its number of connections": of all nodes together, those of a killed node for 10 s. */
    @Test
    void connectionsOfAKilledServerShouldBeFreeWithinTenSeconds() {
        TestInbox alice = FIRST.admin().createOrganization("Acme").createInbox("alice");
        RunningServer third = RunningServer.startBeside(FIRST, "it-third");
        List<ImapConnection> open = new ArrayList<>();
        try {
            for (int i = 0; i < 15; i++) {
                open.add((i % 2 == 0 ? second : third).imap(alice));
            }
            for (RunningServer server : List.of(second, third)) {
                ImapConnection late = server.imap();
                open.add(late);
                assertThat(late.authenticate(alice).status()).startsWith("NO [LIMIT] this inbox holds 15 of 15");
            }

            Processes.kill(third.serverPid());

            ImapConnection waiting = second.imap();
            open.add(waiting);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            assertThat(waiting.authenticate(alice).status()).startsWith("OK"));
        } finally {
            open.forEach(ImapConnection::close);
            third.end();
        }
    }

    /** "Deleting an inbox takes effect everywhere within 2 seconds, on live sessions too", on the node that was not asked. */
    @Test
    void deletionAskedOfOneServerShouldEndSessionsOnTheOther() {
        TestOrganization acme = FIRST.admin().createOrganization("Acme");
        TestInbox alice = acme.createInbox("alice");
        TestInbox bob = acme.createInbox("bob");
        try (ImapConnection ofAlice = second.imap(alice);
                ImapConnection ofBob = second.imap(bob);
                SmtpConnection smtpOfBob = second.smtp(bob)) {
            ofAlice.connection().patience(Duration.ofSeconds(3));
            ofBob.connection().patience(Duration.ofSeconds(3));
            smtpOfBob.connection().patience(Duration.ofSeconds(3));

            acme.deleteInbox(alice.email());
            assertThat(ofAlice.readResponse()).startsWith("* BYE ");
            ofBob.ok("NOOP");

            acme.delete();
            assertThat(ofBob.readResponse()).startsWith("* BYE ");
            assertThat(smtpOfBob.readReply()).startsWith("421 4.7.0 ");
        }
        for (RunningServer server : List.of(FIRST, second)) {
            assertThat(server.admin().send("GET", acme.path(), "").statusCode()).isEqualTo(404);
            try (ImapConnection again = server.imap()) {
                assertThat(again.authenticate(bob).status()).startsWith("NO [AUTHENTICATIONFAILED]");
            }
        }
    }

    private void changeOnBoth(TestInbox inbox) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (RunningServer server : List.of(FIRST, second)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                tasks.add(() -> append(server, inbox));
            }
            tasks.add(() -> markAndExpunge(server, inbox));
        }
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void append(RunningServer server, TestInbox inbox) {
        long last = 0;
        try (ImapConnection imap = server.imap(inbox)) {
            for (int i = 0; i < MESSAGES / WRITERS; i++) {
                String answer = imap.ok("APPEND " + FOLDER + " {" + TEXT.length() + "+}\r\n" + TEXT)
                        .status();
                long uid = numbers("APPENDUID \\d+ (\\d+)", answer).get(0);
                assertThat(uid).isGreaterThan(last);
                assertThat(appended.add(uid)).as("UID %s is new", uid).isTrue();
                last = uid;
            }
        }
        return null;
    }

    /** Until all messages have come: every third is flagged, another third expunged, by both servers. */
    private Void markAndExpunge(RunningServer server, TestInbox inbox) {
        long highestModSeq = 0;
        try (ImapConnection imap = server.imap(inbox)) {
            boolean over = false;
            while (!over) {
                over = appended.size() == 2 * MESSAGES;
                imap.ok("SELECT " + FOLDER);
                List<Long> there = uids(imap);
                imap.ok("UID STORE " + set(there, 1) + " +FLAGS.SILENT (\\Flagged)");
                imap.ok("UID STORE " + set(there, 2) + " +FLAGS.SILENT (\\Deleted)");
                imap.ok("UID EXPUNGE " + set(there, 2));
                there.stream().filter(uid -> uid % 3 == 2).forEach(expunged::add);
                long now = numbers(
                                "HIGHESTMODSEQ (\\d+)",
                                imap.ok("STATUS " + FOLDER + " (HIGHESTMODSEQ)").untagged())
                        .get(0);
                assertThat(now).isGreaterThanOrEqualTo(highestModSeq);
                highestModSeq = now;
            }
        }
        return null;
    }

    /** UIDs with that remainder of three; one that is not there when there are none. */
    private static String set(List<Long> uids, int remainder) {
        List<String> wanted = uids.stream()
                .filter(uid -> uid % 3 == remainder)
                .map(Object::toString)
                .toList();
        return wanted.isEmpty() ? "4294967295" : String.join(",", wanted);
    }

    private static void assertFolderHas(Set<Long> uids, RunningServer server, TestInbox inbox) {
        try (ImapConnection imap = server.imap(inbox)) {
            List<String> selected = imap.ok("SELECT " + FOLDER).untagged();
            assertThat(selected).contains("* " + uids.size() + " EXISTS");
            assertThat(uids(imap)).containsExactlyElementsOf(uids);
            List<String> rows = imap.ok("FETCH 1:* (UID FLAGS MODSEQ)").lines(" FETCH ");
            assertThat(numbers("UID (\\d+)", rows)).containsExactlyElementsOf(uids);
            assertThat(rows).filteredOn(row -> row.contains("\\Flagged")).hasSize((int)
                    uids.stream().filter(uid -> uid % 3 == 1).count());
            assertThat(numbers("MODSEQ \\((\\d+)\\)", rows))
                    .allMatch(modSeq ->
                            modSeq <= numbers("HIGHESTMODSEQ (\\d+)", selected).get(0));
        }
    }

    private static List<Long> uids(ImapConnection imap) {
        return numbers("\\b(\\d+)", imap.ok("UID SEARCH ALL").lines("SEARCH"));
    }

    private static List<Long> numbers(String pattern, List<String> lines) {
        return numbers(pattern, String.join("\n", lines));
    }

    private static List<Long> numbers(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> Long.valueOf(found.group(1)))
                .toList();
    }
}
