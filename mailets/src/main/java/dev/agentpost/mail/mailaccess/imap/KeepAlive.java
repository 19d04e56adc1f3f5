package dev.agentpost.mail.mailaccess.imap;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/**
 * Has the system ask a silent peer whether it still lives: after a minute, and when it does not answer, thrice more. So a
 * client that vanished gives up its connection within two minutes, and no router on the way forgets one that lives.
 */
final class KeepAlive {
    static final int IDLE_SECONDS = 60;
    static final int INTERVAL_SECONDS = 15;
    static final int PROBES = 4;

    private static final Map<ChannelOption<Integer>, Integer> TIMES = Map.of(
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), IDLE_SECONDS,
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), INTERVAL_SECONDS,
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), PROBES);

    private KeepAlive() {}

    /** Where the platform has no such times, its own hold. */
    static void on(ChannelConfig config) {
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        TIMES.forEach(config::setOption);
    }
}
