package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection itself: greeting, framing, limits. */
class SubmissionSessionTest {
    @RegisterExtension
    final SubmissionExtension server =
            new SubmissionExtension().with("loginDeadlineSeconds", "6").with("idleTimeoutSeconds", "6");

    @Nested
    class Greeting {
        @Test
        void ehloShouldAnnounceWhatIsOffered() throws Exception {
            SmtpClient client = server.connect();

            assertThat(client.command("EHLO client.example.com"))
                    .isEqualTo("250-mail.example.org\n250-PIPELINING\n250-SIZE 73400320\n250-8BITMIME\n"
                            + "250-AUTH PLAIN LOGIN\n250 ENHANCEDSTATUSCODES");
        }

        @Test
        void ehloShouldNotAnnounceAuthAfterLogin() throws Exception {
            SmtpClient client = server.loggedIn();

            assertThat(client.command("EHLO client.example.com"))
                    .doesNotContain("AUTH")
                    .startsWith("250-");
        }

        @Test
        void loginShouldOutliveEhlo() throws Exception {
            SmtpClient client = server.loggedIn();
            client.command("EHLO again");

            assertThat(client.command("MAIL FROM:<" + ALICE + ">")).startsWith("250 ");
        }

        @Test
        void heloShouldAnnounceNothing() throws Exception {
            assertThat(server.connect().command("HELO client")).isEqualTo("250 mail.example.org");
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "[127.0.0.1]", "my laptop", "under_score.local", "b\u00fcro", "-"})
        void anyNameShouldBeTaken(String name) throws Exception {
            assertThat(server.connect().command("EHLO " + name)).startsWith("250-");
        }

        /** The second octet of the letter is one of the control characters of ISO 8859-1. */
        @Test
        void nameInUtf8ShouldBeTaken() throws Exception {
            SmtpClient client = server.connect();

            client.sendRaw("EHLO M\u00dcLLER-PC\r\n".getBytes(StandardCharsets.UTF_8));

            assertThat(client.read()).startsWith("250-");
        }

        /** "EHLO arguments are refused only when empty, over 255 octets or holding control characters". */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "EHLO",
                    "EHLO ",
                    "HELO",
                    "EHLO a\tb",
                    "EHLO a\0b",
                    "EHLO a\u007fb",
                    "EHLO a\rb",
                    "EHLO \u0001"
                })
        void emptyNameOrControlCharactersShouldBeRefused(String command) throws Exception {
            assertThat(server.connect().command(command)).startsWith("501 5.5.");
        }

        @Test
        void nameShouldHaveAtMost255Octets() throws Exception {
            SmtpClient client = server.connect();

            assertThat(client.command("EHLO " + "a".repeat(255))).startsWith("250-");
            assertThat(client.command("EHLO " + "a".repeat(256))).startsWith("501 5.5.4 ");
        }
    }

    @Nested
    class Framing {
        @Test
        void pipelinedCommandsShouldBeAnsweredInOrder() throws Exception {
            SmtpClient client = server.loggedIn();

            client.sendRaw("MAIL FROM:<" + ALICE + ">\r\nRCPT TO:<nobody@shared.localhost>\r\nRCPT TO:<" + BOB
                    + ">\r\nDATA\r\n");

            assertThat(Stream.generate(client::read).limit(4).map(answer -> answer.substring(0, 3)))
                    .containsExactly("250", "550", "250", "354");
        }

        @Test
        void sessionSentByteByByteShouldBeUnderstood() throws Exception {
            SmtpClient client = server.loggedIn();
            String session = "MAIL FROM:<" + ALICE + ">\r\nRCPT TO:<" + BOB + ">\r\nDATA\r\nFrom: " + ALICE
                    + "\r\n\r\nHi\r\n.\r\n";

            session.chars().forEach(c -> client.sendRaw(new byte[] {(byte) c}));

            assertThat(Stream.generate(client::read).limit(4).map(answer -> answer.substring(0, 3)))
                    .containsExactly("250", "250", "354", "250");
            assertThat(server.spool.mails().get(0).body()).isEqualTo("Hi\r\n");
        }

        @Test
        void commandEndedByBareLineFeedShouldBeRefused() throws Exception {
            SmtpClient client = server.loggedIn();

            client.sendRaw("MAIL FROM:<" + ALICE + ">\n");

            assertThat(client.read()).startsWith("500 5.5.2 ");
            assertThat(client.command("RCPT TO:<" + BOB + ">")).startsWith("503 ");
        }

        @Test
        void overlongCommandShouldBeRefusedAndTheNextUnderstood() throws Exception {
            SmtpClient client = server.greeted();

            assertThat(client.command("NOOP " + "x".repeat(3000))).startsWith("500 5.5.6 ");
            assertThat(client.command("NOOP " + "x".repeat(300_000))).startsWith("500 5.5.6 ");
            assertThat(client.command("NOOP")).startsWith("250 ");
        }
    }

    @Nested
    class Commands {
        @ParameterizedTest
        @ValueSource(strings = {"VRFY alice", "EXPN all", "HELP", "STARTTLS", "BDAT 3"})
        void commandThatIsNotOfferedShouldBeRefused(String command) throws Exception {
            assertThat(server.greeted().command(command)).startsWith("502 5.5.1 ");
        }

        @Test
        void unknownCommandShouldBeRefused() throws Exception {
            SmtpClient client = server.greeted();

            assertThat(client.command("FOO bar")).startsWith("500 5.5.1 ");
            assertThat(client.command("NOOP")).startsWith("250 ");
        }

        @Test
        void eleventhUnknownCommandShouldEndTheConnection() throws Exception {
            SmtpClient client = server.greeted();
            Stream.generate(() -> client.command("FOO")).limit(10).forEach(answer -> assertThat(answer)
                    .startsWith("500 "));

            assertThat(client.command("FOO")).startsWith("421 4.7.0 ");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void quitShouldEndTheConnection() throws Exception {
            SmtpClient client = server.greeted();

            assertThat(client.command("QUIT")).startsWith("221 2.0.0 ");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Nested
    class Deadlines {
        @Test
        void connectionWithoutLoginShouldBeEnded() throws Exception {
            SmtpClient client = server.greeted();

            assertThat(client.read()).startsWith("421 4.4.2 ");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void silentConnectionShouldBeEnded() throws Exception {
            SmtpClient client = server.loggedIn();

            assertThat(client.read()).startsWith("421 4.4.2 ");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void silenceInTheMiddleOfAMessageShouldDeliverNothing() throws Exception {
            SmtpClient client = server.loggedIn();
            client.command("MAIL FROM:<" + ALICE + ">");
            client.command("RCPT TO:<" + BOB + ">");
            client.command("DATA");
            client.sendRaw("From: " + ALICE + "\r\n\r\nhalf");

            assertThat(client.read()).startsWith("421 4.4.2 ");
            assertThat(server.spool.mails()).isEmpty();
        }
    }

    @Nested
    class Encryption {
        @Test
        void tlsShouldBeModern() throws Exception {
            assertThat(server.greeted().tlsVersion()).isIn("TLSv1.2", "TLSv1.3");
        }

        @Test
        void plaintextShouldGetNoGreeting() throws Exception {
            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                plain.setSoTimeout(10_000);
                plain.getOutputStream().write("EHLO client\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

                byte[] answer = plain.getInputStream().readAllBytes();

                // a TLS alert at most (RFC 8446 section 5.1: content type 21)
                assertThat(answer.length == 0 || answer[0] == 21).isTrue();
            }
        }
    }
}
