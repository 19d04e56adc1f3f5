package dev.agentpost.mail.core.smtp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.apache.james.util.MDCBuilder;

/**
 * One connection. Its commands run on one thread at a time; {@link #end} may come from any thread, and then either the
 * message under way is put into the queue before the end is said, or it never is.
 */
public abstract class MailSession extends ExtendedSMTPSession implements EndableSession {
    private static final int SECONDS_TO_READ_LAST_REPLY = 5;
    private static final int SECONDS_TO_STOP_SENDING = 1;

    private enum Phase {
        OPEN,
        COMMITTING,
        ENDED
    }

    private final Channel channel;
    private final SessionLimits limits;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private final AtomicReference<SmtpReply> lastReply = new AtomicReference<>();
    private final ReplyPatience patience = new ReplyPatience(System::nanoTime);
    private volatile boolean receivingMessage;
    private boolean held;
    private boolean plaintextBehindStartTls;
    private int unknownCommands;

    protected MailSession(
            SMTPConfiguration configuration, ProtocolTransport transport, Channel channel, SessionLimits limits) {
        super(configuration, transport);
        this.channel = channel;
        this.limits = limits;
    }

    /** Every session of our listeners is one of these. */
    public static MailSession of(SMTPSession session) {
        return (MailSession) session;
    }

    /** What the log lines of the session say beside their text. */
    public abstract MDCBuilder mdc();

    /** Called once behind a load balancer, when it has told the client's address. On the thread of the session. */
    protected void clientIsKnown() {}

    /** How long the command under way may still wait for a store. */
    Duration patience() {
        return patience.left();
    }

    /** @param arrivedAt of the bytes whose commands come now, in the time of {@link System#nanoTime} */
    void handles(long arrivedAt) {
        patience.begin(arrivedAt);
    }

    void storeFailed() {
        patience.failed();
    }

    void answered(byte[] reply) {
        patience.answered(reply);
    }

    public SessionLimits limits() {
        return limits;
    }

    public boolean isReceivingMessage() {
        return receivingMessage;
    }

    void setReceivingMessage(boolean receiving) {
        receivingMessage = receiving;
    }

    boolean isOneUnknownCommandTooMany() {
        unknownCommands++;
        return unknownCommands > limits.maxUnknownCommands();
    }

    /** Whether lines have to wait. For the thread of the session. */
    boolean isHeld() {
        return held;
    }

    /** Lines that come wait from here on, and soon nothing is read any more. For the thread of the session. */
    void hold() {
        held = true;
        pipelineFlow().hold();
    }

    /** Runs this on the thread of the session, and lets go what has waited; nothing happens when the peer is gone. */
    void resume(Runnable next) {
        ChannelHandlerContext context = channel.pipeline().context(HandlerConstants.CORE_HANDLER);
        if (context == null) {
            return;
        }
        context.executor().execute(() -> {
            if (!channel.isActive()) {
                return;
            }
            patience.begin();
            MDCBuilder.withMdc(mdc(), next::run);
            held = false;
            ((MailChannelHandler) context.handler()).handleWaiting(context);
            if (!held) {
                pipelineFlow().resume();
            }
        });
    }

    private InboundFlow pipelineFlow() {
        return channel.pipeline().get(InboundFlow.class);
    }

    /** Whoever wrote between us and the client, or the client itself, sent more than STARTTLS in plain text. */
    void setPlaintextBehindStartTls() {
        plaintextBehindStartTls = true;
    }

    boolean hasPlaintextBehindStartTls() {
        return plaintextBehindStartTls;
    }

    @Override
    public void end(SmtpReply reply) {
        lastReply.compareAndSet(null, reply);
        sayLastReply();
    }

    public boolean isEnded() {
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
