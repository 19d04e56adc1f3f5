package dev.agentpost.mail.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.clientsetup.Autodiscover.Problem;
import dev.agentpost.mail.inbox.InboxAddress;
import java.io.IOException;
import java.io.StringReader;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class AutodiscoverTest {
    private static final InboxAddress SUPPORT = new InboxAddress("support", "acme.example");
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00.5Z"), ZoneOffset.UTC);
    private static final Schema SCHEMA = schema();

    private final Autodiscover testee = new Autodiscover(new MailServers("mail.example.org", 993, 465), NOON);

    private static Schema schema() {
        try {
            return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(Stream.of("outlook-response-2006a.xsd", "response-2006.xsd")
                            .map(name -> new StreamSource(AutodiscoverTest.class
                                    .getResource("/autodiscover/" + name)
                                    .toString()))
                            .toArray(Source[]::new));
        } catch (SAXException e) {
            throw new AssertionError(e);
        }
    }

    private static void validate(String answer) throws SAXException, IOException {
        SCHEMA.newValidator().validate(new StreamSource(new StringReader(answer)));
    }

    private static Element response(String answer) {
        return Xml.child(Xml.root(answer), "Response");
    }

    @Test
    void settingsShouldBeValid() throws Exception {
        validate(testee.settings(SUPPORT));
    }

    @Test
    void schemaShouldRefuseAnotherAnswer() {
        String answer = testee.settings(SUPPORT).replace("<SSL>on</SSL>", "<SSL>yes</SSL>");

        assertThatThrownBy(() -> validate(answer)).isInstanceOf(SAXException.class);
    }

    @Test
    void settingsShouldNameImapAndSmtp() {
        List<Element> protocols = Xml.children(Xml.child(response(testee.settings(SUPPORT)), "Account"), "Protocol");

        assertThat(protocols)
                .extracting(protocol -> Stream.of(
                                "Type", "Server", "Port", "LoginName", "SPA", "SSL", "AuthRequired", "DomainRequired")
                        .map(name -> Xml.text(protocol, name))
                        .toList())
                .containsExactly(
                        List.of("IMAP", "mail.example.org", "993", "support@acme.example", "off", "on", "on", "off"),
                        List.of("SMTP", "mail.example.org", "465", "support@acme.example", "off", "on", "on", "off"));
    }

    @Test
    void addressShouldBeTextWhateverItsCharacters() {
        InboxAddress hostile = new InboxAddress("a&b'c{d}", "acme.example");

        assertThat(Xml.text(Xml.child(response(testee.settings(hostile)), "User"), "DisplayName"))
                .isEqualTo("a&b'c{d}@acme.example");
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void errorShouldBeValid(Problem problem) throws Exception {
        validate(testee.error(problem));
    }

    @ParameterizedTest
    @CsvSource({"ADDRESS_NOT_FOUND, 500", "INVALID_REQUEST, 600", "NO_SUCH_PROVIDER, 601", "INTERNAL, 603"})
    void errorShouldHaveTheCodeOfTheDocumentation(Problem problem, String code) {
        Element error = Xml.child(response(testee.error(problem)), "Error");

        assertThat(Xml.text(error, "ErrorCode")).isEqualTo(code);
        assertThat(error.getAttribute("Time")).isEqualTo("12:00:00.5000000");
    }
}
