package dev.agentpost.mail.core.mailet;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** In the attributes of a mail: that the last failure of its processing was one of a store, and says nothing of the mail. */
public final class StoreFailure {
    private static final AttributeName NAME = AttributeName.of("agentpost-store-failure");

    private StoreFailure() {}

    public static void note(Mail mail) {
        mail.setAttribute(new Attribute(NAME, AttributeValue.of(true)));
    }

    /** Whether it was noted since the last time. */
    public static boolean take(Mail mail) {
        return mail.removeAttribute(NAME).isPresent();
    }
}
