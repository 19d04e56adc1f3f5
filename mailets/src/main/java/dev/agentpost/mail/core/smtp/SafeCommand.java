package dev.agentpost.mail.core.smtp;

import java.util.function.Supplier;
import org.apache.james.protocols.api.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A check that cannot be made is a temporary no: a store that fails must neither let mail pass nor end the session. */
public final class SafeCommand {
    private static final Logger LOGGER = LoggerFactory.getLogger(SafeCommand.class);

    private SafeCommand() {}

    public static Response run(Supplier<Response> command) {
        try {
            return command.get();
        } catch (RuntimeException e) {
            LOGGER.warn("SMTP command could not be decided: {}", e.toString());
            LOGGER.debug("SMTP command could not be decided", e);
            return SmtpReply.STORE_DOWN.toResponse();
        }
    }
}
