package dev.agentpost.mail.mailaccess.imap;

import static dev.agentpost.mail.mailaccess.imap.TestAccounts.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that no client sends by mistake alone. */
class ImapRobustnessTest {
    @TempDir
    static Path folder;

    private TestImapServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class BeforeLogin {
        private ImapClient client;

        @BeforeEach
        void connect() throws IOException {
            client = server.connect();
        }

        @AfterEach
        void disconnect() throws IOException {
            client.close();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "CAPABILITY",
                    "NOOP",
                    "ID NIL",
                    "ID (\"name\" \"x\" \"version\" NIL)",
                    "ID (\"a\" \"b\" \"a\" \"c\")"
                })
        void harmlessCommandsShouldBeServed(String command) throws IOException {
            assertThat(client.status(command)).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SELECT INBOX",
                    "LIST \"\" \"*\"",
                    "IDLE",
                    "SEARCH ALL",
                    "UID FETCH 1 (FLAGS)",
                    "STARTTLS",
                    "XYZZY",
                    "LOGIN",
                    "LOGIN a",
                    "LOGIN a b c",
                    "LOGIN \"a",
                    "LOGIN \"a\\q\" b"
                })
        void otherInputShouldBeBad(String command) throws IOException {
            assertThat(client.status(command)).startsWith("BAD");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(strings = {"x1 APPEND INBOX {70000000}", "x1 LOGIN {5000}", "x1 LOGIN {99999999999999999999}"})
        void largeLiteralShouldNotBeAskedFor(String line) throws IOException {
            client.send(line + "\r\n");

            assertThat(client.finish("x1")).last().asString().startsWith("BAD");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @Test
        void largeLiteralThatIsNotWaitedForShouldEndTheConnection() throws IOException {
            client.send("x1 LOGIN {70000000+}\r\n");

            assertThat(client.readLine()).startsWith("* BYE");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void longLineShouldBeBad() throws IOException {
            client.send("x1 LOGIN " + "a".repeat(200_000) + " b\r\n");

            assertThat(client.finish("x1")).last().asString().startsWith("BAD");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @Test
        void lineWithoutTagShouldBeBad() throws IOException {
            client.send("*\r\n");

            assertThat(client.readLine()).startsWith("* BAD");
        }

        @Test
        void emptyLinesShouldBeIgnored() throws IOException {
            client.send("\r\n\n\r\n");

            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @Test
        void lineEndingInLineFeedAloneShouldBeRead() throws IOException {
            client.send("x1 NOOP\n");

            assertThat(client.finish("x1")).last().asString().startsWith("OK");
        }

        @Test
        void tenBadCommandsShouldEndTheConnection() throws IOException {
            client.send("GET / HTTP/1.1\r\n".repeat(10));

            Stream<String> answers = Stream.generate(() -> {
                try {
                    return client.readLine();
                } catch (IOException e) {
                    return "closed";
                }
            });
            assertThat(answers.limit(12)).anyMatch(line -> line.startsWith("* BYE"));
        }

        @Test
        void bytesOfAnyKindShouldNotEndTheServer() throws IOException {
            byte[] all = new byte[256];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) i;
            }
            client.send(all);
            client.send("\r\n");

            try (ImapClient next = server.connect()) {
                assertThat(next.status("NOOP")).startsWith("OK");
            }
        }
    }

    @Nested
    class AfterLogin {
        private ImapClient client;

        @BeforeEach
        void login() throws IOException {
            client = server.login(server.accounts.aliceKey);
        }

        @AfterEach
        void disconnect() throws IOException {
            client.close();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SELECT",
                    "SELECT {x}",
                    "FETCH 1 (BODY[",
                    "STORE 1 +FLAGS (",
                    "SEARCH CHARSET NO-SUCH ALL",
                    "SEARCH NOT",
                    "UID",
                    "UID NOOP",
                    "FETCH 0 (FLAGS)",
                    "FETCH 1 (BODY[]<9999999999999999999999.1>)",
                    "LOGIN a b"
                })
        void malformedCommandShouldBeAnswered(String command) throws IOException {
            client.command("SELECT INBOX");

            assertThat(client.status(command)).matches("(BAD|NO) .*");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @ParameterizedTest
        @ValueSource(strings = {"NOT ", "OR ALL ", "("})
        void deepSearchShouldBeBad(String nesting) throws IOException {
            client.command("SELECT INBOX");

            assertThat(client.status("SEARCH " + nesting.repeat(5_000) + "ALL")).startsWith("BAD");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @Test
        void searchOfManyKeysShouldBeServed() throws IOException {
            client.command("SELECT INBOX");

            assertThat(client.status("SEARCH " + "OR SUBJECT x ".repeat(200) + "ALL"))
                    .startsWith("OK");
        }

        @Test
        void messageOfTheLargestSizeShouldBeAppended() throws IOException {
            int tail = 1000;
            byte[] message = new byte[73_400_320];
            java.util.Arrays.fill(message, (byte) 'x');
            byte[] head = "Subject: large\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(head, 0, message, 0, head.length);
            for (int i = head.length + 76; i < message.length - tail; i += 78) {
                message[i] = '\r';
                message[i + 1] = '\n';
            }

            String status = client.append("Drafts", message);

            assertThat(status).startsWith("OK [APPENDUID");
            client.command("SELECT Drafts");
            assertThat(client.command("FETCH 1 (RFC822.SIZE)").get(0)).contains("RFC822.SIZE 73400320");
        }

        @Test
        void largerMessageShouldBeRefusedBeforeItIsSent() throws IOException {
            String tag = client.start("APPEND Drafts {73400321}");

            assertThat(client.finish(tag)).last().asString().startsWith("NO [TOOBIG]");
            assertThat(client.status("NOOP")).startsWith("OK");
        }

        @Test
        void largerMessageThatIsNotWaitedForShouldBeSkipped() throws Exception {
            try (TestImapServer small = TestImapServer.start(folder, Map.of("literalSizeLimit", "1000"));
                    ImapClient sender = small.login(small.accounts.aliceKey)) {
                String tag = sender.start("APPEND Drafts {2000+}\r\n" + "x".repeat(2000));

                assertThat(sender.finish(tag)).last().asString().startsWith("NO [TOOBIG]");
                assertThat(sender.status("NOOP")).startsWith("OK");
            }
        }

        @Test
        void secondMessageOfOneAppendShouldNotBeLostSilently() throws IOException {
            String tag = client.start("APPEND Drafts {5+}\r\nA: b\n {5+}\r\nC: d\n");

            assertThat(client.finish(tag)).last().asString().startsWith("BAD");
            assertThat(client.command("STATUS Drafts (MESSAGES)").get(0)).contains("MESSAGES 0");
        }

        @Test
        void literalsShouldLeaveNoFiles() throws IOException {
            Set<String> before = literalFiles();

            client.append("Drafts", new byte[1_000_000]);

            assertThat(before).containsAll(literalFiles());
        }

        private Set<String> literalFiles() throws IOException {
            try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.startsWith("imap-literal"))
                        .collect(Collectors.toSet());
            }
        }

        @Test
        void unusualOrderOfLiteralsShouldBeUnderstood() throws IOException {
            String tag = client.start("STATUS {6}");
            client.readLine();
            client.send("Drafts (MESSAGES)\r\n");

            assertThat(client.finish(tag)).last().asString().startsWith("OK");
        }
    }

    @Test
    void connectionWithoutLoginShouldBeEnded() throws Exception {
        try (TestImapServer impatient = TestImapServer.start(folder, Map.of("loginTimeout", "1"));
                ImapClient client = impatient.connect()) {
            assertThat(client.readLine()).startsWith("* BYE");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void connectionWithLoginShouldOutliveTheLoginTimeout() throws Exception {
        try (TestImapServer impatient = TestImapServer.start(folder, Map.of("loginTimeout", "5"));
                ImapClient witness = impatient.connect();
                ImapClient client = impatient.login(impatient.accounts.aliceKey)) {
            witness.readLine();

            assertThat(client.status("NOOP")).startsWith("OK");
        }
    }

    @Test
    void clientThatDoesNotReadShouldBeCutOff() throws Exception {
        try (TestImapServer impatient = TestImapServer.start(folder, Map.of("readTimeout", "1"))) {
            impatient.deliver(ALICE, "INBOX", "Subject: large\r\n\r\n" + "x".repeat(40_000_000));
            try (ImapClient client = impatient.login(impatient.accounts.aliceKey)) {
                client.command("SELECT INBOX");
                client.start("FETCH 1 (BODY.PEEK[])");

                org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(impatient.accounts.liveSessions.all())
                        .isEmpty());
            }
        }
    }

    @Test
    void commandShouldWaitUntilTheAnswersBeforeItWereRead() throws Exception {
        server.deliver(ALICE, "INBOX", "Subject: large\r\n\r\n" + "x".repeat(40_000_000));
        try (ImapClient client = server.login(server.accounts.aliceKey);
                ImapClient other = server.login(server.accounts.aliceKey)) {
            client.command("SELECT INBOX");
            other.command("SELECT INBOX");
            String fetch = client.start("FETCH * (BODY.PEEK[])");
            String store = client.start("STORE * +FLAGS (\\Flagged)");

            for (int i = 0; i < 50; i++) {
                assertThat(other.command("FETCH * (FLAGS)").get(0)).doesNotContain("\\Flagged");
            }

            assertThat(client.finish(fetch)).last().asString().startsWith("OK");
            assertThat(client.finish(store)).last().asString().startsWith("OK");
            assertThat(other.command("FETCH * (FLAGS)").get(0)).contains("\\Flagged");
        }
    }

    @Test
    void oldTlsShouldBeRefused() throws Exception {
        try (SSLSocket socket = server.socket()) {
            assertThat(socket.getSession().getProtocol()).isIn("TLSv1.3", "TLSv1.2");
        }
    }

    @Test
    void plainTextShouldGetNoAnswer() throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("a1 NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();

            assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("OK");
        }
    }
}
