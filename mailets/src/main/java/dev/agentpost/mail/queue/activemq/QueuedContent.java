package dev.agentpost.mail.queue.activemq;

import dev.agentpost.mail.queue.james.VerbatimMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.jms.BytesMessage;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.ObjectMessage;
import javax.jms.Session;
import javax.mail.MessagingException;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.BlobMessage;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.util.ByteSequence;
import org.apache.james.queue.activemq.MimeMessageBlobMessageSource;
import org.apache.james.queue.jms.MimeMessageObjectMessageSource;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.mailet.Mail;

/** How the bytes of a mail lie in a message of the queue, and how they are read from there: neither parsed nor copied. */
final class QueuedContent {
    /** What James keeps in memory while a message arrives; a larger one comes from a file and goes to one. */
    static final int MAX_BYTES_IN_JOURNAL = 100 << 10;

    private QueuedContent() {}

    /** In the message itself, and with it in the journal: one fsync makes the mail durable. */
    static Message inJournal(Session session, Mail mail) throws JMSException, MessagingException, IOException {
        BytesMessage message = session.createBytesMessage();
        try (InputStream in = new MimeMessageInputStream(mail.getMessage())) {
            message.writeBytes(in.readAllBytes());
        }
        return message;
    }

    static Message inFile(Session session, Mail mail) throws JMSException, MessagingException {
        return (Message) ((ActiveMQSession) session).createBlobMessage(new MimeMessageInputStream(mail.getMessage()));
    }

    /** @throws MessagingException when it is none of the messages that a mail can lie in */
    static VerbatimMessage read(Message message) throws JMSException, MessagingException {
        return new VerbatimMessage(source(message));
    }

    /** With the properties. The bytes are shared: nobody changes them. */
    static Message copy(Session session, ActiveMQBytesMessage message) throws JMSException, IOException {
        ActiveMQBytesMessage copy = (ActiveMQBytesMessage) session.createBytesMessage();
        copy.setContent(message.getContent());
        copy.setProperties(message.getProperties());
        return copy;
    }

    private static MimeMessageSource source(Message message) throws JMSException, MessagingException {
        if (message instanceof ActiveMQBytesMessage bytes) {
            return new InMemory(bytes.getJMSMessageID(), bytes.getContent());
        }
        if (message instanceof BlobMessage file) {
            return new MimeMessageBlobMessageSource(file);
        }
        if (message instanceof ObjectMessage object) {
            // As queues have them that were written before there were the others.
            return new MimeMessageObjectMessageSource(object);
        }
        throw new MessagingException(
                "no mail can lie in a " + message.getClass().getSimpleName());
    }

    private record InMemory(String id, ByteSequence bytes) implements MimeMessageSource {
        @Override
        public String getSourceId() {
            return id;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(bytes.getData(), bytes.getOffset(), bytes.getLength());
        }

        @Override
        public long getMessageSize() {
            return bytes.getLength();
        }
    }
}
