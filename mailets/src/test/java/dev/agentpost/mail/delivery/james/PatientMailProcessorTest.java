package dev.agentpost.mail.delivery.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import dev.agentpost.mail.core.mailet.StoreFailure;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.MessagingException;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

class PatientMailProcessorTest {
    private final Mail mail =
            MailImpl.builder().name("01ARZ3NDEKTSV4RRFFQ69G5FAV").build();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void serviceShouldWaitUntilTheStoreAnswersWhenTheStoreFailed() {
        PatientMailProcessor testee = new PatientMailProcessor(
                failingWith(new MessagingException("delivery failed", new NoNodeAvailableException())),
                () -> asked.incrementAndGet() == 2);

        assertThatThrownBy(() -> testee.service(mail)).hasMessage("delivery failed");

        assertThat(asked).hasValue(2);
    }

    @Test
    void serviceShouldNotCountAFailureOfTheStoreAgainstTheMail() {
        mail.setAttribute(new Attribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT, AttributeValue.of(5)));
        PatientMailProcessor testee =
                new PatientMailProcessor(failingWith(new RuntimeException(new NoNodeAvailableException())), () -> true);

        assertThatThrownBy(() -> testee.service(mail)).isInstanceOf(RuntimeException.class);

        assertThat(mail.getAttribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT))
                .isEmpty();
        assertThat(StoreFailure.take(mail)).isTrue();
    }

    @Test
    void serviceShouldNotWaitWhenTheMailIsToBlame() {
        PatientMailProcessor testee =
                new PatientMailProcessor(failingWith(new MessagingException("unreadable")), () -> {
                    asked.incrementAndGet();
                    return true;
                });

        assertThatThrownBy(() -> testee.service(mail)).hasMessage("unreadable");

        assertThat(asked).hasValue(0);
        assertThat(StoreFailure.take(mail)).isFalse();
    }

    @Test
    void serviceShouldTurnAnErrorIntoAnException() {
        PatientMailProcessor testee = new PatientMailProcessor(
                ignored -> {
                    throw new StackOverflowError();
                },
                () -> true);

        assertThatThrownBy(() -> testee.service(mail)).isInstanceOf(MessagingException.class);
    }

    private static org.apache.james.mailetcontainer.api.MailProcessor failingWith(Exception failure) {
        return mail -> {
            if (failure instanceof MessagingException checked) {
                throw checked;
            }
            throw (RuntimeException) failure;
        };
    }
}
