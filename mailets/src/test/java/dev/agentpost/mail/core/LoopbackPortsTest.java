package dev.agentpost.mail.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {
    @Test
    void portsShouldBeDifferentAndBelowThoseOfOutgoingConnections() {
        List<Integer> ports = LoopbackPorts.free(100);

        assertThat(ports).hasSize(100).doesNotHaveDuplicates().allSatisfy(port -> assertThat(port)
                .isBetween(20_000, 32_000));
    }

    @Test
    void portThatIsListenedOnShouldNotBeFree() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(LoopbackPorts.isFree(socket.getLocalPort())).isFalse();
        }
    }
}
