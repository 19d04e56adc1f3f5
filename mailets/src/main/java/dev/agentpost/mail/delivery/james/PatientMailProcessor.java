package dev.agentpost.mail.delivery.james;

import com.datastax.oss.driver.api.core.DriverException;
import dev.agentpost.mail.core.mailet.StoreFailure;
import dev.agentpost.mail.mailboxstore.FolderBusyException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.mail.MessagingException;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.impl.JamesMailSpooler;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits while the store is down. James's spooler processes a failed mail five more times at once and then gives it up
 * to the error repository: during an outage all accepted mail would end there instead of in the inboxes.
 */
public final class PatientMailProcessor implements MailProcessor {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Logger LOGGER = LoggerFactory.getLogger(PatientMailProcessor.class);

    private final MailProcessor processor;
    private final BooleanSupplier storeAnswers;

    public PatientMailProcessor(MailProcessor processor, BooleanSupplier storeAnswers) {
        this.processor = processor;
        this.storeAnswers = storeAnswers;
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        try {
            processor.service(mail);
        } catch (Exception e) {
            if (isStoreFailure(e)) {
                LOGGER.warn(
                        "the store failed while mail {} was processed; it is processed again when the store answers: {}",
                        mail.getName(),
                        rootMessage(e));
                // Failures of the store say nothing about the mail, so they do not count against it.
                mail.removeAttribute(JamesMailSpooler.MAIL_PROCESSING_ERROR_COUNT);
                StoreFailure.note(mail);
                awaitStore();
            }
            throw e;
        } catch (Error e) {
            // The spooler catches exceptions only; after an error it would neither finish nor return the mail.
            throw new MessagingException("processing mail " + mail.getName() + " failed", new RuntimeException(e));
        }
    }

    private void awaitStore() {
        do {
            LockSupport.parkNanos(PAUSE.toNanos());
        } while (!Thread.currentThread().isInterrupted() && !storeAnswers.getAsBoolean());
    }

    private static boolean isStoreFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DriverException
                    || cause instanceof TimeoutException
                    || cause instanceof FolderBusyException) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }
}
