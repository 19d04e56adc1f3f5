package dev.agentpost.mail.credentialexport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.clientsetup.MailServers;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialCsvTest {
    private static final ApiKeySecret SECRET = ApiKeySecret.generate(new SecureRandom());

    private final CredentialCsv csv = new CredentialCsv(new MailServers("mail.example.org", 993, 465), SECRET);

    private String rows(String localPart) {
        Inbox inbox = new Inbox(
                InboxId.generate(),
                OrganizationId.generate(),
                new InboxAddress(localPart, "example.com"),
                Optional.of("=HYPERLINK(\"https://evil.example\",\"x\")"),
                Optional.empty(),
                false,
                Instant.EPOCH);
        return new String(csv.rows(List.of(inbox)), StandardCharsets.UTF_8);
    }

    @Test
    void headerShouldNameTheColumns() {
        assertThat(new String(csv.header(), StandardCharsets.UTF_8))
                .isEqualTo("email,imap_host,imap_port,smtp_host,smtp_port,username,password\r\n");
    }

    @Test
    void rowShouldHoldWhatAClientNeeds() {
        assertThat(rows("support-a1b2c3"))
                .isEqualTo("support-a1b2c3@example.com,mail.example.org,993,mail.example.org,465,"
                        + "support-a1b2c3@example.com," + SECRET.reveal() + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1", "-1", "=cmd|'/c'!a1", "'a", "'=1"})
    void addressThatASpreadsheetWouldCalculateShouldBeText(String localPart) {
        assertThat(rows(localPart))
                .startsWith("'" + localPart + "@example.com,")
                .contains(",'" + localPart + "@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1", "a-1", "#a", "a'b|c{d}"})
    void otherAddressShouldStandAsItIs(String localPart) {
        assertThat(rows(localPart)).contains(localPart + "@example.com").doesNotContain("'" + localPart);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=a", "+a", "-a", "@a", "\ta", "\ra", "\na"})
    void everyBeginningOfAFormulaShouldBeDefused(String field) {
        assertThat(CredentialCsv.text(field)).isEqualTo("'" + field);
    }
}
