package dev.agentpost.mail.core.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.metrics.api.TimeMetric;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.server.core.MailImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the lines of one message up to the final dot. A message that breaks a rule is read to its end without being
 * kept, and then refused; one with a bare CR or LF ends the session at once, since where it ends is in doubt.
 */
class MessageReceiver implements LineHandler<SMTPSession> {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageReceiver.class);
    private static final byte DOT = '.';
    private static final int LENGTH_OF_FINAL_DOT = 3;

    private final MailSession session;
    private final IncomingMessage message;
    private final MessageHooks hooks;
    private final MessageContent content;
    private final LineFraming framing = new LineFraming();
    private final TimeMetric receiving;

    MessageReceiver(MailSession session, IncomingMessage message, MessageHooks hooks) {
        this.session = session;
        this.message = message;
        this.hooks = hooks;
        this.content = new MessageContent(session, message);
        this.receiving = hooks.metrics().timer("SMTP-data");
    }

    @Override
    public Response onLine(SMTPSession sameSession, byte[] line) {
        guard(() -> receive(line));
        return null;
    }

    private interface Step {
        void run() throws IOException, MessagingException;
    }

    private void guard(Step step) {
        try {
            step.run();
        } catch (IOException | MessagingException | RuntimeException e) {
            LOGGER.warn("Message {} could not be received", message.id(), e);
            end(SmtpReply.STORE_DOWN);
        }
    }

    /** Before the message was decided about. */
    private void end(SmtpReply reply) {
        message.answered(content.size(), reply.toResponse());
        session.end(reply);
    }

    private void receive(byte[] line) throws IOException, MessagingException {
        LineFraming.Found found = framing.next(line);
        if (found == LineFraming.Found.BARE_LINE_END) {
            end(SmtpReplies.BARE_LINE_END);
            return;
        }
        if (found == LineFraming.Found.PIECE) {
            content.addPieceOfLongLine(line);
        } else if (line[0] == DOT && line.length == LENGTH_OF_FINAL_DOT) {
            finish();
            return;
        } else {
            // RFC 5321 section 4.5.2: a first dot goes, whatever follows it
            content.add(line, line[0] == DOT ? 1 : 0);
        }
        if (content.isFarTooLarge()) {
            end(SmtpReplies.TOO_LARGE);
        }
    }

    private void finish() throws IOException, MessagingException {
        session.popLineHandler();
        session.setReceivingMessage(false);
        Optional<SmtpReply> refusal = content.finish();
        receiving.stopAndPublish();
        if (refusal.isPresent()) {
            decide(refusal);
            return;
        }
        CompletableFuture<Optional<SmtpReply>> checked = message.check(content.source());
        if (checked.isDone()) {
            decide(checked.join());
            return;
        }
        session.hold();
        var unused =
                checked.whenComplete((result, failure) -> session.resume(() -> guard(() -> decide(checked.join()))));
    }

    private void decide(Optional<SmtpReply> refusal) throws IOException, MessagingException {
        if (session.beginCommit()) {
            try (Closeable mdc = session.mdc().build()) {
                Response answer = refusal.isPresent() ? refusal.get().toResponse() : accept();
                message.answered(content.size(), answer);
                session.endCommit(answer);
            } finally {
                session.resetState();
            }
        }
    }

    private Response accept() throws MessagingException {
        MailImpl mail = message.toMail();
        try {
            mail.setMessageContent(content.source());
            return SafeCommand.run(() -> AbstractHookableCmdHandler.calcDefaultSMTPResponse(hooks.run(session, mail)));
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }
}
