package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
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

    private final SubmissionSession session;
    private final Submission submission;
    private final MessageHooks hooks;
    private final SubmissionJournal journal;
    private final MessageContent content;
    private final TimeMetric receiving;

    MessageReceiver(SubmissionSession session, Submission submission, MessageHooks hooks, SubmissionJournal journal) {
        this.session = session;
        this.submission = submission;
        this.hooks = hooks;
        this.journal = journal;
        this.content = new MessageContent(session, submission);
        this.receiving = hooks.metrics().timer("SMTP-data");
    }

    @Override
    public Response onLine(SMTPSession sameSession, byte[] line) {
        try {
            return receive(line);
        } catch (IOException | MessagingException | RuntimeException e) {
            LOGGER.warn("Message {} could not be received", submission.id(), e);
            end(SmtpReply.STORE_DOWN);
            return null;
        }
    }

    /** Before the message has come to its end. */
    private void end(SmtpReply reply) {
        journal.message(session, submission, content.size(), reply.toResponse());
        session.end(reply);
    }

    private Response receive(byte[] line) throws IOException, MessagingException {
        if (!isLine(line)) {
            end(SubmissionReplies.BARE_LINE_END);
            return null;
        }
        if (line[0] == DOT && line.length == LENGTH_OF_FINAL_DOT) {
            finish();
            return null;
        }
        // RFC 5321 section 4.5.2: a first dot goes, whatever follows it
        content.add(line, line[0] == DOT ? 1 : 0);
        if (content.isFarTooLarge()) {
            end(SubmissionReplies.TOO_LARGE);
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
        receiving.stopAndPublish();
        if (session.beginCommit()) {
            try (Closeable mdc = SessionMdc.of(session).build()) {
                Response answer = refusal.isPresent() ? refusal.get().toResponse() : accept();
                journal.message(session, submission, content.size(), answer);
                session.endCommit(answer);
            } finally {
                session.resetState();
            }
        }
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
