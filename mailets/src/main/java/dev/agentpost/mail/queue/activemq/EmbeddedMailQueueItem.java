package dev.agentpost.mail.queue.activemq;

import java.io.IOException;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.Session;
import org.apache.activemq.command.ActiveMQBlobMessage;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mail taken from the queue in a transaction of its own, which {@link #done} ends. */
final class EmbeddedMailQueueItem implements MailQueueItem {
    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedMailQueueItem.class);

    /** Puts a message back, to be taken again later, within the transaction that took it. */
    interface PutBack {
        void putBack(Session session, Message message) throws JMSException;
    }

    private final Mail mail;
    private final Taking taking;
    private final Message message;
    private final PutBack putBack;

    EmbeddedMailQueueItem(Mail mail, Taking taking, Message message, PutBack putBack) {
        this.mail = mail;
        this.taking = taking;
        this.message = message;
        this.putBack = putBack;
    }

    @Override
    public Mail getMail() {
        return mail;
    }

    @Override
    public void done(CompletionStatus status) throws MailQueueException {
        try {
            if (status != CompletionStatus.SUCCESS) {
                // A rolled back message would come back at once, and in a tight loop while the database is away.
                putBack();
            }
            taking.commit();
        } catch (JMSException e) {
            throw new MailQueueException("cannot end the processing of mail " + mail.getName(), e);
        }
        if (status == CompletionStatus.SUCCESS) {
            deleteContent();
        }
    }

    private void putBack() throws JMSException {
        try {
            putBack.putBack(taking.session(), message);
        } catch (JMSException | RuntimeException e) {
            taking.close();
            throw e;
        }
    }

    private void deleteContent() {
        if (message instanceof ActiveMQBlobMessage blob) {
            try {
                blob.deleteFile();
            } catch (IOException | JMSException e) {
                LOGGER.warn("the content file of mail {} stays until the next start", mail.getName(), e);
            }
        }
    }
}
