package dev.agentpost.mail.reception.smtp;

import static dev.agentpost.mail.reception.smtp.ReceptionExtension.ALICE;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.submission.smtp.SmtpClient;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the listener says to an address that asks too much. */
class ReceptionLimitsTest {
    @Nested
    class Connections {
        @RegisterExtension
        final ReceptionExtension server =
                new ReceptionExtension().with("maxConnectionsPerAddress", "2").with("maxMessagesPerMinute", "2");

        @Test
        void thirdConnectionShouldBeRefusedUntilOneIsClosed() throws Exception {
            SmtpClient first = server.connect();
            server.connect();
            SmtpClient third = server.dial("");

            assertThat(third.read()).startsWith("421 4.7.0 ");
            assertThat(third.isClosedByServer()).isTrue();

            first.close();
            await().untilAsserted(() -> assertThat(server.dial("").read()).startsWith("220 "));
        }

        @Test
        void thirdMessageOfAMinuteShouldBeRefused() throws Exception {
            SmtpClient client = server.greeted();
            client.send(OUTSIDER, ALICE, "Subject: 1\r\n\r\n");
            client.send(OUTSIDER, ALICE, "Subject: 2\r\n\r\n");

            assertThat(client.command("MAIL FROM:<" + OUTSIDER + ">")).startsWith("450 4.7.1 ");

            server.clock.advance(Duration.ofSeconds(30));
            assertThat(client.command("MAIL FROM:<" + OUTSIDER + ">")).startsWith("250 ");
        }
    }

    @Nested
    class Lifetime {
        @RegisterExtension
        final ReceptionExtension server = new ReceptionExtension().with("maxSessionSeconds", "5");

        @Test
        void busyConnectionShouldEndWhenItsTimeIsOver() throws Exception {
            SmtpClient client = server.greeted();

            String answer = client.command("NOOP");
            while (answer.startsWith("250 ")) {
                answer = client.command("NOOP");
            }

            assertThat(answer).startsWith("421 4.4.2 Connection open for too long");
        }

        @Test
        void whatWasAcceptedBeforeShouldBeKept() throws Exception {
            SmtpClient client = server.greeted();

            assertThat(client.send(OUTSIDER, ALICE, "Subject: 1\r\n\r\n")).startsWith("250 ");
            client.command("MAIL FROM:<" + OUTSIDER + ">");
            client.command("RCPT TO:<" + ALICE + ">");
            client.command("DATA");
            client.sendRaw("Subject: never whole\r\n");

            assertThat(client.read()).startsWith("421 4.4.2 ");
            assertThat(server.spool.mails()).hasSize(1);
        }
    }

    @Nested
    class Rate {
        @RegisterExtension
        final ReceptionExtension server = new ReceptionExtension().with("maxNewConnectionsPerMinute", "1");

        @Test
        void secondConnectionOfAMinuteShouldBeRefused() throws Exception {
            server.connect().close();

            assertThat(server.dial("").read()).startsWith("421 4.7.0 ");

            server.clock.advance(Duration.ofMinutes(1));
            assertThat(server.dial("").read()).startsWith("220 ");
        }
    }

    @Nested
    class Exempt {
        @RegisterExtension
        final ReceptionExtension server = new ReceptionExtension()
                .with("maxConnectionsPerAddress", "1")
                .with("unlimitedNetworks", "192.0.2.0/24, 127.0.0.0/8");

        @Test
        void networkWithoutLimitsShouldHaveNone() throws Exception {
            server.connect();

            assertThat(server.dial("").read()).startsWith("220 ");
        }
    }

    @Nested
    class BehindABalancer {
        @RegisterExtension
        final ReceptionExtension server =
                new ReceptionExtension().with("proxyRequired", "true").with("maxConnectionsPerAddress", "1");

        @Test
        void addressOfTheClientShouldCount() throws Exception {
            greet("192.0.2.7");
            SmtpClient other = greet("192.0.2.8");
            SmtpClient second = server.dial("PROXY TCP4 192.0.2.7 127.0.0.1 50001 25\r\n");
            second.read();

            assertThat(second.read()).startsWith("421 4.7.0 ");
            assertThat(other.command("NOOP")).startsWith("250 ");
        }

        private SmtpClient greet(String address) throws Exception {
            SmtpClient client = server.dial("PROXY TCP4 " + address + " 127.0.0.1 50000 25\r\n");
            client.read();
            assertThat(client.command("EHLO client")).startsWith("250-");
            return client;
        }

        @Test
        void startTlsShouldWorkBehindTheLineOfTheBalancer() throws Exception {
            SmtpClient client = greet("192.0.2.9");
            client.command("STARTTLS");
            client.startTls(server.clientTls());
            client.command("EHLO client");

            assertThat(client.send(OUTSIDER, ALICE, "Subject: 1\r\n\r\n")).startsWith("250 ");
            assertThat(server.spool.mails().get(0).content()).contains("([192.0.2.9])");
        }
    }
}
