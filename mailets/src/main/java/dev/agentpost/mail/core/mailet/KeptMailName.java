package dev.agentpost.mail.core.mailet;

import org.apache.james.webadmin.service.ReprocessingService;
import org.apache.mailet.Attribute;
import org.apache.mailet.Mail;

/**
 * The name under which a mail repository keeps a mail, which is the key there. Processed again after a failure the mail
 * replaces what was kept the first time. Put back from the repository it gets another name: James removes what it has put
 * back after that is in the queue, and so possibly after it is kept again.
 */
public final class KeptMailName {
    private KeptMailName() {}

    /** Whether it has been in a repository, from which an operator put it back into the queue. */
    public static boolean isPutBack(Mail mail) {
        return mail.getAttribute(ReprocessingService.RETRY_ATTRIBUTE_NAME).isPresent();
    }

    public static String of(Mail mail) {
        String accepted = AcceptedMailName.of(mail);
        return mail.getAttribute(ReprocessingService.RETRY_ATTRIBUTE_NAME)
                .map(Attribute::getValue)
                .map(times -> accepted + "!" + times.getValue())
                .orElse(accepted);
    }
}
