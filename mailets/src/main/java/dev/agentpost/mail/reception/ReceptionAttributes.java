package dev.agentpost.mail.reception;

import org.apache.mailet.AttributeName;

/** What a mail from the world carries for the mailets; every value is a string. */
public final class ReceptionAttributes {
    /** The name that the mail got when it was accepted. Only mail from the world has it. */
    public static final AttributeName RECEPTION_ID = AttributeName.of("agentpost.reception_id");

    /** A whole {@code Authentication-Results} field with its line ends. */
    public static final AttributeName AUTHENTICATION_RESULTS = AttributeName.of("agentpost.authentication_results");

    private ReceptionAttributes() {}
}
