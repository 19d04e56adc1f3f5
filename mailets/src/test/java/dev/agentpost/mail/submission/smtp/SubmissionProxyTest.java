package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.core.CidrBlock;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Behind a load balancer the client's address is the one that the balancer tells. */
class SubmissionProxyTest {
    private static final String PROXY_LINE = "PROXY TCP4 192.0.2.7 127.0.0.1 50000 465\r\n";

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension().with("proxyRequired", "true");

    private final ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());
    private SmtpClient client;

    @BeforeEach
    void connect() throws Exception {
        client = server.connectThroughProxy(PROXY_LINE);
        client.command("EHLO client.example.com");
    }

    private String authFrom(String network) {
        server.key(server.acme, secret, Scope.DEFAULT, Set.of(), Set.of(CidrBlock.parse(network)), Optional.empty());
        return client.authPlain(ALICE, secret.reveal());
    }

    @Test
    void loginShouldBeJudgedByTheAddressOfTheClient() {
        assertThat(authFrom("192.0.2.0/24")).startsWith("235 ");
    }

    @Test
    void loginShouldNotBeJudgedByTheAddressOfTheBalancer() {
        assertThat(authFrom("127.0.0.0/8")).startsWith("535 ");
    }

    @Test
    void receivedShouldTellTheAddressOfTheClient() {
        authFrom("192.0.2.0/24");

        client.send(ALICE, BOB, "From: " + ALICE + "\r\n\r\nHi\r\n");

        assertThat(server.spool.mails().get(0).content())
                .startsWith("Received: from client.example.com ([192.0.2.7])\r\n");
    }
}
