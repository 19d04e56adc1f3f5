package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.GreetingHandler;
import dev.agentpost.mail.core.smtp.SmtpReply;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.smtp.SMTPSession;

/** Greets those who may come in, and counts them out. */
public class ReceptionGreeting extends GreetingHandler implements DisconnectHandler<SMTPSession> {
    private final ReceptionJournal journal;

    @Inject
    public ReceptionGreeting(ReceptionJournal journal) {
        this.journal = journal;
    }

    @Override
    public Response onConnect(SMTPSession session) {
        ReceptionSession reception = ReceptionSession.of(session);
        Optional<SmtpReply> refusal =
                reception.getProtocolTransport().isProxyRequired() ? Optional.empty() : reception.admit();
        if (refusal.isPresent()) {
            journal.connectionRefused(reception, refusal.get());
            return refusal.get().toClosingResponse();
        }
        return super.onConnect(session);
    }

    @Override
    public void onDisconnect(SMTPSession session) {
        // James gives null when the connection failed before it had a session
        if (session != null) {
            ReceptionSession.of(session).leave();
        }
    }
}
