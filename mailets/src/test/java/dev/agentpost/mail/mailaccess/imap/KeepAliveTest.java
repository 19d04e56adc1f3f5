package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** "within 3 minutes for a peer that vanished (keepalive)" of the table in section 2, "IMAP". */
class KeepAliveTest {
    private final NioSocketChannel channel = new NioSocketChannel();

    @AfterEach
    void close() {
        channel.unsafe().closeForcibly();
    }

    @Test
    void systemShouldAskSilentPeers() {
        KeepAlive.on(channel.config());

        assertThat(channel.config().isKeepAlive()).isTrue();
        assertThat(channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE)))
                .isEqualTo(KeepAlive.IDLE_SECONDS);
        assertThat(channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL)))
                .isEqualTo(KeepAlive.INTERVAL_SECONDS);
        assertThat(channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT)))
                .isEqualTo(KeepAlive.PROBES);
    }

    @Test
    void vanishedPeerShouldBeFoundOutWithinThreeMinutes() {
        int seconds = KeepAlive.IDLE_SECONDS + KeepAlive.INTERVAL_SECONDS * KeepAlive.PROBES;

        assertThat(Duration.ofSeconds(seconds)).isLessThan(Duration.ofMinutes(3));
    }
}
