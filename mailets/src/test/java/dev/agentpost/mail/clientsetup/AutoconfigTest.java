package dev.agentpost.mail.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.clientsetup.ThunderbirdRules.Account;
import dev.agentpost.mail.clientsetup.ThunderbirdRules.Server;
import dev.agentpost.mail.inbox.InboxAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class AutoconfigTest {
    private static final String EMAIL = "support@acme.example";

    private final Autoconfig testee = new Autoconfig(new MailServers("mail.example.org", 993, 465));

    @Test
    void answerShouldMakeAnAccountByTheRulesOfThunderbird() {
        Account account = ThunderbirdRules.read(testee.of(List.of("acme.example", "shared.example.org")), EMAIL);

        assertThat(account)
                .isEqualTo(new Account(
                        List.of("acme.example", "shared.example.org"),
                        new Server("imap", "mail.example.org", 993, "SSL", "password-cleartext", EMAIL),
                        new Server("smtp", "mail.example.org", 465, "SSL", "password-cleartext", EMAIL)));
    }

    @Test
    void userNameShouldBeSaidWhereTheAddressIsNotIt() {
        String answer = testee.of(List.of("acme.example"), new InboxAddress("a&b", "acme.example"));

        assertThat(ThunderbirdRules.read(answer, "a&b+tag@acme.example")
                        .incoming()
                        .user())
                .isEqualTo("a&b@acme.example");
    }

    @Test
    void answerShouldBeOfVersionOneDotOne() {
        assertThat(Xml.root(testee.of(List.of("acme.example"))).getAttribute("version"))
                .isEqualTo("1.1");
    }

    @Test
    void hostThatIsAnAddressShouldDoAsWell() {
        Autoconfig onAddress = new Autoconfig(new MailServers("2001:db8::1", 993, 465));

        assertThat(ThunderbirdRules.read(onAddress.of(List.of("acme.example")), EMAIL)
                        .incoming()
                        .host())
                .isEqualTo("2001:db8::1");
    }

    @Test
    void whatIsMarkupShouldBeText() {
        Element provider = Xml.child(Xml.root(testee.of(List.of("a\"/><x>&{{host}}"))), "emailProvider");

        assertThat(provider.getAttribute("id")).isEqualTo("a\"/><x>&{{host}}");
        assertThat(Xml.text(provider, "domain")).isEqualTo("a\"/><x>&{{host}}");
    }
}
