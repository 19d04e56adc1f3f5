package dev.agentpost.mail.mailauthentication.jdkim;

import static dev.agentpost.mail.mailauthentication.AuthenticationFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.Resources;
import dev.agentpost.mail.mailauthentication.AuthenticationFixture;
import dev.agentpost.mail.mailauthentication.DkimVerdict;
import dev.agentpost.mail.mailauthentication.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On messages that another implementation signed. */
class JdkimCheckTest {
    private static final String KEY_NAME = "s1._domainkey.example.com";

    @RegisterExtension
    final AuthenticationFixture fixture = new AuthenticationFixture();

    private JdkimCheck testee;

    @BeforeEach
    void publish() throws IOException {
        testee = new JdkimCheck(fixture.resolver);
        fixture.dns.txt(KEY_NAME, resource(KEY_NAME + ".txt"));
    }

    private static String resource(String name) throws IOException {
        return Resources.toString(Resources.getResource("dkim/" + name), StandardCharsets.ISO_8859_1);
    }

    private List<DkimVerdict> check(String content) throws IOException {
        return testee.check(
                AuthenticationFixture.message(
                        "192.0.2.1", "x", Optional.empty(), content.getBytes(StandardCharsets.ISO_8859_1)),
                soon());
    }

    private Verdict verdict(String content) throws IOException {
        List<DkimVerdict> verdicts = check(content);
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0).result();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text-relaxed", "text-simple", "eight-bit-relaxed", "eight-bit-simple", "long-lines-relaxed",
                "long-lines-simple", "attachment-relaxed", "attachment-simple", "empty-body-relaxed",
                        "empty-body-simple"
            })
    void signedMessageShouldPass(String name) throws IOException {
        assertThat(check(resource(name + ".eml"))).singleElement().satisfies(verdict -> {
            assertThat(verdict.result()).isEqualTo(Verdict.PASS);
            assertThat(verdict.domain()).isEqualTo("example.com");
            assertThat(verdict.selector()).isEqualTo("s1");
            assertThat(verdict.signature()).hasSize(8);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Hi there, Hi  There",
        "customer@example.com, attacker@example.com",
        "spaces, blanks",
        "c=relaxed/relaxed, c=simple/simple"
    })
    void changedMessageShouldFail(String from, String to) throws IOException {
        String message = resource("text-relaxed.eml");
        assertThat(message).contains(from);

        assertThat(verdict(message.replace(from, to))).isEqualTo(Verdict.FAIL);
    }

    @Test
    void addedFromShouldFail() throws IOException {
        String message = resource("text-relaxed.eml");

        assertThat(verdict("From: attacker@example.net\r\n" + message)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void addedTextShouldFail() throws IOException {
        assertThat(verdict(resource("text-relaxed.eml") + "more\r\n")).isEqualTo(Verdict.FAIL);
    }

    @Test
    void traceOfOtherServersShouldNotMatter() throws IOException {
        assertThat(verdict("Received: from a by b; Sat, 21 Nov 2026 04:00:00 +0000\r\n" + resource("text-simple.eml")))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void messageWithoutSignatureShouldHaveNoVerdict() throws IOException {
        assertThat(check("From: a@example.com\r\n\r\nHi\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v=1", "nonsense", "v=1; a=rsa-sha1; b=AA; bh=AA; d=example.com; h=from; s=s1"})
    void signatureThatCannotBeReadShouldBeAnError(String signature) throws IOException {
        assertThat(verdict("DKIM-Signature: " + signature + "\r\nFrom: a@example.com\r\n\r\nHi\r\n"))
                .isEqualTo(Verdict.PERMERROR);
    }

    @Test
    void keyThatIsGoneShouldNotPass() throws IOException {
        fixture.dns.forget(KEY_NAME);

        assertThat(verdict(resource("text-relaxed.eml"))).isIn(Verdict.FAIL, Verdict.PERMERROR);
    }

    @Test
    void revokedKeyShouldNotPass() throws IOException {
        fixture.dns.forget(KEY_NAME).txt(KEY_NAME, "v=DKIM1; k=rsa; p=");

        assertThat(verdict(resource("text-relaxed.eml"))).isIn(Verdict.FAIL, Verdict.PERMERROR);
    }

    @Test
    void shortKeyShouldNotPass() throws IOException {
        String key = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMXDX8MSDdI3Cl2iN5BzBmNr7VaQyAJQx8tkDOKxgPCrWFpGYtTfZpVFEdWCEQZC"
                + "2fJ5KfFsGyRqFqQ9rn8bLNcCAwEAAQ==";
        fixture.dns.forget(KEY_NAME).txt(KEY_NAME, "v=DKIM1; k=rsa; p=" + key);

        assertThat(verdict(resource("text-relaxed.eml"))).isIn(Verdict.FAIL, Verdict.PERMERROR);
    }

    @Test
    void keyThatCannotBeAskedForShouldBeATemporaryError() throws IOException {
        fixture.dns.servfail(KEY_NAME);

        assertThat(verdict(resource("text-relaxed.eml"))).isEqualTo(Verdict.TEMPERROR);
    }

    @Test
    void sixthSignatureShouldNotBeLookedAt() throws IOException {
        String message = resource("text-relaxed.eml");
        String signature = message.substring(0, message.indexOf("From: "));

        assertThat(check((signature.replace("s=s1", "s=s2")).repeat(5) + message))
                .noneMatch(verdict -> verdict.result() == Verdict.PASS);
    }
}
