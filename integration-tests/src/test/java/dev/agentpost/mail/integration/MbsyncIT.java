package dev.agentpost.mail.integration;

import static dev.agentpost.mail.integration.harness.MailProgram.MBSYNC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AdminApi.TestOrganization;
import dev.agentpost.mail.integration.harness.ImapConnection;
import dev.agentpost.mail.integration.harness.MailProgram;
import dev.agentpost.mail.integration.harness.Maildir;
import dev.agentpost.mail.integration.harness.RunningServer;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** mbsync in both directions: what either side has, changes or deletes, the other has once, and then there is peace. */
class MbsyncIT {
    private static final List<String> FOLDERS = List.of("INBOX", "Sent", "Drafts", "Trash");
    private static final Pattern FETCHED =
            Pattern.compile("^(?=.*UID (\\d+))(?=.*FLAGS \\(([^)]*)\\)).*Subject: ([^\r]*)", Pattern.DOTALL);
    private static final Map<String, String> LETTERS =
            Map.of("\\Draft", "D", "\\Flagged", "F", "\\Answered", "R", "\\Seen", "S", "\\Deleted", "T");

    private final RunningServer server = RunningServer.shared();
    private TestInbox alice;
    private TestInbox bob;
    private ImapConnection imap;
    private Maildir here;

    @TempDir
    private Path home;

    @BeforeEach
    void fillAllFolders() throws IOException {
        TestOrganization acme = server.admin().createOrganization("Acme");
        alice = acme.createInbox("alice");
        bob = acme.createInbox("bob");
        configure();
        imap = server.imap(alice);
        for (String subject : List.of("one", "two", "three")) {
            send(bob, alice, subject);
        }
        send(alice, bob, "answer");
        append("Drafts", "\\Draft \\Seen", "draft");
        append("Trash", "\\Seen", "refuse");
        here = new Maildir(Files.createDirectory(home.resolve("mail")));
    }

    @AfterEach
    void close() {
        imap.close();
    }

    private void configure() {
        MailProgram.settings(
                home,
                ".mbsyncrc",
                "IMAPAccount agentpost",
                "Host localhost",
                "Port " + server.imapsPort(),
                "User " + alice.email(),
                "Pass " + alice.key(),
                "SSLType IMAPS",
                "SystemCertificates no",
                "CertificateFile " + server.caFile(),
                "",
                "IMAPStore there",
                "Account agentpost",
                "",
                "MaildirStore here",
                "Path " + home.resolve("mail") + "/",
                "Inbox " + home.resolve("mail/INBOX"),
                "SubFolders Verbatim",
                "",
                "Channel mail",
                "Far :there:",
                "Near :here:",
                "Patterns INBOX *",
                "Create Both",
                "Expunge Both",
                "CopyArrivalDate yes",
                "SyncState *");
    }

    private void send(TestInbox from, TestInbox to, String subject) {
        try (SmtpConnection smtp = server.smtp(from);
                ImapConnection received = server.imap(to)) {
            smtp.submitAccepted(from.email(), List.of(to.email()), Messages.message(from.email(), to.email(), subject));
            await().untilAsserted(
                            () -> assertThat(received.count("INBOX", subject)).isEqualTo(1));
        }
    }

    private void append(String folder, String flags, String subject) {
        String message = message(subject);
        imap.ok("APPEND " + folder + " (" + flags + ") {" + message.length() + "+}\r\n" + message);
    }

    private String message(String subject) {
        return Messages.message(alice.email(), bob.email(), subject);
    }

    private void sync() {
        MBSYNC.run(home, "--all");
    }

    @Test
    void syncShouldBringEachMessageOnce() {
        sync();

        assertThat(here("INBOX")).containsExactlyInAnyOrder("one ", "two ", "three ");
        assertThat(here("Sent")).containsExactly("answer S");
        assertThat(here("Drafts")).containsExactly("draft DS");
        assertThat(here("Trash")).containsExactly("refuse S");
        assertThat(here.read("INBOX", "two")).contains("The body of two.");
    }

    @Test
    void syncAgainShouldChangeNothing() {
        sync();
        here.add("Drafts", "DS", message("begun here"));
        here.add("Sent", "S", message("sent elsewhere"));
        sync();

        shouldBeAtPeace();
    }

    /** Both sides hold the same, and two more syncs change neither a UID nor a flag nor a file. */
    private void shouldBeAtPeace() {
        Map<String, List<String>> there = there(fetched -> fetched.group(1) + " " + fetched.group(3));
        Map<String, List<Maildir.Entry>> files = new TreeMap<>();
        FOLDERS.forEach(folder -> files.put(folder, here.entries(folder)));
        for (String folder : FOLDERS) {
            assertThat(here(folder)).as(folder).containsExactlyInAnyOrderElementsOf(there(folder));
        }

        sync();
        sync();

        assertThat(there(fetched -> fetched.group(1) + " " + fetched.group(3))).isEqualTo(there);
        for (String folder : FOLDERS) {
            assertThat(here.entries(folder)).isEqualTo(files.get(folder));
            assertThat(here(folder)).as(folder).containsExactlyInAnyOrderElementsOf(there(folder));
        }
        assertThat(server.admin().checkStore("headers")).isEmpty();
    }

