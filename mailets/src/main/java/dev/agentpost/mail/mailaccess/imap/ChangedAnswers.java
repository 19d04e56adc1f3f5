package dev.agentpost.mail.mailaccess.imap;

import java.util.Optional;
import java.util.function.Function;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.process.ImapProcessor.Responder;

/**
 * Answers of James's processors on their way to the client.
 *
 * @param change what becomes of one; empty when it is held back
 */
record ChangedAnswers(Responder delegate, Function<ImapResponseMessage, Optional<ImapResponseMessage>> change)
        implements Responder {
    @Override
    public void respond(ImapResponseMessage message) {
        change.apply(message).ifPresent(delegate::respond);
    }

    @Override
    public void flush() {
        delegate.flush();
    }
}
