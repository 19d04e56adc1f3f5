package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ENVELOPE of headers that not every client writes (RFC 3501 section 7.4.2). */
class ImapEnvelopeTest {
    private static final String ALICE = "((NIL NIL \"a\" \"x.org\"))";

    @TempDir
    private static Path folder;

    private static TestImapServer server;
    private static ImapClient client;

    @BeforeAll
    static void start() throws Exception {
        server = TestImapServer.start(folder);
        client = server.login(server.accounts.aliceKey);
        client.command("SELECT Drafts");
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    private static String envelope(byte[] header) throws IOException {
        assertThat(client.append("Drafts", header)).startsWith("OK");
        client.command("NOOP");
        String answer = client.command("FETCH * ENVELOPE").get(0);
        return answer.substring(answer.indexOf("(ENVELOPE (") + 11, answer.length() - 2);
    }

    private static String envelope(String header) throws IOException {
        return envelope(
                (header.replace("\\r\\n", "\r\n").replace("\\t", "\t") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "X: y|NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL",
                "Subject:|NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL",
                "Date:\\r\\nMessage-ID:\\r\\nIn-Reply-To: |\"\" NIL NIL NIL NIL NIL NIL NIL \"\" \"\"",
                "Subject: =?utf-8?Q?=C3=A4?= b|NIL \"=?utf-8?Q?=C3=A4?= b\" NIL NIL NIL NIL NIL NIL NIL NIL",
                "Subject: \"a\\b\"|NIL \"\\\"a\\\\b\\\"\" NIL NIL NIL NIL NIL NIL NIL NIL",
                "Subject: one\\r\\n two\\r\\n\\tthree|NIL \"one two three\" NIL NIL NIL NIL NIL NIL NIL NIL",
                "Subject: ä|NIL \"=?UTF-8?B?w6Q=?=\" NIL NIL NIL NIL NIL NIL NIL NIL",
                "subject:no space|NIL \"no space\" NIL NIL NIL NIL NIL NIL NIL NIL",
                "Message-ID: <1@x>\\r\\nIn-Reply-To: <0@x>\\r\\n <2@x>"
                        + "|NIL NIL NIL NIL NIL NIL NIL NIL \"<0@x> <2@x>\" \"<1@x>\""
            })
    void textsShouldBeGiven(String header, String expected) throws IOException {
        assertThat(envelope(header)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"Sender,Reply-To", "Sender:,Reply-To: ", "X-Sender: a@b,X-Reply-To: b@c"})
    void senderAndReplyToShouldDefaultToFrom(String sender, String replyTo) throws IOException {
        assertThat(envelope("From: a@x.org\r\n" + (sender.contains(":") ? sender + "\r\n" + replyTo : "X: y")))
                .isEqualTo("NIL NIL " + ALICE + " " + ALICE + " " + ALICE + " NIL NIL NIL NIL NIL");
    }

    @Test
    void senderAndReplyToShouldBeTheirOwn() throws IOException {
        assertThat(envelope("From: a@x.org\r\nSender: s@x.org\r\nReply-To: r@x.org"))
                .isEqualTo("NIL NIL " + ALICE
                        + " ((NIL NIL \"s\" \"x.org\")) ((NIL NIL \"r\" \"x.org\")) NIL NIL NIL NIL NIL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "To: A B <a@x.org>|((\"A B\" NIL \"a\" \"x.org\"))",
                "To: \"Doe, John\" <a@x.org>|((\"Doe, John\" NIL \"a\" \"x.org\"))",
                "To: \"A \\\"B\\\" C\" <a@x.org>|((\"A \\\"B\\\" C\" NIL \"a\" \"x.org\"))",
                "To: a@x.org, <b@x.org>|((NIL NIL \"a\" \"x.org\")(NIL NIL \"b\" \"x.org\"))",
                "To: a@x.org\\r\\nTo: b@x.org|((NIL NIL \"a\" \"x.org\")(NIL NIL \"b\" \"x.org\"))",
                "To: a@x.org (A B)|((\"A B\" NIL \"a\" \"x.org\"))",
                "To: a@x.org(A, B), b@x.org, c@x.org (C),|((\"A, B\" NIL \"a\" \"x.org\")(NIL NIL \"b\" \"x.org\")"
                        + "(\"C\" NIL \"c\" \"x.org\"))",
                "To: a@x.org (Jürgen)|((\"=?UTF-8?Q?J=C3=BCrgen?=\" NIL \"a\" \"x.org\"))",
                "To: a@x.org ()|((NIL NIL \"a\" \"x.org\"))",
                "To: a@x.org (A (B))|((NIL NIL \"a\" \"x.org\"))",
                "To: a@x.org (A), B (b) <b@x.org>|((NIL NIL \"a\" \"x.org\")(\"B\" NIL \"b\" \"x.org\"))",
                "To: =?utf-8?Q?J=C3=BCrgen?= <a@x.org>|((\"=?utf-8?Q?J=C3=BCrgen?=\" NIL \"a\" \"x.org\"))",
                "To: =?no-such?Q?J=FC?= <a@x.org>|((\"=?no-such?Q?J=FC?=\" NIL \"a\" \"x.org\"))",
                "To: Jürgen <a@x.org>|((\"=?UTF-8?Q?J=C3=BCrgen?=\" NIL \"a\" \"x.org\"))",
                "To: \"a b\"@x.org|((NIL NIL \"a b\" \"x.org\"))",
                "To: \"a@b\"@x.org|((NIL NIL \"a@b\" \"x.org\"))",
                "To: undisclosed-recipients:;|((NIL NIL \"undisclosed-recipients\" NIL)(NIL NIL NIL NIL))",
                "To: team: a@x.org, B <b@x.org>;, c@x.org|((NIL NIL \"team\" NIL)(NIL NIL \"a\" \"x.org\")"
                        + "(\"B\" NIL \"b\" \"x.org\")(NIL NIL NIL NIL)(NIL NIL \"c\" \"x.org\"))",
                "To: a|((NIL NIL \"a\" \"\"))",
                "To: <>|NIL",
                "To:|NIL",
                "To: ,,|NIL",
                "To: <@r.org:a@x.org>|((NIL \"@r.org\" \"a\" \"x.org\"))",
                "To: a@x.org\\r\\n\\t, b@x.org|((NIL NIL \"a\" \"x.org\")(NIL NIL \"b\" \"x.org\"))",
                "To: a@[127.0.0.1]|((NIL NIL \"a\" \"[127.0.0.1]\"))"
            })
    void addressesShouldBeGiven(String header, String expected) throws IOException {
        assertThat(envelope(header)).isEqualTo("NIL NIL NIL NIL NIL " + expected + " NIL NIL NIL NIL");
    }

    @Test
    void octetsThatAreNoUtf8ShouldBeLatin() throws IOException {
        assertThat(envelope(
                        "Subject: \u00e4\r\nTo: J\u00fcrgen <a@x.org>\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("NIL \"=?UTF-8?B?w6Q=?=\" NIL NIL NIL"
                        + " ((\"=?UTF-8?Q?J=C3=BCrgen?=\" NIL \"a\" \"x.org\")) NIL NIL NIL NIL");
    }

    @ParameterizedTest
    @CsvSource({"To: \"unfinished", "To: <<<>>>", "To: a@b@c; : ,", "From: =?utf-8?B?*?= <a@x.org>", "Date: ((("})
    void brokenHeaderShouldBeAnswered(String header) throws IOException {
        envelope(header);

        assertThat(client.status("NOOP")).startsWith("OK");
    }

    /** Octets come as they were sent: James answers others than ASCII with question marks. */
    @Test
    void fieldsShouldComeAsTheyWereSent() throws IOException {
        envelope("SUBJECT:ä  b\r\nX-Other: y\r\nsubject : c");

        String answer =
                client.command("FETCH * BODY.PEEK[HEADER.FIELDS (Subject)]").get(0);

        assertThat(new String(answer.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .endsWith("{30}\r\nSUBJECT:ä  b\r\nsubject : c\r\n\r\n)");
    }
}