    @Test
    void changesOnTheServerShouldComeDown() {
        sync();
        send(bob, alice, "four");
        imap.ok("SELECT INBOX");
        imap.ok("STORE 1 +FLAGS (\\Flagged \\Answered)");
        imap.ok("STORE 2 +FLAGS (\\Deleted)");
        imap.ok("EXPUNGE");

        sync();

        assertThat(here("INBOX")).containsExactlyInAnyOrder("one FR", "three ", "four ");
        assertThat(here("Trash")).containsExactlyInAnyOrder("refuse S", "two ");
        shouldBeAtPeace();
    }

    @Test
    void changesHereShouldGoUp() {
        sync();
        here.flag("INBOX", "one", "FRS");
        here.flag("INBOX", "two", "T");
        here.add("Drafts", "DS", message("begun here"));
        here.add("Sent", "S", message("sent elsewhere"));
        here.add("Projects", "", message("kept"));

        sync();
        sync();

        assertThat(there("INBOX")).containsExactlyInAnyOrder("one FRS", "three ");
        assertThat(there("Trash")).containsExactlyInAnyOrder("refuse S", "two ");
        assertThat(there("Drafts")).containsExactlyInAnyOrder("draft DS", "begun here DS");
        assertThat(there("Sent")).containsExactlyInAnyOrder("answer S", "sent elsewhere S");
        assertThat(there("Projects")).containsExactly("kept ");
        assertThat(imap.messageWithSubject("Drafts", "begun here")).contains("The body of begun here.");
        shouldBeAtPeace();
    }

    @Test
    void changesOnBothSidesShouldMeet() {
        sync();
        here.flag("INBOX", "one", "F");
        here.flag("INBOX", "two", "T");
        here.flag("Drafts", "draft", "DST");
        here.add("Drafts", "DS", message("begun here"));
        send(bob, alice, "four");
        imap.ok("SELECT INBOX");
        imap.ok("STORE 1 +FLAGS (\\Seen)");
        imap.ok("STORE 3 +FLAGS (\\Deleted)");
        imap.ok("EXPUNGE");

        sync();
        sync();

        assertThat(here("INBOX")).containsExactlyInAnyOrder("one FS", "four ");
        assertThat(here("Trash")).containsExactlyInAnyOrder("refuse S", "two ", "three ");
        assertThat(here("Drafts")).containsExactly("begun here DS");
        shouldBeAtPeace();
    }

    /** mbsync appends the file to Trash and expunges it where it was: first the one, or first the other. */
    @ParameterizedTest
    @ValueSource(strings = {"INBOX", "Work"})
    void messageThatIsMovedToTrashHereShouldBeThereOnce(String folder) {
        here.add("Work", "S", message("task"));
        sync();
        here.move(folder, "Trash", folder.equals("INBOX") ? "two" : "task");

        sync();
        sync();

        String moved = folder.equals("INBOX") ? "two " : "task S";
        assertThat(there("Trash")).containsExactlyInAnyOrder("refuse S", moved);
        assertThat(here("Trash")).containsExactlyInAnyOrder("refuse S", moved);
        assertThat(there(folder)).doesNotContain(moved);
        shouldBeAtPeace();
    }

    /** A mail reader that hands its mail to a submission program and keeps a copy in its maildir. */
    @Test
    void copyOfASubmittedMessageShouldStayOne() {
        sync();
        send(alice, bob, "by itself");
        here.add("Sent", "S", message("by itself"));

        sync();
        sync();

        assertThat(there("Sent")).containsExactlyInAnyOrder("answer S", "by itself S");
        assertThat(here("Sent")).containsExactlyInAnyOrder("answer S", "by itself S");
        shouldBeAtPeace();
    }

    private List<String> here(String folder) {
        return here.entries(folder).stream().map(Maildir.Entry::toString).toList();
    }

    private List<String> there(String folder) {
        return there(folder, fetched -> fetched.group(3) + " " + letters(fetched.group(2)));
    }

    private Map<String, List<String>> there(Function<Matcher, String> what) {
        Map<String, List<String>> all = new TreeMap<>();
        FOLDERS.forEach(folder -> all.put(folder, there(folder, what)));
        return all;
    }

    private List<String> there(String folder, Function<Matcher, String> what) {
        imap.ok("EXAMINE " + folder);
        return imap.command("FETCH 1:* (UID FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])").lines(" FETCH ").stream()
                .map(FETCHED::matcher)
                .filter(Matcher::find)
                .map(what)
                .toList();
    }

    private static String letters(String flags) {
        return Pattern.compile(" ")
                .splitAsStream(flags)
                .map(flag -> LETTERS.getOrDefault(flag, ""))
                .sorted()
                .collect(Collectors.joining());
    }
}
