package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.harness.AdminApi.TestKey;
import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.ImapConnection.Answer;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one session hears of another's doings: sentence on IDLE and capability CONDSTORE of section 2, "IMAP". */
class PushIT {
    private final RunningServer server = RunningServer.shared();
    private TestOrganization acme;
    private TestKey key;
    private TestInbox alice;
    private ImapConnection watcher;
    private ImapConnection actor;

    @BeforeEach
    void connect() {
        acme = server.admin().createOrganization("Acme");
        key = acme.createKey();
        alice = acme.createInbox("alice").withKey(key.secret());
        actor = server.imap(alice);
        for (int i = 0; i < 4; i++) {
            append(20);
        }
        actor.ok("SELECT INBOX");
        watcher = server.imap(alice);
    }

    @AfterEach
    void close() {
        watcher.close();
        actor.close();
    }

    private void append(int bodyBytes) {
        String message = "Subject: task\r\n\r\n" + "x".repeat(bodyBytes);
        actor.ok("APPEND INBOX {" + message.length() + "+}\r\n" + message);
    }

    private String idle(String selection) {
        watcher.ok(selection);
        String tag = watcher.send("IDLE");
        await("+");
        return tag;
    }

    private String await(String start) {
        String line = watcher.readResponse();
        while (line != null && !line.startsWith(start)) {
            line = watcher.readResponse();
        }
        return line;
    }

    @Test
    void newMessageShouldBeAnnounced() {
        idle("SELECT INBOX");

        append(20);

        assertThat(await("* 5 EXISTS")).isEqualTo("* 5 EXISTS");
    }

    @Test
    void flagChangeShouldBeAnnounced() {
        idle("SELECT INBOX");

        actor.ok("STORE 2 +FLAGS (\\Flagged)");

        assertThat(await("* 2 FETCH")).contains("\\Flagged").doesNotContain("MODSEQ");
    }

    @Test
    void flagChangeShouldBeAnnouncedWithItsNumberToClientsWithCondstore() {
        idle("SELECT INBOX (CONDSTORE)");

        actor.ok("STORE 2 +FLAGS (\\Seen)");

        assertThat(await("* 2 FETCH")).contains("\\Seen").containsPattern("MODSEQ \\(\\d+\\)");
    }

    @Test
    void expungeShouldBeAnnouncedWithNumbersAsTheyAreThen() {
        String tag = idle("SELECT INBOX");

        actor.ok("STORE 1,3 +FLAGS.SILENT (\\Deleted)");
        actor.ok("EXPUNGE");

        assertThat(await("* 1 EXPUNGE")).isNotNull();
        assertThat(await("* 2 EXPUNGE")).isNotNull();
        watcher.connection().writeLine("DONE");
        assertThat(await(tag)).startsWith(tag + " OK");
        assertThat(watcher.ok("FETCH 1:* (UID)").lines("FETCH")).hasSize(2);
    }

    @Test
    void otherWordsThanDoneShouldBeBad() {
        String tag = idle("SELECT INBOX");

        watcher.connection().writeLine("a9 NOOP");

        assertThat(await(tag)).startsWith(tag + " BAD");
        watcher.ok("NOOP");
    }

    @Test
    void storeShouldLeaveAloneWhatHasChangedSince() {
        long before = highest(watcher.ok("SELECT INBOX (CONDSTORE)"));
        actor.ok("STORE 3 +FLAGS (\\Flagged)");

        Answer answer = watcher.ok("STORE 2:3 (UNCHANGEDSINCE " + before + ") +FLAGS (\\Answered)");

        assertThat(answer.status()).startsWith("OK [MODIFIED 3]");
        assertThat(watcher.ok("FETCH 3 (FLAGS)").lines("FETCH").get(0)).doesNotContain("Answered");
    }

    @Test
    void changedSinceShouldLeaveOutTheRest() {
        long before = highest(watcher.ok("SELECT INBOX (CONDSTORE)"));
        watcher.ok("STORE 3 +FLAGS (\\Flagged)");

        List<String> changed =
                watcher.ok("FETCH 1:* (FLAGS) (CHANGEDSINCE " + before + ")").lines("FETCH");

        assertThat(changed).singleElement().asString().startsWith("* 3 FETCH");
    }

    private static long highest(Answer selected) {
        String line = selected.lines("HIGHESTMODSEQ").get(0);
        return Long.parseLong(line.replaceAll(".*HIGHESTMODSEQ (\\d+).*", "$1"));
    }

    @Test
    void forcedEndShouldComeAfterTheMessageThatIsOnItsWay() {
        append(6_000_000);
        watcher.ok("SELECT INBOX");
        watcher.send("FETCH 5 (BODY.PEEK[])");
        String first = watcher.connection().readLine();
        assertThat(first).startsWith("* 5 FETCH");
        int size = Integer.parseInt(first.replaceAll(".*\\{(\\d+)}$", "$1"));

        acme.revoke(key);

        assertThat(watcher.connection().readBytes(size)).hasSize(size);

        String line = watcher.connection().readLine();
        String last = "";
        while (line != null) {
            last = line;
            line = watcher.connection().readLine();
        }
        assertThat(last).isEqualTo("* BYE API key revoked");
    }
}
