package dev.agentpost.mail.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.clientsetup.AutodiscoverRequest.Malformed;
import dev.agentpost.mail.clientsetup.AutodiscoverRequest.OtherSchema;
import dev.agentpost.mail.clientsetup.AutodiscoverRequest.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutodiscoverRequestTest {
    private static final String OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/";
    private static final String ACCEPTS =
            "<AcceptableResponseSchema>" + OUTLOOK + "responseschema/2006a</AcceptableResponseSchema>";

    private static AutodiscoverRequest parse(String text) {
        return AutodiscoverRequest.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String request(String content) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns=\"" + OUTLOOK
                + "requestschema/2006\"><Request>" + content + "</Request></Autodiscover>";
    }

    @Test
    void requestOfOutlookShouldSayWhoseSettings() {
        assertThat(parse(request("<EMailAddress> a@acme.example\n</EMailAddress>" + ACCEPTS)))
                .isEqualTo(new Settings("a@acme.example"));
    }

    @Test
    void requestOfActiveSyncShouldBeAnotherSchema() {
        assertThat(parse(request("<EMailAddress>a@acme.example</EMailAddress><AcceptableResponseSchema>"
                        + "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006"
                        + "</AcceptableResponseSchema>")))
                .isEqualTo(new OtherSchema());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not XML",
                "<Autodiscover>",
                "<Autodiscover/>",
                "<Request><EMailAddress>a@acme.example</EMailAddress></Request>",
                "{\"EMailAddress\": \"a@acme.example\"}"
            })
    void whatIsNoRequestShouldBeMalformed(String body) {
        assertThat(parse(body)).isEqualTo(new Malformed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<EMailAddress/>",
                "<LegacyDN>/o=acme/cn=a</LegacyDN>",
                "<EMailAddress>a@acme.example</EMailAddress><EMailAddress>b@acme.example</EMailAddress>"
            })
    void requestWithoutOneAddressShouldBeMalformed(String content) {
        assertThat(parse(request(content + ACCEPTS))).isEqualTo(new Malformed());
    }

    @Test
    void requestWithoutSchemaShouldBeMalformed() {
        assertThat(parse(request("<EMailAddress>a@acme.example</EMailAddress>")))
                .isEqualTo(new Malformed());
    }

    @Test
    void fileShouldNotBeReadThroughAnEntity(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret@acme.example");
        String attack = "<!DOCTYPE Autodiscover [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>"
                + request("<EMailAddress>&x;</EMailAddress>" + ACCEPTS).replaceFirst("<\\?.*?\\?>", "");

        assertThat(parse(attack)).isEqualTo(new Malformed());
    }

    @Test
    void billionLaughsShouldBeRefusedAtOnce() {
        StringBuilder attack = new StringBuilder("<!DOCTYPE Autodiscover [<!ENTITY a0 \"ha\">");
        for (int level = 1; level < 40; level++) {
            attack.append("<!ENTITY a")
                    .append(level)
                    .append(" \"")
                    .append(("&a" + (level - 1) + ";").repeat(10))
                    .append("\">");
        }
        attack.append("]><Autodiscover>&a39;</Autodiscover>");

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(parse(attack.toString()))
                .isEqualTo(new Malformed()));
    }
}
