package dev.agentpost.mail.core.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineDecoderTest {
    private final DefaultEventExecutorGroup executors = new DefaultEventExecutorGroup(1);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LineDecoder decoder = new LineDecoder(new InboundFlow(channel));

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
        executors.shutdownGracefully();
    }

    /** Netty's executors run tasks of a connection one after the other, but its groups of them are marked as unstable. */
    @Test
    void connectionShouldEndRatherThanHaveItsLinesInAnotherOrder() throws Exception {
        channel.pipeline().addLast(executors, "decoder", decoder);
        ChannelHandlerContext context = channel.pipeline().context("decoder");
        ByteBuf line = ByteBufUtil.writeAscii(channel.alloc(), "NOOP\r\n");

        decoder.channelRead(context, line);

        assertThat(line.refCnt()).isZero();
        channel.closeFuture().await();
        assertThat(channel.isOpen()).isFalse();
    }
}
