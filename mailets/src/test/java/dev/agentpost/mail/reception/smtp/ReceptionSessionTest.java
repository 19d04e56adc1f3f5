package dev.agentpost.mail.reception.smtp;

import static dev.agentpost.mail.reception.smtp.ReceptionExtension.ALICE;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.submission.smtp.SmtpClient;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection from the world: greeting, no AUTH, STARTTLS. */
class ReceptionSessionTest {
    @RegisterExtension
    final ReceptionExtension server = new ReceptionExtension().with("idleTimeoutSeconds", "3");

    @Nested
    class Greeting {
        @Test
        void greetingShouldTellTheNameAndNothingElse() throws Exception {
            assertThat(server.dial("").read()).isEqualTo("220 mail.example.org ESMTP");
        }

        /** "STARTTLS offered, no AUTH". */
        @Test
        void ehloShouldOfferStartTlsAndNoAuth() throws Exception {
            assertThat(server.connect().command("EHLO client.example.com"))
                    .isEqualTo("250-mail.example.org\n250-PIPELINING\n250-SIZE 73400320\n250-8BITMIME\n"
                            + "250-STARTTLS\n250 ENHANCEDSTATUSCODES");
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

        @ParameterizedTest
        @ValueSource(strings = {"EHLO", "EHLO ", "HELO", "EHLO a\tb", "EHLO a\0b", "EHLO a\u007fb"})
        void emptyNameOrControlCharactersShouldBeRefused(String command) throws Exception {
            assertThat(server.connect().command(command)).startsWith("501 5.5.");
        }

        @Test
        void nameShouldHaveAtMost255Octets() throws Exception {
            SmtpClient client = server.connect();

            assertThat(client.command("EHLO " + "a".repeat(255))).startsWith("250-");
            assertThat(client.command("EHLO " + "a".repeat(256))).startsWith("501 5.5.4 ");
        }

        @Test
        void mailShouldWaitForTheGreeting() throws Exception {
            assertThat(server.connect().command("MAIL FROM:<" + OUTSIDER + ">")).startsWith("503 5.5.1 ");
        }

        @Test
        void silentConnectionShouldBeEnded() throws Exception {
            SmtpClient client = server.greeted();

            assertThat(client.read()).startsWith("421 4.4.2 ");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Nested
    class Commands {
        @ParameterizedTest
        @ValueSource(
                strings = {"AUTH PLAIN AGEAYg==", "AUTH LOGIN", "VRFY alice", "EXPN all", "ETRN example.com", "TURN"})
        void commandThatIsNotOfferedShouldBeRefused(String command) throws Exception {
            assertThat(server.greeted().command(command)).startsWith("502 5.5.1 ");
            assertThat(server.secured().command(command)).startsWith("502 5.5.1 ");
        }

        @Test
        void authParameterShouldBeRefused() throws Exception {
            assertThat(server.greeted().command("MAIL FROM:<" + OUTSIDER + "> AUTH=<>"))
                    .startsWith("555 5.5.4 ");
        }

        @Test
        void eleventhUnknownCommandShouldEndTheConnection() throws Exception {
            SmtpClient client = server.greeted();
            Stream.generate(() -> client.command("FOO")).limit(10).forEach(answer -> assertThat(answer)
                    .startsWith("500 "));

            assertThat(client.command("FOO")).startsWith("421 4.7.0 ");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Nested
    class StartTls {
        @Test
        void mailWithinTlsShouldBeTaken() throws Exception {
            SmtpClient client = server.secured();

            assertThat(client.tlsVersion()).isIn("TLSv1.2", "TLSv1.3");
            assertThat(client.send(OUTSIDER, ALICE, "Subject: hi\r\n\r\nHi\r\n"))
                    .startsWith("250 2.6.0 ");
            assertThat(server.spool.mails().get(0).content()).contains(" with ESMTPS id ");
        }

        @Test
        void startTlsShouldNotBeOfferedTwice() throws Exception {
            SmtpClient client = server.secured();

            assertThat(client.command("EHLO again")).doesNotContain("STARTTLS");
            assertThat(client.command("STARTTLS")).startsWith("503 5.5.1 ");
            assertThat(client.command("NOOP")).startsWith("250 ");
        }

        @Test
        void whatWasSaidBeforeShouldBeForgotten() throws Exception {
            SmtpClient client = server.greeted();
            client.command("MAIL FROM:<" + OUTSIDER + ">");
            client.command("STARTTLS");
            client.startTls(server.clientTls());

            assertThat(client.command("RCPT TO:<" + ALICE + ">")).startsWith("503 5.5.1 ");
            assertThat(client.command("MAIL FROM:<" + OUTSIDER + ">")).startsWith("503 5.5.1 Send EHLO first");
        }

        @Test
        void argumentShouldBeRefusedAndTheNextCommandUnderstood() throws Exception {
            SmtpClient client = server.greeted();

            assertThat(client.command("STARTTLS now")).startsWith("501 5.5.4 ");
            assertThat(client.command("NOOP")).startsWith("250 ");
        }

        @Test
        void bareLineFeedShouldNotStartTls() throws Exception {
            SmtpClient client = server.greeted();
            client.sendRaw("STARTTLS\n");

            assertThat(client.read()).startsWith("500 5.5.2 ");
            assertThat(client.command("NOOP")).startsWith("250 ");
        }

        /** A command slipped in behind STARTTLS would be taken for the client's after the handshake. */
        @ParameterizedTest
        @ValueSource(strings = {"STARTTLS\r\n", "starttls \r\n"})
        void pipelinedPlaintextShouldEndTheConnection(String startTls) throws Exception {
            SmtpClient client = server.greeted();
            client.sendRaw(startTls + "MAIL FROM:<evil@example.com>\r\nRCPT TO:<" + ALICE + ">\r\nDATA\r\n");

            assertThat(client.read()).startsWith("554 5.5.1 ");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void plaintextAfterTheAnswerShouldEndTheConnection() throws Exception {
            SmtpClient client = server.greeted();
            client.command("STARTTLS");
            client.sendRaw("NOOP\r\nNOOP\r\n");

            // an alert of TLS perhaps, and then nothing more
            assertThat(client.read()).doesNotStartWith("250");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void startTlsInTheMiddleOfAMessageShouldBeText() throws Exception {
            SmtpClient client = server.greeted();

            assertThat(client.send(OUTSIDER, ALICE, "Subject: hi\r\n\r\nSTARTTLS\r\nmore\r\n"))
                    .startsWith("250 ");
            assertThat(server.spool.mails().get(0).body()).isEqualTo("STARTTLS\r\nmore\r\n");
        }

        @Test
        void connectionThatBreaksInTheHandshakeShouldLeaveTheOthersAlone() throws Exception {
            SmtpClient broken = server.greeted();
            broken.command("STARTTLS");
            broken.close();

            assertThat(server.secured().command("NOOP")).startsWith("250 ");
        }
    }
}
