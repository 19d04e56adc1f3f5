package dev.agentpost.mail.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That Python reads it as a property list is shown by the whole server's test and that of its signature. */
class AppleProfileTest {
    private static final InboxAddress SUPPORT = new InboxAddress("support", "acme.example");

    private final AppleProfile testee = new AppleProfile(new MailServers("mail.example.org", 993, 465));

    private static String value(byte[] profile, String key) {
        Matcher matcher = Pattern.compile("<key>" + key + "</key>\\s*<\\w+>([^<]*)<")
                .matcher(new String(profile, StandardCharsets.UTF_8));
        assertThat(matcher.find()).as(key).isTrue();
        return matcher.group(1);
    }

    @Test
    void accountShouldHaveTheServersOfTheInbox() {
        byte[] profile = testee.of(SUPPORT);

        assertThat(value(profile, "EmailAddress")).isEqualTo("support@acme.example");
        assertThat(value(profile, "IncomingMailServerHostName")).isEqualTo("mail.example.org");
        assertThat(value(profile, "IncomingMailServerPortNumber")).isEqualTo("993");
        assertThat(value(profile, "OutgoingMailServerPortNumber")).isEqualTo("465");
    }

    @Test
    void profileShouldHoldNoPassword() {
        assertThat(new String(testee.of(SUPPORT), StandardCharsets.UTF_8))
                .doesNotContain("<key>IncomingPassword<", "<key>OutgoingPassword<");
    }

    @Test
    void profileOfAnAddressShouldAlwaysBeTheSame() {
        assertThat(testee.of(SUPPORT)).isEqualTo(testee.of(SUPPORT));
    }

    @Test
    void profilesOfTwoAddressesShouldNotReplaceEachOther() {
        byte[] other = testee.of(new InboxAddress("sales", "acme.example"));

        assertThat(value(other, "PayloadUUID")).isNotEqualTo(value(testee.of(SUPPORT), "PayloadUUID"));
    }

    @Test
    void addressShouldBeTextWhateverItsCharacters() {
        byte[] profile = testee.of(new InboxAddress("a&b'c", "acme.example"));

        assertThat(value(profile, "EmailAddress")).isEqualTo("a&amp;b&apos;c@acme.example");
    }
}
