package dev.agentpost.mail.reception.smtp;

import static dev.agentpost.mail.reception.smtp.ReceptionExtension.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.dkim.DkimKey;
import dev.agentpost.mail.dkim.Dkimpy;
import dev.agentpost.mail.mailauthentication.AuthenticationFixture;
import dev.agentpost.mail.mailauthentication.CheckedMailAuthentication;
import dev.agentpost.mail.mailauthentication.DmarcCheck;
import dev.agentpost.mail.mailauthentication.jdkim.JdkimCheck;
import dev.agentpost.mail.mailauthentication.jspf.JspfCheck;
import dev.agentpost.mail.reception.ReceptionAttributes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.mailet.AttributeUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that another implementation signs here and now, on their way through port 25. */
class DkimOfOthersTest {
    private static final String SENDER = "customer@customer.example";
    private static final DkimKey KEY = DkimKey.generate("customer.example", 1, Instant.EPOCH);
    private static final Charset OCTETS = StandardCharsets.ISO_8859_1;
    private static final String HEADER =
            """
            From: Customer <%s>
            To: %s
            Subject: Order   4711
            Date: Sat, 21 Nov 2026 10:00:00 +0000
            Message-ID: <1@customer.example>
            MIME-Version: 1.0
            """
                    .formatted(SENDER, ALICE);
    private static final Map<String, String> MESSAGES = Map.of(
            "text",
            HEADER + "\nHello  Alice, \t\n\n\tyes.\n\n\n",
            "html",
            HEADER + "Content-Type: text/html\n\n<p>Hello\t<b>Alice</b>   </p>\n",
            "attachment",
            HEADER + "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nHi\n"
                    + "--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
                    + "JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSCg==\n".repeat(2000) + "--b--\n",
            "eight-bit",
            HEADER
                    + "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nGr\u00fc\u00dfe\n",
            "long-lines",
            HEADER + "\n" + ("x".repeat(5000) + "  y ").repeat(20) + "\nend\n");

    @RegisterExtension
    final ReceptionExtension server = new ReceptionExtension();

    @RegisterExtension
    final AuthenticationFixture world = new AuthenticationFixture();

    @TempDir
    Path folder;

    @BeforeEach
    void askTheWorld() {
        world.dns.txt(KEY.recordName(), KEY.recordValue());
        server.authentication = new CheckedMailAuthentication(
                new JspfCheck(world.resolver, ReceptionExtension.HOST),
                new JdkimCheck(world.resolver),
                new DmarcCheck(world.resolver, () -> 0),
                Runnable::run,
                Duration.ofSeconds(20));
    }

    private Path write(String name) throws IOException {
        return Files.writeString(folder.resolve(name), MESSAGES.get(name).replace("\n", "\r\n"), OCTETS);
    }

    private String results(String message) throws IOException {
        int before = server.spool.mails().size();
        assertThat(server.greeted().send(SENDER, ALICE, message)).startsWith("250 ");
        return AttributeUtils.getValueAndCastFromMail(
                        server.spool.mails().get(before).mail(),
                        ReceptionAttributes.AUTHENTICATION_RESULTS,
                        String.class)
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"relaxed/relaxed", "simple/simple"})
    void messagesOfEachKindShouldPass(String canonicalization) throws Exception {
        Path[] messages = new Path[MESSAGES.size()];
        int i = 0;
        for (String name : MESSAGES.keySet()) {
            messages[i++] = write(name);
        }

        Dkimpy.sign(KEY, canonicalization, messages);

        for (Path message : messages) {
            assertThat(results(Files.readString(message, OCTETS)))
                    .as(message.toString())
                    .contains("dkim=pass header.d=customer.example");
        }
    }

    @Test
    void messageThatWasChangedOnTheWayShouldFail() throws Exception {
        Path message = write("text");
        Dkimpy.sign(KEY, "relaxed/relaxed", message);

        assertThat(results(Files.readString(message, OCTETS).replace("yes", "no!")))
                .contains("dkim=fail")
                .doesNotContain("dkim=pass");
    }
}
