package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.ClientScripts;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stop, in the middle of work, and start on a data folder. Almost last, since it ends the server that the classes share. */
@Order(Integer.MAX_VALUE - 1)
class RestartIT {
    private static final int BURST = 30;
    /** Accepted faster than delivered, so that some of it waits. */
    private static final int SUBMISSIONS = 400;

    private static final int SENDERS = 8;
    private static final String HALF = "half.of.a.message";
    private static final Pattern SUBJECT = Pattern.compile("\r\nSubject: (\\S+)\r\n");

    private final RunningServer server = RunningServer.shared();

    @Test
    void startOnDataFolderOfLivingServerShouldFailWithOneLine() {
        RunningServer.Outcome outcome = server.tryCommand("start", "--json");

        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains("already", server.data().toString());
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void mailShouldOutliveRestart() throws IOException {
        awaitClassArchives();
        TestInbox alice = server.admin().createOrganization("Acme").createBusyInbox("alice");
        long firstServer = server.serverPid();
        long firstCassandra = server.cassandraPid();
        Set<String> appended;
        Duration stop;
        long waiting;
        try (SmtpConnection idle = server.smtp(alice);
                SmtpConnection half = server.smtp(alice);
                ImapConnection halfAppend = server.imap(alice);
                ImapConnection appending = server.imap(alice)) {
            half.submitInPart(alice.email(), List.of(alice.email()), message(alice, HALF));
            halfAppend.send("APPEND INBOX {1000+}\r\n" + message(alice, HALF));
            submitAll(alice);
            waiting = server.admin().get("/mailQueues/spool").get("size").asLong();
            for (int i = 0; i < BURST; i++) {
                String message = message(alice, "append." + i);
                appending.send("APPEND INBOX {" + message.length() + "+}\r\n" + message);
            }

            stop = stop();

            assertThat(half.readReply()).startsWith("421 4.3.2 ");
            assertThat(idle.readReply()).startsWith("421 4.3.2 ");
            assertThat(lines(halfAppend)).containsExactly("* BYE server is shutting down");
            List<String> answers = lines(appending);
            assertThat(answers).last().isEqualTo("* BYE server is shutting down");
            appended = accepted(answers);
        }
        assertThat(ProcessHandle.of(firstServer)).isEmpty();
        assertThat(ProcessHandle.of(firstCassandra)).isEmpty();
        assertThat(server.status().get("state").asText()).isNotEqualTo("ready");

        Duration taken = server.start();

        ClientScripts.progress("stop with work under way and " + waiting + " messages in the queue took "
                + stop.toMillis() + " ms, restart on the data folder "
                + taken.toMillis() + " ms, " + appended.size() + " of " + BURST + " APPENDs were answered");
        assertThat(stop)
                .as("20 s, and the start of the command on a busy machine")
                .isLessThan(Duration.ofSeconds(30));
        assertThat(server.ready().get("first_key").isNull()).isTrue();
        assertThatAllAcceptedIsThereOnce(alice, appended);
        assertThat(mappedFiles(server.serverPid())).contains("/class-archives/server-");
        assertThat(mappedFiles(server.cassandraPid())).contains("/class-archives/cassandra-");
    }

    private void submitAll(TestInbox alice) {
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        try {
            CompletableFuture.allOf(IntStream.range(0, SENDERS)
                            .mapToObj(sender ->
                                    CompletableFuture.runAsync(() -> submitEvery(SENDERS, sender, alice), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            threads.shutdownNow();
        }
    }

    private void submitEvery(int step, int first, TestInbox alice) {
        try (SmtpConnection smtp = server.smtp(alice)) {
            for (int i = first; i < SUBMISSIONS; i += step) {
                smtp.submitAccepted(alice.email(), List.of(alice.email()), message(alice, "burst." + i));
            }
        }
    }

    private void assertThatAllAcceptedIsThereOnce(TestInbox alice, Set<String> appended) {
        Set<String> submitted =
                IntStream.range(0, SUBMISSIONS).mapToObj(i -> "burst." + i).collect(Collectors.toSet());
        try (ImapConnection imap = server.imap(alice)) {
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(subjects(imap, "INBOX")).containsAll(submitted));
            assertThat(subjects(imap, "INBOX"))
                    .containsAll(appended)
                    .doesNotHaveDuplicates()
                    .doesNotContain(HALF);
            await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(subjects(imap, "Sent"))
                    .containsExactlyInAnyOrderElementsOf(submitted));
        }
        assertThat(server.admin().checkStore("headers")).isEmpty();
    }

    private Duration stop() {
        long began = System.nanoTime();
        server.stop();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static String message(TestInbox inbox, String subject) {
        return Messages.message(inbox.email(), inbox.email(), subject);
    }

    private static List<String> lines(ImapConnection connection) {
        return Stream.generate(connection::readResponse)
                .takeWhile(line -> line != null)
                .toList();
    }

    /** The first command after the login has the second tag. */
    private static Set<String> accepted(List<String> answers) {
        Pattern ok = Pattern.compile("a(\\d+) OK .*");
        return answers.stream()
                .map(ok::matcher)
                .filter(Matcher::matches)
                .map(found -> "append." + (Integer.parseInt(found.group(1)) - 2))
                .collect(Collectors.toSet());
    }

    private static List<String> subjects(ImapConnection imap, String folder) {
        return imap.headers(folder).stream()
                .map(SUBJECT::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    /** A process that the first start has left behind makes them. */
    private void awaitClassArchives() {
        await().atMost(Duration.ofMinutes(4))
                .untilAsserted(() ->
                        assertThat(server.classArchives().list()).hasSize(2).allMatch(name -> name.endsWith(".jsa")));
    }

    private static String mappedFiles(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/maps"));
    }
}
