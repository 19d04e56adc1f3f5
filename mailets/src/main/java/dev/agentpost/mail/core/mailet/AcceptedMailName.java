package dev.agentpost.mail.core.mailet;

import java.util.regex.Pattern;
import org.apache.mailet.Mail;

/**
 * The name that a mail got when it was accepted. James appends {@code -!} and random digits when it splits a mail by
 * recipients, and may split the same mail differently when it processes it again; the queue appends {@code !} and a number
 * when it is put back.
 */
public final class AcceptedMailName {
    private static final Pattern APPENDED = Pattern.compile("-?!.*");

    private AcceptedMailName() {}

    public static String of(Mail mail) {
        return APPENDED.matcher(mail.getName()).replaceFirst("");
    }
}
