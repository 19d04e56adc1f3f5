package dev.agentpost.mail.queue.activemq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import javax.jms.JMSException;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportAcceptListener;
import org.apache.activemq.transport.vm.VMTransport;
import org.junit.jupiter.api.Test;

class BrokerConnectionsTest {
    private final BrokerConnections connections = new BrokerConnections("queue");
    private final List<Boolean> asynchronous = new ArrayList<>();

    /** Later would be too late: it may be started by then. */
    @Test
    void brokersEndShouldBeSynchronousWhenItIsHandedOver() throws Exception {
        connections.listener().setAcceptListener(new TransportAcceptListener() {
            @Override
            public void onAccept(Transport accepted) {
                asynchronous.add(accepted.narrow(VMTransport.class).isAsync());
            }

            @Override
            public void onAcceptError(Exception error) {
                throw new AssertionError(error);
            }
        });

        Transport client = connections.createTransport();

        assertThat(asynchronous).containsExactly(false);
        assertThat(client.narrow(VMTransport.class).isAsync()).isFalse();
    }

    @Test
    void connectionToABrokerThatDoesNotRunShouldFail() throws Exception {
        assertThatThrownBy(connections::createTransport)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("does not run");
    }

    @Test
    void connectionToABrokerThatWasStoppedShouldFail() throws Exception {
        connections.listener().stop();

        assertThatThrownBy(connections::createTransport)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("does not run");
    }
}
