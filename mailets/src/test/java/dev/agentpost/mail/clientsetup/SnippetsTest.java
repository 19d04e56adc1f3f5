package dev.agentpost.mail.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the programs run is shown against a whole server. */
class SnippetsTest {
    private static final InboxAddress SUPPORT = new InboxAddress("support-a1b2c3", "shared.example.org");

    private final Snippets testee = new Snippets(new MailServers("mail.example.org", 993, 465));

    @Test
    void environmentShouldHaveTheNamesThatAgentsRead() {
        assertThat(testee.environment(SUPPORT).lines())
                .contains(
                        "SMTP_HOST=mail.example.org",
                        "SMTP_PORT=465",
                        "SMTP_USER=support-a1b2c3@shared.example.org",
                        "SMTP_PASS=<your API key>",
                        "IMAP_HOST=mail.example.org",
                        "IMAP_PORT=993",
                        "IMAP_CHECK=30");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {"a#b$c`d | 'a#b$c`d@acme.example'", "o'brien | \"o'brien@acme.example\""})
    void environmentShouldQuoteWhatMeansSomethingThere(String localPart, String quoted) {
        assertThat(testee.environment(new InboxAddress(localPart, "acme.example")))
                .contains("SMTP_USER=" + quoted + "\n");
    }

    @Test
    void programsShouldNameHostPortAddressAndThePlaceOfTheKey() {
        assertThat(testee.pythonSend(SUPPORT))
                .contains(
                        "SMTP_SSL(\"mail.example.org\", 465,",
                        "login(\"support-a1b2c3@shared.example.org\", \"<your API key>\")");
        assertThat(testee.pythonRead(SUPPORT)).contains("IMAP4_SSL(\"mail.example.org\", 993,");
        assertThat(testee.nodeSend(SUPPORT)).contains("host: \"mail.example.org\",\n  port: 465,");
        assertThat(testee.nodeRead(SUPPORT))
                .contains("port: 993,", "user: \"support-a1b2c3@shared.example.org\",", "pass: \"<your API key>\",");
    }
}
