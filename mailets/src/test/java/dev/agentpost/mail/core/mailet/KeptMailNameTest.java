package dev.agentpost.mail.core.mailet;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.server.core.MailImpl;
import org.apache.james.webadmin.service.ReprocessingService;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

class KeptMailNameTest {
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private final Mail mail = MailImpl.builder().name(ID).build();

    private static void putBack(Mail mail, int times) {
        mail.setAttribute(new Attribute(ReprocessingService.RETRY_ATTRIBUTE_NAME, AttributeValue.of(times)));
    }

    @Test
    void mailShouldBeKeptUnderTheNameThatItWasAcceptedWith() {
        assertThat(KeptMailName.of(mail)).isEqualTo(ID);
    }

    @Test
    void partOfAMailShouldHaveTheNameOfTheWhole() throws Exception {
        Mail part = mail.duplicate().duplicate();

        assertThat(part.getName()).startsWith(ID).isNotEqualTo(ID);
        assertThat(AcceptedMailName.of(part)).isEqualTo(ID);
        assertThat(KeptMailName.of(part)).isEqualTo(ID);
    }

    @Test
    void mailThatIsPutBackShouldBeKeptUnderAnotherName() throws Exception {
        mail.setName(ID + "!2");
        putBack(mail, 2);

        assertThat(KeptMailName.of(mail.duplicate())).isEqualTo(ID + "!2");
        assertThat(AcceptedMailName.of(mail.duplicate())).isEqualTo(ID);
    }
}
