package dev.agentpost.mail.mailaccess.imap;

import java.nio.charset.CharacterCodingException;

/** Mailbox names that are no modified UTF-7 (RFC 3501 section 5.1.3). James throws an {@link Error} for them. */
final class MalformedNames {
    static final String ANSWER = "mailbox name is not modified UTF-7";

    private MalformedNames() {}

    static boolean caused(Throwable failure) {
        return failure.getClass() == Error.class && failure.getCause() instanceof CharacterCodingException;
    }
}
