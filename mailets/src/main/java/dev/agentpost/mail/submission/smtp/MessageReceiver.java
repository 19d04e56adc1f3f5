package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
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

    private final SubmissionSession session;
    private final Submission submission;
    private final MessageHooks hooks;
    private final MessageContent content;

    MessageReceiver(SubmissionSession session, Submission submission, MessageHooks hooks) {
        this.session = session;
        this.submission = submission;
        this.hooks = hooks;
        this.content = new MessageContent(session, submission);
    }

    @Override
    public Response onLine(SMTPSession sameSession, byte[] line) {
        try {
            return receive(line);
        } catch (IOException | MessagingException | RuntimeException e) {
            LOGGER.warn("Message {} could not be received", submission.id(), e);
            session.end(SmtpReply.STORE_DOWN);
            return null;
        }
    }

    private Response receive(byte[] line) throws IOException, MessagingException {
        if (!isLine(line)) {
            LOGGER.info(
                    "Message of {} refused: bare CR or LF", submission.login().email());
            session.end(SubmissionReplies.BARE_LINE_END);
            return null;
        }
        if (line[0] == DOT && line.length == LENGTH_OF_FINAL_DOT) {
            finish();
            return null;
        }
        // RFC 5321 section 4.5.2: a first dot goes, whatever follows it
        content.add(line, line[0] == DOT ? 1 : 0);
        if (content.isFarTooLarge()) {
            session.end(SubmissionReplies.TOO_LARGE);
        }
        return null;
    }

    private static boolean isLine(byte[] line) {
        int end = line.length - 2;
        if (end < 0 || line[end] != '\r' || line[end + 1] != '\n') {
            return false;
        }
        for (int i = 0; i < end; i++) {
            if (line[i] == '\r') {
                return false;
            }
        }
        return true;
    }

    private void finish() throws IOException, MessagingException {
        session.popLineHandler();
        session.setReceivingMessage(false);
        Optional<SmtpReply> refusal = content.finish();
        if (session.beginCommit()) {
            try (Closeable mdc = SessionMdc.of(session).build()) {
                session.endCommit(refusal.isPresent() ? refused(refusal.get()) : accept());
            } finally {
                session.resetState();
            }
        }
    }

    private Response refused(SmtpReply refusal) {
        LOGGER.info(
                "Message of {} with {} refused: {}",
                submission.login().email(),
                submission.login().keyId(),
                refusal);
        return refusal.toResponse();
    }

    private Response accept() throws MessagingException {
        MailImpl mail = submission.toMail(content.addedFields());
        try {
            mail.setMessageContent(content.source());
            content.keyed().ifPresent(keyed -> keyed.mark(mail));
            return SafeCommand.run(() -> AbstractHookableCmdHandler.calcDefaultSMTPResponse(hooks.run(session, mail)));
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }
}
