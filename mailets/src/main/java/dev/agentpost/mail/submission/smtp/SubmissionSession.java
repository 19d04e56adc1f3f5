package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.login.smtp.EndableSession;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.ExtendedSMTPSession;

/**
 * One connection. Its commands run on one thread at a time; {@link #end} may come from any thread, and then either the
 * message under way is put into the queue before the end is said, or it never is.
 */
public class SubmissionSession extends ExtendedSMTPSession implements EndableSession {
    private static final int SECONDS_TO_READ_LAST_REPLY = 5;
    private static final int SECONDS_TO_STOP_SENDING = 1;

    private enum Phase {
        OPEN,
        COMMITTING,
        ENDED
    }

    private final SubmissionSettings settings;
    private final Channel channel;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private final AtomicReference<SmtpReply> lastReply = new AtomicReference<>();
    private volatile boolean loggedIn;
    private volatile boolean receivingMessage;
    private int unknownCommands;

    SubmissionSession(
            SMTPConfiguration configuration,
            ProtocolTransport transport,
            Channel channel,
            SubmissionSettings settings) {
        super(configuration, transport);
        this.channel = channel;
        this.settings = settings;
    }

    /** Every session of our server is one of these. */
    static SubmissionSession of(SMTPSession session) {
        return (SubmissionSession) session;
    }

    SubmissionSettings settings() {
        return settings;
    }

    @Override
    public void setUsername(Username username) {
        super.setUsername(username);
        loggedIn = true;
    }

    boolean isLoggedIn() {
        return loggedIn;
    }

    boolean isReceivingMessage() {
        return receivingMessage;
    }

    void setReceivingMessage(boolean receiving) {
        receivingMessage = receiving;
    }

    boolean isOneUnknownCommandTooMany() {
        unknownCommands++;
        return unknownCommands > settings.maxUnknownCommands();
    }

    @Override
    public void end(SmtpReply reply) {
        lastReply.compareAndSet(null, reply);
        sayLastReply();
    }

    boolean isEnded() {
        return phase.get() == Phase.ENDED;
    }

    /** False when the session has been ended: then nothing may be put into the queue any more. */
    boolean beginCommit() {
        return phase.compareAndSet(Phase.OPEN, Phase.COMMITTING);
    }

    /** Says the outcome, and after it whatever ended the session meanwhile. */
    void endCommit(Response outcome) {
        write(outcome);
        phase.set(Phase.OPEN);
        if (lastReply.get() != null) {
            sayLastReply();
        }
    }

    private void sayLastReply() {
        if (!phase.compareAndSet(Phase.OPEN, Phase.ENDED)) {
            return;
        }
        if (receivingMessage) {
            // a close while the client sends resets the connection, and the reply is lost with it
            write(lastReply.get().toResponse());
            closeAfter(SECONDS_TO_STOP_SENDING);
        } else {
            write(lastReply.get().toClosingResponse());
            // a peer that does not read would keep the connection otherwise
            closeAfter(SECONDS_TO_READ_LAST_REPLY);
        }
    }

    private void closeAfter(int seconds) {
        var unused = channel.eventLoop().schedule(() -> channel.close(), seconds, TimeUnit.SECONDS);
    }

    private void write(Response response) {
        getProtocolTransport().writeResponse(response, this);
    }

    @Override
    public Response newFatalErrorResponse() {
        return SmtpReply.STORE_DOWN.toResponse();
    }
}
