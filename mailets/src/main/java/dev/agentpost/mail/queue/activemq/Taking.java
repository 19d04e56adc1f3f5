package dev.agentpost.mail.queue.activemq;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one mail of a queue at a time, in a transaction. Used for one mail after another, since what it consists of is
 * dear to make; has a connection of its own, since those who share one wait for each other's fsync.
 */
final class Taking {
    private static final Logger LOGGER = LoggerFactory.getLogger(Taking.class);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    // The wish for due mails carries the time at which it was made: a mail that was put off waits so much longer while
    // others keep coming. A new consumer is dear.
    private static final Duration RENEWAL = Duration.ofSeconds(5);

    private final Connection connection;
    private final Session session;
    private final String queueName;
    private final Supplier<String> selector;
    private final Consumer<Taking> owner;
    private volatile MessageConsumer consumer;
    private long consumerSince;

    private Taking(
            Connection connection,
            Session session,
            String queueName,
            Supplier<String> selector,
            Consumer<Taking> owner) {
        this.connection = connection;
        this.session = session;
        this.queueName = queueName;
        this.selector = selector;
        this.owner = owner;
    }

    /** @param owner gets it back when a mail has been dealt with */
    static Taking open(
            ConnectionFactory connections, String queueName, Supplier<String> selector, Consumer<Taking> owner)
            throws JMSException {
        Connection connection = connections.createConnection();
        try {
            connection.start();
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            return new Taking(connection, session, queueName, selector, owner);
        } catch (JMSException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    Session session() {
        return session;
    }

    /** The next mail that is due; null when none comes for a second, or the waiting was ended. */
    Message receive() throws JMSException {
        if (consumer == null || System.nanoTime() - consumerSince > RENEWAL.toNanos()) {
            renewConsumer();
        }
        Message message = consumer.receive(PATIENCE.toMillis());
        if (message == null) {
            closeConsumer();
        }
        return message;
    }

    private void renewConsumer() throws JMSException {
        closeConsumer();
        consumerSince = System.nanoTime();
        consumer = session.createConsumer(session.createQueue(queueName), selector.get());
    }

    private void closeConsumer() throws JMSException {
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }

    void endWaiting() {
        try {
            MessageConsumer waiting = consumer;
            if (waiting != null) {
                waiting.close();
            }
        } catch (JMSException e) {
            LOGGER.debug("a consumer of queue {} did not close", queueName, e);
        }
    }

    /** Ends the mail that is held. After an error it comes again. */
    void commit() throws JMSException {
        try {
            session.commit();
        } catch (JMSException | RuntimeException e) {
            close();
            throw e;
        }
        owner.accept(this);
    }

    /** Gives back a mail that is held. */
    void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            LOGGER.debug("a connection to the embedded broker did not close", e);
        }
    }
}
