package dev.agentpost.mail.mailaccess.imap;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections to peers that acknowledge nothing. While something is on its way to a peer, the system does not ask it
 * as {@link KeepAlive} says, but sends again for some fifteen minutes; Java has no option to make that less. So the system's
 * table of connections is looked at. Safe for use by many threads.
 */
final class VanishedPeers implements AutoCloseable {
    /** Sent again for the seventh time 25 s or more after the first: the time in between doubles from at least 0.2 s. */
    static final int RETRANSMISSIONS = 7;

    private static final Logger LOGGER = LoggerFactory.getLogger(VanishedPeers.class);
    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final TcpTable table;
    private final Map<SocketAddress, Channel> channels = new ConcurrentHashMap<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "imap-vanished-peers");
        thread.setDaemon(true);
        return thread;
    });

    VanishedPeers(TcpTable table) {
        this.table = table;
    }

    void start() {
        executor.scheduleWithFixedDelay(this::check, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void watch(Channel channel) {
        SocketAddress peer = channel.remoteAddress();
        if (peer != null) {
            channels.put(peer, channel);
            channel.closeFuture().addListener(closed -> channels.remove(peer, channel));
        }
    }

    // An exception here would silently end the schedule.
    void check() {
        if (channels.isEmpty()) {
            return;
        }
        try {
            table.retransmitting(RETRANSMISSIONS).forEach(this::close);
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("the system's table of connections cannot be read", e);
        }
    }

    private void close(TcpTable.Connection connection) {
        Optional.ofNullable(channels.get(connection.peer()))
                .filter(channel -> channel.localAddress() instanceof InetSocketAddress local
                        && local.getPort() == connection.localPort())
                .ifPresent(channel -> {
                    LOGGER.info("IMAP client {} acknowledges nothing, connection closed", connection.peer());
                    channel.close();
                });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
