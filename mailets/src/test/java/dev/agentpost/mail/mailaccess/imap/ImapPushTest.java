package dev.agentpost.mail.mailaccess.imap;

import static dev.agentpost.mail.mailaccess.imap.TestAccounts.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one session hears of another's doings: sentence on IDLE and capability CONDSTORE of section 2, "IMAP". */
class ImapPushTest {
    private static final String MESSAGE = "Subject: task\r\n\r\nDo it.\r\n";

    @TempDir
    static Path folder;

    private TestImapServer server;
    private ImapClient watcher;
    private ImapClient actor;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder);
        for (int i = 0; i < 4; i++) {
            server.deliver(ALICE, "INBOX", MESSAGE);
        }
        watcher = server.login(server.accounts.aliceKey);
        actor = server.login(server.accounts.aliceKey);
        actor.command("SELECT INBOX");
        actor.command("NOOP");
    }

    @AfterEach
    void stop() throws IOException {
        watcher.close();
        actor.close();
        server.close();
    }

    private String idle(ImapClient client) throws IOException {
        String tag = client.start("IDLE");
        while (!client.readLine().startsWith("+")) {
            // what was to be announced before
        }
        return tag;
    }

    private List<String> done(ImapClient client, String tag) throws IOException {
        client.send("DONE\r\n");
        return client.finish(tag);
    }

    /** Lines up to one that begins like that, without RECENT. */
    private static List<String> linesUntil(ImapClient client, String start) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = client.readLine();
            if (!line.endsWith("RECENT")) {
                lines.add(line);
            }
            if (line.startsWith(start)) {
                return lines;
            }
        }
    }

    /** RFC 2180 section 3.3. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deletionOfTheSelectedFolderShouldEndTheSession(boolean idles) throws IOException {
        actor.command("CREATE Work");
        watcher.command("SELECT Work");
        if (idles) {
            idle(watcher);
        }

        actor.command("DELETE Work");

        assertThat(watcher.readLine()).isEqualTo("* BYE Selected mailbox has been deleted");
        assertThat(watcher.isClosedByServer()).isTrue();
        assertThat(actor.status("NOOP")).startsWith("OK");
    }

    @Nested
    class Idle {
        private String tag;

        @BeforeEach
        void idle() throws IOException {
            watcher.command("SELECT INBOX");
            tag = ImapPushTest.this.idle(watcher);
        }

        @Test
        void newMessageShouldBeAnnounced() throws Exception {
            server.deliver(ALICE, "INBOX", MESSAGE);

            assertThat(linesUntil(watcher, "* 5 EXISTS")).containsExactly("* 5 EXISTS");
        }

        /** Of two that come at once, the second may be announced first. */
        @Test
        void messagesShouldKeepTheirOrderWhenTheirEventsOvertakeEachOther() throws Exception {
            server.events().holdArrivals();
            server.deliver(ALICE, "INBOX", MESSAGE);
            server.deliver(ALICE, "INBOX", MESSAGE);

            server.events().releaseArrivals();

            assertThat(linesUntil(watcher, "* 6 EXISTS")).containsExactly("* 6 EXISTS");
            done(watcher, tag);
            assertThat(watcher.command("FETCH 5:* (UID)"))
                    .startsWith("* 5 FETCH (UID 5)", "* 6 FETCH (UID 6)")
                    .hasSize(3);
        }

        /** As when the store did not say in time that it has the message, which is then found to be there. */
        @Test
        void messageThatWasNotAnnouncedShouldBeSeenWithTheNext() throws Exception {
            server.events().holdArrivals();
            server.deliver(ALICE, "INBOX", MESSAGE);
            server.events().dropArrivals();

            server.deliver(ALICE, "INBOX", MESSAGE);

            assertThat(linesUntil(watcher, "* 6 EXISTS")).containsExactly("* 6 EXISTS");
        }

        @Test
        void messagesShouldBeAnnouncedWhenTheStoreIsBack() throws Exception {
            server.events().holdArrivals();
            server.deliver(ALICE, "INBOX", MESSAGE);
            server.events().dropArrivals();
            server.events().holdArrivals();
            server.deliver(ALICE, "INBOX", MESSAGE);
            server.setMailboxesDown(true);
            server.events().releaseArrivals();

            server.setMailboxesDown(false);

            assertThat(linesUntil(watcher, "* 6 EXISTS")).containsExactly("* 6 EXISTS");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\\Seen", "\\Flagged", "\\Answered", "\\Deleted", "$Urgent"})
        void addedFlagShouldBeAnnounced(String flag) throws IOException {
            actor.command("STORE 2 +FLAGS (" + flag + ")");

            assertThat(linesUntil(watcher, "* 2 FETCH")).last().asString().contains("FLAGS (", flag);
        }

        @Test
        void removedFlagShouldBeAnnounced() throws IOException {
            actor.command("STORE 2 +FLAGS (\\Seen)");
            linesUntil(watcher, "* 2 FETCH");

            actor.command("STORE 2 -FLAGS (\\Seen)");

            assertThat(linesUntil(watcher, "* 2 FETCH")).last().asString().doesNotContain("Seen");
        }

        @Test
        void flagSetByFetchShouldBeAnnounced() throws IOException {
            actor.command("FETCH 3 (BODY[])");

            assertThat(linesUntil(watcher, "* 3 FETCH")).last().asString().contains("\\Seen");
        }

        @ParameterizedTest
        @ValueSource(strings = {"UID EXPUNGE 5", "UID MOVE 5 Trash"})
        void messageThatIsGoneShouldNotCountAsRecent(String command) throws Exception {
            server.deliver(ALICE, "INBOX", MESSAGE);
            linesUntil(watcher, "* 5 EXISTS");
            actor.command("UID STORE 5 +FLAGS.SILENT (\\Deleted)");
            actor.command(command);
            linesUntil(watcher, "* 5 EXPUNGE");

            server.deliver(ALICE, "INBOX", MESSAGE);

            linesUntil(watcher, "* 5 EXISTS");
            assertThat(watcher.readLine()).isEqualTo("* 1 RECENT");
        }

        @Test
        void expungeShouldBeAnnouncedWithNumbersAsTheyAreThen() throws IOException {
            actor.command("STORE 1,2,4 +FLAGS.SILENT (\\Deleted)");
            actor.command("EXPUNGE");

            assertThat(linesUntil(watcher, "* 2 EXPUNGE"))
                    .filteredOn(line -> line.endsWith("EXPUNGE"))
                    .containsExactly("* 1 EXPUNGE", "* 1 EXPUNGE", "* 2 EXPUNGE");
        }

        @Test
        void numbersShouldFitAfterAnExpunge() throws IOException {
            actor.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
            actor.command("EXPUNGE");
            linesUntil(watcher, "* 1 EXPUNGE");

            actor.command("STORE 3 +FLAGS (\\Flagged)");

            assertThat(linesUntil(watcher, "* 3 FETCH")).last().asString().contains("\\Flagged");
        }

        @Test
        void tagShouldAnswerDone() throws IOException {
            assertThat(done(watcher, tag)).last().asString().startsWith("OK IDLE");
        }

        @Test
        void nothingShouldBeAnnouncedAfterTheEnd() throws IOException {
            done(watcher, tag);
            actor.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
            actor.command("EXPUNGE");

            // NOOP is the first that may say so
            assertThat(watcher.command("NOOP")).contains("* 1 EXPUNGE");
        }

        @Test
        void secondIdleShouldAnnounceAgain() throws Exception {
            done(watcher, tag);
            ImapPushTest.this.idle(watcher);

            server.deliver(ALICE, "INBOX", MESSAGE);

            assertThat(linesUntil(watcher, "* 5 EXISTS")).hasSize(1);
        }

        @Test
        void ownChangesShouldNotBeAnnouncedToOneself() throws Exception {
            done(watcher, tag);
            watcher.command("STORE 1 +FLAGS.SILENT (\\Seen)");
            ImapPushTest.this.idle(watcher);

            server.deliver(ALICE, "INBOX", MESSAGE);

            assertThat(linesUntil(watcher, "* 5 EXISTS")).hasSize(1);
        }

        @Test
        void otherFolderShouldBeNobodysConcern() throws Exception {
            server.deliver(ALICE, "Drafts", MESSAGE);
            server.deliver(ALICE, "INBOX", MESSAGE);

            assertThat(linesUntil(watcher, "* 5 EXISTS")).hasSize(1);
        }

        @Test
        void emptyLineShouldBeBad() throws IOException {
            watcher.send("\r\n");

            assertThat(watcher.finish(tag)).last().asString().startsWith("BAD");
            assertThat(watcher.status("NOOP")).startsWith("OK");
        }

        @Test
        void doneInAnyCaseShouldEndIt() throws IOException {
            watcher.send("done\r\n");

            assertThat(watcher.finish(tag)).last().asString().startsWith("OK");
        }
    }

    @Test
    void idleWithoutAMailboxShouldEnd() throws IOException {
        String tag = idle(watcher);

        assertThat(done(watcher, tag)).last().asString().startsWith("OK");
    }

    /** James loses what happens while it announces something else. */
    @RepeatedTest(3)
    void watcherShouldEndUpWithTheTruthUnderManyChanges() throws Exception {
        watcher.command("SELECT INBOX");
        String tag = idle(watcher);
        Thread deliveries = new Thread(() -> {
            for (int i = 0; i < 40; i++) {
                try {
                    server.deliver(ALICE, "INBOX", MESSAGE);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        deliveries.start();
        long done = 0;
        for (int i = 0; i < 40; i++) {
            actor.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
            done += count(actor.command("EXPUNGE"), "EXPUNGE");
            actor.command("NOOP");
        }
        deliveries.join();

        List<String> heard = done(watcher, tag);
        List<String> rest = watcher.command("NOOP");

        long expunged = count(heard, "EXPUNGE") + count(rest, "EXPUNGE");
        assertThat(expunged).isEqualTo(done);
        assertThat(heard).noneMatch(line -> line.contains("-1 "));
        assertThat(watcher.command("UID SEARCH ALL").get(0))
                .isEqualTo(actor.command("UID SEARCH ALL").get(0));
        assertThat(watcher.command("FETCH 1:* (UID)"))
                .filteredOn(line -> line.contains("FETCH ("))
                .hasSize(44 - (int) done);
    }

    private static long count(List<String> lines, String end) {
        return lines.stream().filter(line -> line.endsWith(end)).count();
    }

    @Nested
    class Condstore {
        private long highest(List<String> selected) {
            return selected.stream()
                    .filter(line -> line.contains("HIGHESTMODSEQ"))
                    .map(line -> line.replaceAll(".*HIGHESTMODSEQ (\\d+).*", "$1"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void selectShouldSayTheHighestNumber() throws IOException {
            assertThat(highest(watcher.command("SELECT INBOX (CONDSTORE)"))).isPositive();
        }

        @Test
        void announcedFlagShouldHaveItsNumber() throws IOException {
            watcher.command("SELECT INBOX (CONDSTORE)");
            idle(watcher);

            actor.command("STORE 2 +FLAGS (\\Flagged)");

            assertThat(linesUntil(watcher, "* 2 FETCH")).last().asString().containsPattern("MODSEQ \\(\\d+\\)");
        }

        @Test
        void announcedFlagShouldHaveNoNumberForClientsThatDidNotAsk() throws IOException {
            watcher.command("SELECT INBOX");
            idle(watcher);

            actor.command("STORE 2 +FLAGS (\\Flagged)");

            assertThat(linesUntil(watcher, "* 2 FETCH")).last().asString().doesNotContain("MODSEQ");
        }

        @Test
        void vanishedShouldBeAnnouncedToClientsWithQresync() throws IOException {
            watcher.command("ENABLE QRESYNC");
            watcher.command("SELECT INBOX");
            idle(watcher);

            actor.command("STORE 2:3 +FLAGS.SILENT (\\Deleted)");
            actor.command("EXPUNGE");

            assertThat(linesUntil(watcher, "* VANISHED")).last().isEqualTo("* VANISHED 2:3");
        }

        @Test
        void changedSinceShouldLeaveOutTheRest() throws IOException {
            long before = highest(watcher.command("SELECT INBOX (CONDSTORE)"));
            watcher.command("STORE 3 +FLAGS (\\Flagged)");

            List<String> changed = watcher.command("FETCH 1:* (FLAGS) (CHANGEDSINCE " + before + ")");

            assertThat(changed)
                    .filteredOn(line -> line.contains("FETCH ("))
                    .singleElement()
                    .asString()
                    .startsWith("* 3 FETCH")
                    .contains("MODSEQ");
        }

        @Test
        void statusShouldSayTheHighestNumber() throws IOException {
            long before = highest(watcher.command("SELECT INBOX (CONDSTORE)"));
            actor.command("STORE 3 +FLAGS (\\Flagged)");

            String status = watcher.command("STATUS INBOX (HIGHESTMODSEQ)").get(0);

            assertThat(Long.parseLong(status.replaceAll(".*HIGHESTMODSEQ (\\d+).*", "$1")))
                    .isGreaterThan(before);
        }

        @Test
        void searchShouldFindWhatHasChangedSince() throws IOException {
            long before = highest(watcher.command("SELECT INBOX (CONDSTORE)"));
            watcher.command("STORE 3 +FLAGS (\\Flagged)");

            assertThat(watcher.command("SEARCH MODSEQ " + (before + 1)).get(0)).startsWith("* SEARCH 3 (MODSEQ ");
        }
    }

    @Nested
    class ForcedEnd {
        @Test
        void wordsShouldReachAnIdlingClient() throws IOException {
            watcher.command("SELECT INBOX");
            idle(watcher);

            server.accounts.revoke(server.accounts.aliceKey);

            assertThat(watcher.readLine()).isEqualTo("* BYE API key revoked");
            assertThat(watcher.isClosedByServer()).isTrue();
        }

        @Test
        void wordsShouldComeAfterTheAnswerThatIsOnItsWay() throws Exception {
            String large = "Subject: large\r\n\r\n" + "x".repeat(3_000_000);
            server.deliver(ALICE, "INBOX", large);
            watcher.command("SELECT INBOX");
            watcher.start("FETCH 5 (BODY.PEEK[])");
            String header = watcher.readLine();

            server.accounts.revoke(server.accounts.aliceKey);

            assertThat(header).endsWith("{" + large.length() + "}");
            assertThat(watcher.readBytes(large.length())).isEqualTo(large);
            assertThat(watcher.readLine()).isEqualTo(")");
            assertThat(linesUntil(watcher, "* BYE")).last().isEqualTo("* BYE API key revoked");
            assertThat(watcher.isClosedByServer()).isTrue();
        }

        @Test
        void wordsShouldNotCutALineOfALongAnswer() throws Exception {
            for (int i = 0; i < 300; i++) {
                server.deliver(ALICE, "INBOX", MESSAGE);
            }
            watcher.command("SELECT INBOX");
            watcher.start("FETCH 1:* (FLAGS UID INTERNALDATE RFC822.SIZE ENVELOPE BODY.PEEK[])");
            watcher.readLine();

            server.accounts.revoke(server.accounts.aliceKey);

            assertThat(linesUntil(watcher, "* BYE")).last().isEqualTo("* BYE API key revoked");
            assertThat(watcher.isClosedByServer()).isTrue();
        }
    }
}
