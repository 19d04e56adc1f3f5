package dev.agentpost.mail.queue.activemq;

import java.io.IOException;
import java.net.URI;
import javax.jms.JMSException;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportAcceptListener;
import org.apache.activemq.transport.vm.VMTransport;
import org.apache.activemq.transport.vm.VMTransportServer;
import org.apache.activemq.util.JMSExceptionSupport;

/**
 * Connections within this JVM, on which each end hands its commands over on the caller's thread: a hop to another costs
 * more than most commands. Safe for use by many threads.
 *
 * <p>ActiveMQ's own way, {@code vm://name?async=false}, sets this while the broker starts its end on another thread. When
 * the broker's end begins to start before and is started after, the command that came in between lies in a queue that
 * nobody reads, and the connection is never answered.
 */
final class BrokerConnections extends ActiveMQConnectionFactory {
    private final Listener listener;

    /** @param brokerName what the connections are called in messages to people */
    BrokerConnections(String brokerName) {
        super("vm://" + brokerName);
        listener = new Listener(URI.create("vm://" + brokerName));
    }

    /** The broker's side of it, to be added to the broker before that is started. */
    VMTransportServer listener() {
        return listener;
    }

    @Override
    protected Transport createTransport() throws JMSException {
        try {
            return VMTransportServer.configure(listener.connect());
        } catch (IOException e) {
            throw JMSExceptionSupport.create(e);
        }
    }

    private static final class Listener extends VMTransportServer {
        private volatile TransportAcceptListener broker;
        private volatile boolean stopped;

        Listener(URI location) {
            super(location, false);
        }

        @Override
        public void setAcceptListener(TransportAcceptListener acceptListener) {
            broker = acceptListener;
        }

        @Override
        public VMTransport connect() throws IOException {
            if (broker == null || stopped) {
                throw new IOException("the broker " + getConnectURI() + " does not run");
            }
            VMTransport client = new VMTransport(getConnectURI());
            VMTransport accepted = new VMTransport(getConnectURI());
            client.setPeer(accepted);
            accepted.setPeer(client);
            client.setAsync(false);
            accepted.setAsync(false);
            broker.onAccept(configure(accepted));
            return client;
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }
}
