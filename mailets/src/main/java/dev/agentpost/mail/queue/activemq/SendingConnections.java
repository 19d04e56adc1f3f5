package dev.agentpost.mail.queue.activemq;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.JMSException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections for sending, each lent to one thread at a time: the broker takes the commands of one connection one after
 * another, so that senders which share one would wait for each other's fsync.
 */
final class SendingConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(SendingConnections.class);

    /** What is done with a lent connection. */
    interface Task {
        void run(Connection connection) throws Exception;
    }

    private final ConnectionFactory connections;
    private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

    SendingConnections(ConnectionFactory connections) {
        this.connections = connections;
    }

    void use(Task task) throws Exception {
        Connection connection = take();
        try {
            task.run(connection);
            idle.add(connection);
        } catch (Exception e) {
            close(connection);
            throw e;
        }
    }

    private Connection take() throws JMSException {
        Connection connection = idle.poll();
        if (connection != null) {
            return connection;
        }
        Connection fresh = connections.createConnection();
        fresh.start();
        return fresh;
    }

    void close() {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            close(connection);
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
