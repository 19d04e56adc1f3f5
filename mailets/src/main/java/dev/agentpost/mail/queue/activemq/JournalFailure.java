package dev.agentpost.mail.queue.activemq;

import java.io.IOException;
import java.util.Optional;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.util.IOExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers that the journal could not be written. The broker's own handler would stop it and let senders wait. */
final class JournalFailure implements IOExceptionHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(JournalFailure.class);

    private volatile String reason;

    @Override
    public void handle(IOException exception) {
        if (reason == null) {
            LOGGER.error("the mail queue cannot write its journal; it refuses mail until a restart", exception);
        }
        reason = exception.getMessage() == null ? exception.toString() : exception.getMessage();
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public void setBrokerService(BrokerService brokerService) {
        // nothing of it is needed
    }
}
