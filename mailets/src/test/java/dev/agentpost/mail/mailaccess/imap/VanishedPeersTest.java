package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "within 3 minutes for a peer that vanished" of the table in section 2, "IMAP", when something is on its way to it. */
class VanishedPeersTest {
    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 0xC350);
    private static final InetSocketAddress PEER6 = new InetSocketAddress("2001:db8::7", 0xC351);

    @TempDir
    Path folder;

    private Path tcp;
    private Path tcp6;
    private VanishedPeers peers;

    @BeforeEach
    void setUp() {
        tcp = folder.resolve("tcp");
        tcp6 = folder.resolve("tcp6");
        peers = new VanishedPeers(new TcpTable(tcp, tcp6));
    }

    @AfterEach
    void close() {
        peers.close();
    }

    /** A connection of port 993. */
    private static final class Connection extends EmbeddedChannel {
        private final InetSocketAddress peer;

        Connection(InetSocketAddress peer) {
            this.peer = peer;
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return peer;
        }

        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress("192.0.2.1", 993);
        }
    }

    private Connection watched(InetSocketAddress peer) {
        Connection connection = new Connection(peer);
        peers.watch(connection);
        return connection;
    }

    private static void write(Path file, String local, String remote, String retransmissions) throws IOException {
        Files.writeString(
                file,
                HEADER + "   0: " + local + " " + remote + " 01 00000040:00000000 01:00000014 " + retransmissions
                        + "     0        0 17767 1 0000000000000000 20 4 30 10 -1\n");
    }

    @Test
    void peerThatAcknowledgesNothingShouldBeClosed() throws IOException {
        Connection connection = watched(PEER);
        write(tcp, "010200C0:03E1", "070200C0:C350", "00000007");

        peers.check();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void peerOfTheNewerProtocolShouldBeClosed() throws IOException {
        Connection connection = watched(PEER6);
        write(tcp6, "B80D0120000000000000000001000000:03E1", "B80D0120000000000000000007000000:C351", "0000000A");

        peers.check();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void peerInTheNewerProtocolsTableWithItsOlderAddressShouldBeClosed() throws IOException {
        Connection connection = watched(PEER);
        write(tcp6, "0000000000000000FFFF0000010200C0:03E1", "0000000000000000FFFF0000070200C0:C350", "00000007");

        peers.check();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void peerThatIsMerelySlowShouldBeLeftAlone() throws IOException {
        Connection connection = watched(PEER);
        write(tcp, "010200C0:03E1", "070200C0:C350", "00000006");

        peers.check();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void connectionOfAnotherServerShouldBeLeftAlone() throws IOException {
        Connection connection = watched(PEER);
        write(tcp, "010200C0:01BB", "070200C0:C350", "00000007");

        peers.check();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void unreadableLineShouldBePassedOver() throws IOException {
        Connection connection = watched(PEER);
        Files.writeString(tcp, HEADER + "nonsense\n 1: 01 02\n");
        write(tcp6, "0000000000000000FFFF0000010200C0:03E1", "0000000000000000FFFF0000070200C0:C350", "00000007");

        peers.check();

        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void missingTableShouldBeNobodysEnd() {
        Connection connection = watched(PEER);

        peers.check();

        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void tableOfThisSystemShouldBeUnderstood() throws IOException {
        try (ServerSocket server = new ServerSocket(0);
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            List<TcpTable.Connection> all = TcpTable.ofThisProcess().retransmitting(0);

            assertThat(all).anySatisfy(connection -> {
                assertThat(connection.localPort()).isEqualTo(client.getLocalPort());
                assertThat(connection.peer().getPort()).isEqualTo(server.getLocalPort());
            });
        }
    }
}
