package dev.agentpost.mail.core.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboundFlowTest {
    private static final int ONE_MEBIBYTE = 1 << 20;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final InboundFlow flow = new InboundFlow(channel);

    @BeforeEach
    void addToPipeline() {
        channel.pipeline().addLast(flow);
    }

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    private void receive(int bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    @Test
    void readingShouldGoOnWhileLittleWaits() {
        receive(ONE_MEBIBYTE);

        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void readingShouldStopWhenMuchWaits() {
        receive(ONE_MEBIBYTE + 1);

        assertThat(channel.config().isAutoRead()).isFalse();
    }

    @Test
    void readingShouldGoOnWhenEnoughIsHandled() {
        receive(ONE_MEBIBYTE + 1);

        flow.handled(1);

        assertThat(channel.config().isAutoRead()).isTrue();
    }
}
