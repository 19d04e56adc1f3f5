package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of messages in messages (RFC 3501 sections 6.4.5 and 7.4.2). */
class ImapNestedMessagesTest {
    private static final String INNER_HEADER =
            """
            Subject: inner
            From: "Doe, John" <john@example.org>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="in"

            """;
    private static final String INNER_BODY =
            """
            Preamble.
            --in
            Content-Type: text/plain; charset=utf-8

            plain
            text

            --in
            Content-Type: text/html
            X-Folded: one
             two

            <p>html</p>
            --in--
            Epilogue, which belongs to the message too.
            """;
    private static final String SINGLE_HEADER = "Subject: single\nDate: today\n\n";
    private static final String SINGLE_BODY = "alone\n";
    private static final String MIXED =
            """
            Subject: outer
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=out

            --out

            text
            --out
            Content-Type: message/rfc822
            Content-Description: forwarded

            """
                    + INNER_HEADER
                    + INNER_BODY
                    + """

            --out
            content-type:message/rfc822

            """
                    + SINGLE_HEADER
                    + SINGLE_BODY
                    + """

            --out
            Content-Type: multipart/digest; boundary="di"

            --di

            Subject: digested

            in a digest
            --di--
            --out--
            """;
    private static final String TOP =
            "Subject: top\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + SINGLE_HEADER + SINGLE_BODY;

    @TempDir
    private static Path folder;

    private static TestImapServer server;
    private static ImapClient client;

