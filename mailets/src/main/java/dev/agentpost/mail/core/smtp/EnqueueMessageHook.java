package dev.agentpost.mail.core.smtp;

import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last of the message hooks: says 250 once the queue has the message. */
public class EnqueueMessageHook implements JamesMessageHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(EnqueueMessageHook.class);

    private final MailQueueFactory<?> queues;
    private MailQueue spool;

    @Inject
    public EnqueueMessageHook(MailQueueFactory<?> queues) {
        this.queues = queues;
    }

    @Override
    public void init(Configuration configuration) {
        spool = queues.createQueue(MailQueueFactory.SPOOL);
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        try {
            spool.enQueue(mail);
        } catch (MailQueueException | RuntimeException e) {
            LOGGER.error("Message {} could not be put into the queue", mail.getName(), e);
            return SmtpReply.STORE_DOWN.toHookResult();
        }
        return SmtpReply.accepted(mail.getName()).toHookResult();
    }
}
