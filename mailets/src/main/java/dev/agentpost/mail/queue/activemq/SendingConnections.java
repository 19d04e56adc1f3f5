package dev.agentpost.mail.queue.activemq;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import javax.jms.MessageProducer;
import javax.jms.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections for sending, each lent to one thread at a time: the broker takes the commands of one connection one after
 * another, so that senders which share one would wait for each other's fsync. There are no transactions: a send of one
 * persistent message is one write to the journal, and returns when that is on disk.
 */
final class SendingConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(SendingConnections.class);

    /** What is done with a lent connection; the producer is bound to no queue. */
    interface Task {
        void run(Session session, MessageProducer producer) throws Exception;
    }

    private record Sender(Connection connection, Session session, MessageProducer producer) {}

    private final ConnectionFactory connections;
    private final Queue<Sender> idle = new ConcurrentLinkedQueue<>();

    SendingConnections(ConnectionFactory connections) {
        this.connections = connections;
    }

    void use(Task task) throws Exception {
        Sender last = idle.poll();
        Sender sender = last == null ? open() : last;
        try {
            task.run(sender.session(), sender.producer());
            idle.add(sender);
        } catch (Exception e) {
            close(sender.connection());
            throw e;
        }
    }

    private Sender open() throws JMSException {
        Connection connection = connections.createConnection();
        try {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            return new Sender(connection, session, session.createProducer(null));
        } catch (JMSException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    void close() {
        for (Sender sender = idle.poll(); sender != null; sender = idle.poll()) {
            close(sender.connection());
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (JMSException e) {
            LOGGER.debug("a connection to the embedded broker did not close", e);
        }
    }
}
