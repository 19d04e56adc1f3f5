package dev.agentpost.mail.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.agentpost.mail.inbox.InboxAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsPageTest {
    private static final InboxAddress SUPPORT = new InboxAddress("support", "acme.example");

    private final SettingsPage testee = new SettingsPage(new MailServers("mail.example.org", 993, 465), false);

    private List<String> pages() {
        return List.of(
                testee.empty(),
                testee.settings(SUPPORT),
                testee.notServed("a@b.example", "b.example"),
                testee.malformed("a"),
                testee.unavailable("a@b.example"));
    }

    @Test
    void settingsShouldNameServersAndAddress() {
        assertThat(testee.settings(SUPPORT))
                .contains("mail.example.org", "993", "465", "support@acme.example", "&lt;your API key&gt;");
    }

    @Test
    void pagesOfTwoAddressesShouldDifferInTheAddressOnly() {
        String other = testee.settings(new InboxAddress("nobody", "acme.example"));

        assertThat(other.replace("nobody", "support")).isEqualTo(testee.settings(SUPPORT));
    }

    @Test
    void whatWasTypedShouldBeText() {
        String hostile = "\"><script>alert(1)</script>{{settings}}";

        assertThat(List.of(
                        testee.malformed(hostile), testee.notServed(hostile, "b.example"), testee.unavailable(hostile)))
                .allSatisfy(page -> assertThat(page)
                        .doesNotContain("<script")
                        .contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{settings}}"));
    }

    @Test
    void addressShouldBeTextInPageAndLink() {
        String page = testee.settings(new InboxAddress("a&b'c=d", "acme.example"));

        assertThat(page).doesNotContain("a&b").contains("a&amp;b&#39;c=d@acme.example", "?email=a%26b%27c%3Dd%40");
    }

    @Test
    void pagesShouldNeedNothingFromElsewhere() {
        assertThat(pages()).allSatisfy(page -> assertThat(page)
                .doesNotContain("<script", "src=", "@import", "url(", "href=\"http", "href=\"//"));
    }

    @Test
    void policyShouldAllowTheStyleOfThePageAndNoScript() {
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(testee.empty());
        assertThat(style.find()).isTrue();
        String hash = BaseEncoding.base64()
                .encode(Hashing.sha256()
                        .hashString(style.group(1), StandardCharsets.UTF_8)
                        .asBytes());

        assertThat(SettingsPage.contentSecurityPolicy())
                .startsWith("default-src 'none';")
                .contains("style-src 'sha256-" + hash + "'")
                .doesNotContain("unsafe", "script-src");
        assertThat(pages()).noneMatch(page -> page.contains(" style="));
    }

    @Test
    void pagesShouldBeReadableByScreenReaders() {
        assertThat(pages()).allSatisfy(page -> assertThat(page)
                .contains("<html lang=\"en\">", "<label for=\"email\">", "<h1>", "<main>"));
    }

    @Test
    void authorityOfItsOwnShouldBeExplainedWhereThereIsOne() {
        SettingsPage own = new SettingsPage(new MailServers("localhost", 10_993, 10_465), true);

        assertThat(own.settings(SUPPORT)).contains("SSL_CERT_FILE=ca.pem");
        assertThat(testee.settings(SUPPORT)).doesNotContain("ca.pem");
    }

    /** WCAG 2.1, success criterion 1.4.3. */
    @ParameterizedTest
    @CsvSource({
        "ink, paper",
        "ink, card",
        "ink, code",
        "soft, paper",
        "soft, card",
        "accent, paper",
        "accent, card",
        "on-accent, accent",
        "warn-ink, warn"
    })
    void textShouldStandOutInLightAndDark(String text, String ground) {
        assertThat(contrasts(text, ground)).hasSize(2).allMatch(contrast -> contrast >= 4.5);
    }

    private static List<Double> contrasts(String text, String ground) {
        String style = Template.read("page/style.css");
        List<Double> texts = luminances(style, text);
        List<Double> grounds = luminances(style, ground);
        return List.of(contrast(texts.get(0), grounds.get(0)), contrast(texts.get(1), grounds.get(1)));
    }

    private static double contrast(double one, double other) {
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static List<Double> luminances(String style, String name) {
        return Pattern.compile("--" + name + ": #([0-9a-f]+);")
                .matcher(style)
                .results()
                .map(match -> luminance(match.group(1)))
                .toList();
    }

    private static double luminance(String digits) {
        String full = digits.length() == 3 ? digits.replaceAll("(.)", "$1$1") : digits;
        return 0.2126 * linear(full, 0) + 0.7152 * linear(full, 2) + 0.0722 * linear(full, 4);
    }

    private static double linear(String digits, int at) {
        double value = Integer.parseInt(digits.substring(at, at + 2), 16) / 255.0;
        return value <= 0.03928 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