    @BeforeAll
    static void start() throws Exception {
        server = TestImapServer.start(folder);
        for (String message : new String[] {
            MIXED, TOP, "Subject: plain\n\nplain", "Content-Type: multipart/mixed; boundary=b\n\nnothing\n"
        }) {
            server.deliver(TestAccounts.ALICE, "INBOX", crlf(message));
        }
        client = server.login(server.accounts.aliceKey);
        client.command("SELECT INBOX");
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    private static String section(int message, String section) throws IOException {
        String answer = client.command("FETCH " + message + " BODY.PEEK[" + section + "]")
                .get(0);
        String begin = "* " + message + " FETCH (BODY[" + section + "] {";
        assertThat(answer).startsWith(begin).endsWith(")");
        return answer.substring(answer.indexOf("}\r\n") + 3, answer.length() - 1)
                .replace("\r\n", "\n");
    }

    private static String fetched(int message, String item) throws IOException {
        return client.command("FETCH " + message + " " + item).get(0);
    }

    @Test
    void innerMessageShouldBeWhole() throws IOException {
        assertThat(section(1, "2")).isEqualTo(INNER_HEADER + INNER_BODY);
        assertThat(section(1, "2.HEADER")).isEqualTo(INNER_HEADER);
        assertThat(section(1, "2.TEXT")).isEqualTo(INNER_BODY);
        assertThat(section(1, "2.MIME")).isEqualTo("Content-Type: message/rfc822\nContent-Description: forwarded\n\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1|text",
                "1.MIME|`\\n`",
                "2.HEADER.FIELDS (SUBJECT X-NONE)|`Subject: inner\\n\\n`",
                "2.HEADER.FIELDS.NOT (SUBJECT FROM MIME-VERSION)"
                        + "|`Content-Type: multipart/alternative; boundary=\"in\"\\n\\n`",
                "2.1|`plain\\ntext\\n`",
                "2.1.MIME|`Content-Type: text/plain; charset=utf-8\\n\\n`",
                "2.2|`<p>html</p>`",
                "2.2.MIME|`Content-Type: text/html\\nX-Folded: one\\n two\\n\\n`",
                "3.MIME|`content-type:message/rfc822\\n\\n`",
                "3.HEADER|`Subject: single\\nDate: today\\n\\n`",
                "3.TEXT|`alone\\n`",
                "3.1|`alone\\n`",
                "3.1.MIME|`Subject: single\\nDate: today\\n\\n`",
                "4.1|`Subject: digested\\n\\nin a digest`",
                "4.1.HEADER|`Subject: digested\\n\\n`",
                "4.1.1|`in a digest`",
                "5|``",
                "1.1|``",
                "1.HEADER|``",
                "1.TEXT|``",
                "2.3|``",
                "2.1.HEADER|``",
                "3.2|``"
            })
    void partShouldBeFound(String section, String octets) throws IOException {
        assertThat(section(1, section)).isEqualTo(octets.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1|`Subject: single\\nDate: today\\n\\nalone\\n`",
                "1.HEADER|`Subject: single\\nDate: today\\n\\n`",
                "1.TEXT|`alone\\n`",
                "1.1|`alone\\n`",
                "TEXT|`Subject: single\\nDate: today\\n\\nalone\\n`",
                "HEADER.FIELDS (SUBJECT)|`Subject: top\\n\\n`",
                "2|``"
            })
    void messageThatIsAMessageShouldHaveItAsItsPart(String section, String octets) throws IOException {
        assertThat(section(2, section)).isEqualTo(octets.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource({"1,plain", "1.1,''", "2,''", "TEXT,plain"})
    void messageOfOnePartShouldHaveThatAsItsFirst(String section, String octets) throws IOException {
        assertThat(section(3, section)).isEqualTo(octets);
    }

    @Test
    void sliceOfAnInnerPartShouldBeGiven() throws IOException {
        assertThat(fetched(1, "(BODY.PEEK[2.1]<1.3> BODY.PEEK[2.HEADER]<0.7> BODY.PEEK[3.TEXT]<90.1>)"))
                .isEqualTo(
                        "* 1 FETCH (BODY[2.1]<1> {3}\r\nlai BODY[2.HEADER]<0> {7}\r\nSubject BODY[3.TEXT]<90> {0}\r\n)");
    }

    /** Octets and lines are those of the whole inner message. */
    @Test
    void structureShouldShowInnerMessages() throws IOException {
        String inner = crlf(INNER_HEADER + INNER_BODY);
        String single = crlf(SINGLE_HEADER + SINGLE_BODY);
        String noAddresses = "NIL NIL NIL NIL NIL NIL NIL NIL";
        assertThat(fetched(1, "BODY"))
                .isEqualTo("* 1 FETCH (BODY ((\"TEXT\" \"PLAIN\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 4 0)"
                        + "(\"MESSAGE\" \"RFC822\" NIL NIL \"forwarded\" \"7BIT\" " + inner.length()
                        + " (NIL \"inner\" ((\"Doe, John\" NIL \"john\" \"example.org\"))"
                        + " ((\"Doe, John\" NIL \"john\" \"example.org\"))"
                        + " ((\"Doe, John\" NIL \"john\" \"example.org\")) NIL NIL NIL NIL NIL)"
                        + " ((\"TEXT\" \"PLAIN\" (\"charset\" \"utf-8\") NIL NIL \"7BIT\" 13 2)"
                        + "(\"TEXT\" \"HTML\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 11 0) \"ALTERNATIVE\") "
                        + inner.lines().count() + ")"
                        + "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" " + single.length()
                        + " (\"today\" \"single\" " + noAddresses
                        + ") (\"TEXT\" \"PLAIN\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 7 1) 4)"
                        + "((\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 32"
                        + " (NIL \"digested\" " + noAddresses
                        + ") (\"TEXT\" \"PLAIN\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 11 0) 2) \"DIGEST\")"
                        + " \"MIXED\"))");
    }

    @Test
    void structureOfAMessageThatIsAMessageShouldShowIt() throws IOException {
        assertThat(fetched(2, "BODYSTRUCTURE"))
                .startsWith("* 2 FETCH (BODYSTRUCTURE (\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 39 (\"today\"")
                .endsWith(" 7 1 NIL NIL NIL NIL) 4 NIL NIL NIL NIL))");
    }

    /** "body-type-mpart = 1*body SP media-subtype": one part at least. */
    @Test
    void multipartWithoutPartsShouldHaveAnEmptyOne() throws IOException {
        assertThat(fetched(4, "BODY"))
                .isEqualTo("* 4 FETCH (BODY ((\"TEXT\" \"PLAIN\" (\"charset\" \"us-ascii\") NIL NIL \"7BIT\" 0 0)"
                        + " \"MIXED\"))");
        assertThat(section(4, "1")).isEmpty();
    }

    @Test
    void structureShouldBeGivenBesideSections() throws IOException {
        assertThat(fetched(3, "(BODY BODY.PEEK[1])")).contains("BODY (\"TEXT\" ", "BODY[1] {5}\r\nplain");
    }
}
