package dev.agentpost.mail.delivery.mailet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

class RemoveBccTest {
    private final RemoveBcc testee = new RemoveBcc();

    @Test
    void serviceShouldRemoveTheFieldAndNothingElse() throws Exception {
        Mail mail = mail("Subject: x\r\nBCC: dave@example.com,\r\n erin@example.com\r\nMime-Version: 1.0\r\n\r\na\r\n");

        testee.service(mail);

        assertThat(message(mail)).isEqualTo("Subject: x\r\nMime-Version: 1.0\r\n\r\na\r\n");
    }

    @Test
    void serviceShouldLeaveAMessageWithoutTheFieldAlone() throws Exception {
        String message = "Subject: x\r\nX-Odd :  y \r\n\r\nBcc: in the text\r\n";
        Mail mail = mail(message);

        testee.service(mail);

        assertThat(message(mail)).isEqualTo(message);
    }

    /** James copies the mail so when it splits it between recipients here and elsewhere. */
    @Test
    void copyOfTheMailShouldBeTheSameWhenAFieldCannotBeParsed() throws Exception {
        Mail mail = mail("X-Odd :  y \r\nBcc: d@example.com\r\nContent-Type: text/plain; a=\"\r\n\r\n\u00e9\r\n");

        testee.service(mail);

        assertThat(message(MailImpl.duplicate(mail)))
                .isEqualTo("X-Odd :  y \r\nContent-Type: text/plain; a=\"\r\n\r\n\u00e9\r\n");
    }

    @Test
    void serviceShouldRemoveTheFieldOfAResentMessage() throws Exception {
        Mail mail = mail("Subject: x\r\nResent-Bcc: d@example.com\r\n\r\na\r\n");

        testee.service(mail);

        assertThat(message(mail)).isEqualTo("Subject: x\r\n\r\na\r\n");
    }

    private static Mail mail(String message) throws Exception {
        return MailImpl.builder()
                .name("01ARZ3NDEKTSV4RRFFQ69G5FAV")
                .mimeMessage(new MimeMessageWrapper(MimeMessageInputStreamSource.create(
                        "key", new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)))))
                .build();
    }

    private static String message(Mail mail) throws Exception {
        try (InputStream in = MailContent.of(mail).open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
